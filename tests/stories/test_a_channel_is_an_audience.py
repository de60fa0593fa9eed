"""A channel is an audience: what somebody there may not hear of goes to whoever asked, alone, and to nobody twice."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.slack import cards
from bot.slack import digest_items as items
from sandbox.claude import tool_use
from sandbox.slack.channels import Channel
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.digests import Digests
from tests.play import PUSH, RECORD, REVIEW, WRITE, Play
from tests.stories.test_acting_on_a_risk import press, row_of
from tests.stories.test_who_may_read import GET

RANDOM = "CRANDOM001"
"""Everybody of the company is in it, with a Chorus seat or without, and a guest."""


@pytest.fixture
async def mixed(play: Play) -> Play:
    """A play in a channel with people who have no business with calls."""
    await play.slack.invite(play.person("rosa"), RANDOM)
    return Play(play.world, RANDOM)


def told_alone(play: Play, name: str) -> list[dict[str, Any]]:
    """What the bot told somebody in direct messages, oldest first."""
    return play.slack.messages(play.slack.dm(play.person(name)))


async def until_told(play: Play, name: str, *words: str) -> dict[str, Any]:
    def found() -> dict[str, Any] | None:
        said = (m for m in told_alone(play, name) if all(w in text_of(m) for w in words))
        return next(said, None)

    return await play.slack.wait_for(found, timeout=play.patience)


def reads_last_call(play: Play, said: str) -> Any:
    """Claude reads Ana's last call and says this of it."""
    meeting = play.world.company.last_finished(play.person("ana"))
    play.world.claude.script([tool_use(GET, {"id": meeting.id})], said)
    return meeting


async def test_an_answer_about_a_call_is_for_the_asker_alone_where_a_guest_reads_along(mixed: Play) -> None:
    reads_last_call(mixed, "Ingrid signs above 50k.")
    thread = await mixed.ask("ana", "who signs?")
    (said,) = [text for text in await mixed.done(thread) if "privately" in text]
    assert said == f"I answered @{mixed.person('ana').slack_id} privately."
    (answer,) = told_alone(mixed, "ana")
    assert "Ingrid signs above 50k." in text_of(answer)
    assert "You asked in" in text_of(answer)
    assert not any("Ingrid" in text for text in mixed.texts(thread))


async def test_what_came_of_an_earlier_question_stays_private_too(mixed: Play) -> None:
    reads_last_call(mixed, "Ingrid signs above 50k.")
    thread = await mixed.ask("ana", "who signs?")
    await mixed.done(thread)
    mixed.world.claude.script("As I said: Ingrid.")
    await mixed.say("ana", "say that again", thread)
    await mixed.done(thread, runs=2)
    await until_told(mixed, "ana", "As I said: Ingrid.")
    assert not any("Ingrid" in text for text in mixed.texts(thread))


async def test_what_tells_of_no_call_is_answered_in_front_of_everybody(mixed: Play) -> None:
    thread = await mixed.ask("ana", "help")
    assert "sandbox planner" in (await mixed.done(thread))[-1]
    assert told_alone(mixed, "ana") == []


async def test_a_card_is_shown_and_decided_in_direct_messages(mixed: Play) -> None:
    ana = mixed.person("ana")
    meeting = mixed.world.company.last_finished(ana)
    thread = await mixed.ask("ana", PUSH)
    await mixed.until(thread, "I showed", "the card privately")
    card = await until_told(mixed, "ana", "CRM update: your decision", meeting.deal.name)
    await mixed.slack.click(ana, mixed.slack.dm(ana), card["ts"], cards.APPROVE)
    await until_told(mixed, "ana", "CRM update: written")
    assert len(mixed.world.truto.calls(WRITE)) == 1
    await mixed.done(thread)
    for text in mixed.texts(thread):
        assert meeting.deal.name not in text
        assert "→" not in text


async def test_a_card_that_the_asker_sees_alone_counts_to_the_channel_in_which_they_asked(
    world: World, start: Start
) -> None:
    async with start(CHORISTER_WRITE_CHANNELS=RANDOM):
        play = Play(world, RANDOM)
        await play.slack.invite(play.person("rosa"), RANDOM)
        ana = play.person("ana")
        await play.ask("ana", PUSH)
        card = await until_told(play, "ana", "CRM update: your decision")
        await play.slack.click(ana, play.slack.dm(ana), card["ts"], cards.APPROVE)
        await until_told(play, "ana", "CRM update: written")
        elsewhere = Play(world)
        thread = await elsewhere.ask("ana", PUSH)
        assert "preview" in " ".join(await elsewhere.done(thread)).lower()


async def test_the_alert_of_a_review_goes_to_whoever_asked_for_it(mixed: Play) -> None:
    thread = await mixed.ask("sam", REVIEW)
    await mixed.done(thread)
    alert = await until_told(mixed, "sam", "is empty or at risk", "Meeting ID")
    assert "you asked for this review" in text_of(alert)
    assert not any("Meeting ID" in text for text in mixed.texts(thread))


async def test_the_report_of_a_recorded_call_goes_to_whoever_asked_for_the_recorder(mixed: Play) -> None:
    mixed.world.truto.options.processing = 60.0
    thread = await mixed.ask("ana", RECORD)
    await mixed.done(thread)
    chorus = mixed.world.truto.chorus
    recording = chorus.recordings[chorus.joins[0].conversation_id]
    recording.meeting = replace(recording.meeting, owner=mixed.person("ana"))
    for wait, words in (
        (timedelta(seconds=30), "seen in the call"),
        (timedelta(minutes=45), "has processed"),
    ):
        mixed.world.clock.advance(wait)
        await mixed.until(thread, words)
    await mixed.until(thread, "Chorus has written up the call;", "has the summary.")
    assert "Summary" in text_of(await until_told(mixed, "ana", "After the call"))
    assert not any("Summary" in text for text in mixed.texts(thread))


async def test_where_nobody_can_tell_who_reads_along_the_answer_is_private(play: Play) -> None:
    play.slack.faults.add("error", match="conversations.members", error="missing_scope", times=None)
    reads_last_call(play, "Ingrid signs.")
    await play.done(await play.ask("ana", "who signs?"))
    await until_told(play, "ana", "Ingrid signs.")


async def test_in_a_channel_of_too_many_people_the_answer_is_private(play: Play) -> None:
    play.slack.channel("deals").members.extend(f"UMANY{n:05}" for n in range(100))
    reads_last_call(play, "Ingrid signs.")
    await play.done(await play.ask("ana", "who signs?"))
    await until_told(play, "ana", "Ingrid signs.")
    asked = [c for c in play.slack.journal if c.method == "users.info"]
    assert len(asked) < 50, "nobody looks at them one by one"


async def test_where_direct_messages_are_closed_the_asker_hears_it_in_the_thread_alone(mixed: Play) -> None:
    mixed.slack.faults.add("error", match="conversations.open", error="user_disabled", times=None)
    reads_last_call(mixed, "Ingrid signs.")
    thread = await mixed.ask("ana", "who signs?")
    await mixed.done(thread)
    (said,) = mixed.whispers("ana")
    assert said.startswith("Ingrid signs.\n\nSource: ")


async def test_a_private_call_is_not_for_colleagues_with_a_seat(play: Play) -> None:
    play.world.truto.options.own_private = True
    meeting = reads_last_call(play, "Ingrid signs.")
    play.world.truto.chorus.recordings[meeting.id].meeting = replace(meeting, private=True)
    thread = await play.ask("ana", "who signs?")
    assert "privately" in (await play.done(thread))[-1]
    await until_told(play, "ana", "Ingrid signs.")


@asynccontextmanager
async def strict(world: World, start: Start, *people: str) -> AsyncIterator[Play]:
    """A bot that tells of a call only to those who may read it, in a channel of these people."""
    members = [world.company.person(name).slack_id for name in people]
    world.slack.workspace.channels["CTEAM00001"] = Channel(
        "CTEAM00001", "team", members=[*members, world.slack.bot_user_id]
    )
    async with start(CHORISTER_AUDIENCE="strict"):
        yield Play(world, "CTEAM00001")


@pytest.mark.parametrize(
    "people, public", [(["ana", "sam", "rosa"], True), (["ana", "sam", "ben"], False)], ids=str
)
async def test_by_a_strict_audience_everybody_present_must_be_allowed_to_read_the_call(
    world: World, start: Start, people: list[str], public: bool
) -> None:
    async with strict(world, start, *people) as play:
        reads_last_call(play, "Ingrid signs.")
        thread = await play.ask("ana", "who signs?")
        said = (await play.done(thread))[-1]
        assert ("Ingrid signs." in said) is public
        assert len(told_alone(play, "ana")) == (not public)


async def test_the_evidence_of_a_digest_is_for_whoever_asks_where_others_may_not_read_it(
    digests: Digests,
) -> None:
    message = await digests.send()
    assert message is not None
    digests.play.slack.channel("deals").members.append("UGUEST0001")
    row = row_of(message)
    await press(digests, "sam", message, row, items.WHY)
    await digests.play.slack.wait_for(lambda: digests.play.whispers("sam"))
    assert "Why " in digests.play.whispers("sam")[-1]
    assert not any("Why " in text_of(m) for m in digests.play.replies(message["ts"])[1:])
