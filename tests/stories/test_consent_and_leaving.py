"""Consent: said with a channel's first recorder; calls that want a second yes; and a recorder that is asked to leave."""

from datetime import timedelta

import pytest

from bot.slack import recorder_words
from handlers.shortcuts import RECORD_CALL
from sandbox.claude import tool_use
from sandbox.world import World
from tests.conftest import Start
from tests.play import JOIN, RECORD, Play

LINK = "https://zoom.us/j/987654321"
LEAVE = "chorus_conversations_disconnect"
NO_GO = {
    "CHORISTER_CONFIRM_WORDS": "interview",
    "CHORISTER_CONFIRM_DOMAINS": "rival.example",
    "CHORISTER_CONFIRM_INTERNAL": "seller.example",
}


async def live(play: Play) -> tuple[str, dict]:
    thread = await play.ask("ana", RECORD)
    await play.until(thread, "Chorus took the link")
    await play.done(thread)
    play.world.clock.advance(timedelta(seconds=30))
    return thread, await play.until(thread, "shows this call as live")


async def test_the_first_recorder_of_a_channel_comes_with_a_word_about_consent(play: Play) -> None:
    one = await play.ask("ana", RECORD)
    await play.done(one)
    two = await play.ask("ben", RECORD.replace("987654321", "123456789"))
    await play.done(two)
    said = [
        text
        for thread in (one, two)
        for text in play.texts(thread)
        if "everybody in a call has to know" in text
    ]
    assert len(said) == 1


@pytest.mark.parametrize(
    "text",
    [
        f"interview with Jo {LINK}",
        f"jo@rival.example joins {LINK}",
        f"ana@seller.example, ben@seller.example: {LINK}",
    ],
)
async def test_a_call_that_wants_a_second_yes_is_not_joined_before_somebody_gives_it(
    world: World, start: Start, text: str
) -> None:
    async with start(CHORISTER_AUTO_JOIN=world.slack.channels["deals"], **NO_GO) as app:
        play = Play(world)
        thread = await play.say("ana", text)
        asked = await play.until(thread, "Shall Chorus record Zoom 987654321 all the same?")
        assert world.truto.calls(JOIN) == []
        await play.click("ben", asked, recorder_words.SEND)
        await play.until(thread, "Chorus took the link")
        (row,) = [r for r in await app.house.audit.all() if r["what"] == "join asked"]
        assert row["who"] == play.person("ben").slack_id, "the yes is on record"
        assert len(world.truto.calls(JOIN)) == 1


async def test_a_mention_and_a_shortcut_ask_for_the_second_yes_too(world: World, start: Start) -> None:
    async with start(**NO_GO):
        play = Play(world)
        thread = await play.ask("ana", f"record the interview at {LINK}")
        await play.until(thread, "all the same?")
        await play.done(thread)
        ts = await play.say("ben", f"interview {LINK}")
        await play.until(ts, "all the same?")
        await play.slack.shortcut(play.person("ana"), play.channel, ts, RECORD_CALL)
        await play.slack.wait_for(lambda: sum("all the same?" in t for t in play.texts(ts)) == 2)
        assert world.truto.calls(JOIN) == []


async def test_a_word_that_was_said_before_counts_when_the_recorder_is_asked_for_later(
    world: World, start: Start
) -> None:
    async with start(**NO_GO):
        play = Play(world)
        thread = await play.ask("ana", f"our interview is at {LINK}")
        await play.done(thread)
        world.claude.script([tool_use(JOIN, {"invitation_text": LINK})], "Asked for a yes.")
        await play.say("ana", "yes, send it", thread)
        await play.until(thread, "all the same?")
        await play.done(thread, runs=2)
        assert world.truto.calls(JOIN) == []


async def test_whoever_asked_for_a_recorder_can_ask_it_to_leave(play: Play) -> None:
    thread, shown = await live(play)
    await play.click("ana", shown, recorder_words.LEAVE)
    await play.until(thread, "asked the recorder to leave")
    assert len(play.world.truto.calls(LEAVE)) == 1
    ended = await play.until(thread, "the recording has ended")
    assert ended["ts"] == shown["ts"], "the message above, without the time of a look passing"


async def test_somebody_else_cannot_and_is_told_in_private(play: Play) -> None:
    _, shown = await live(play)
    await play.click("ben", shown, recorder_words.LEAVE)
    await play.slack.wait_for(lambda: play.whispers("ben"))
    assert "can ask it to leave" in play.whispers("ben")[0]
    assert play.world.truto.calls(LEAVE) == []


async def test_where_chorus_offers_no_way_there_is_no_button(play: Play) -> None:
    play.world.truto.options.hidden_tools = {LEAVE}
    _, shown = await live(play)
    assert all(block["type"] != "actions" for block in shown["blocks"])


async def test_a_call_that_has_ended_meanwhile_is_said_to_be_over(play: Play) -> None:
    _, shown = await live(play)
    play.world.truto.chorus.end(play.world.truto.chorus.joins[0].conversation_id)
    await play.click("ana", shown, recorder_words.LEAVE)
    await play.slack.wait_for(lambda: play.whispers("ana"))
    assert "not live any more" in play.whispers("ana")[0]
