"""The menu of a message: for our own people, acknowledged at once, and every link of the message answered for."""

from collections.abc import Sequence
from typing import Any

from bot.slack.recorder_words import BEGUN
from handlers.messages import MOST
from handlers.shortcuts import RECORD_CALL
from sandbox.slack.users import OUTSIDER
from sandbox.world import World
from tests.conftest import Start
from tests.play import JOIN, Play
from tests.test_house import ROOT


async def take(play: Play, ts: str, name: str = "ana") -> str:
    """Take the shortcut on a message; returns the private answer."""
    told = len(answers(play))
    await play.slack.shortcut(play.person(name), play.channel, ts, RECORD_CALL)
    await play.slack.wait_for(lambda: len(answers(play)) > told)
    return answers(play)[-1]


def answers(play: Play) -> Sequence[str]:
    return [str(c.args["text"]) for c in play.slack.journal if c.method == "response_url"]


async def test_a_stranger_is_turned_away(play: Play) -> None:
    for stranger, channel in (("UGUEST0001", play.channel), (OUTSIDER, "CSHARED001")):
        told = len(answers(play))
        ts = await play.slack.say(play.person("ben"), channel, "call at https://zoom.us/j/987654321")
        await play.slack.shortcut(stranger, channel, ts, RECORD_CALL)
        await play.slack.wait_for(lambda told=told: len(answers(play)) > told)
        assert "only available to full members" in answers(play)[told]
    assert play.world.truto.calls(JOIN) == []


async def test_it_is_acknowledged_before_anybody_is_asked_anything(play: Play) -> None:
    ts = await play.say("ben", "call at https://zoom.us/j/987654321")
    await play.until(ts, "Shall Chorus record it?")
    play.world.truto.faults.add("slow", match="list_all_chorus_users", seconds=1.0)
    delivered = await play.slack.shortcut(play.person("ana"), play.channel, ts, RECORD_CALL)
    await play.slack.wait_for(lambda: delivered.acked_after is not None)
    assert play.world.truto.calls(JOIN) == []
    assert not answers(play)
    await play.until(ts, "Chorus took the link")
    await play.slack.wait_for(lambda: answers(play) == [BEGUN])


async def test_of_an_agenda_only_the_first_few_meetings_are_recorded(play: Play) -> None:
    links = [f"https://zoom.us/j/{987654300 + n}" for n in range(14)]
    ts = await play.say("ben", "agenda: " + " ".join(links))
    said = await take(play, ts)
    assert said.splitlines() == [BEGUN, "At most 5 meetings of one message: 9 more were left alone."]
    await play.world.truto.wait_for(lambda: len(play.world.truto.calls(JOIN)) == MOST)
    joined = {call.body["invitation_text"] for call in play.world.truto.calls(JOIN)}
    assert joined == set(links[:MOST])


async def test_every_refusal_is_told_beside_what_was_asked_for(play: Play) -> None:
    links = "https://zoom.us/j/987654321 https://zoom.us/my/ana https://meet.google.com/new"
    said = (await take(play, await play.say("ben", links))).splitlines()
    assert said[0] == BEGUN
    assert "personal room" in said[1]
    assert "opens a new meeting" in said[2]


PREVIEW: dict[str, Any] = {
    "attachments": [{"from_url": "https://news.example/x", "text": "join https://zoom.us/j/111111111"}]
}


async def test_a_preview_of_somebody_elses_page_is_not_what_a_person_wrote(play: Play) -> None:
    ts = await play.slack.say(play.person("ben"), play.channel, "see https://news.example/x", extra=PREVIEW)
    assert "no meeting link" in await take(play, ts)
    assert play.world.truto.calls(JOIN) == []


async def test_the_attachments_of_an_app_on_the_list_count(world: World, start: Start) -> None:
    async with start(CHORISTER_LINK_APPS="A0CALENDAR"):
        play = Play(world)
        from_app = {"app_id": "A0CALENDAR", "subtype": "bot_message"} | PREVIEW
        ts = await play.slack.say("B0CALENDAR", play.channel, "Demo", extra=from_app)
        assert await take(play, ts) == BEGUN
        await world.truto.wait_for(lambda: world.truto.calls(JOIN))


async def test_a_failure_of_slacks_is_a_sentence_with_a_reference(play: Play) -> None:
    ts = await play.say("ben", "call at https://zoom.us/j/987654321")
    await play.until(ts, "Shall Chorus record it?")
    play.slack.faults.add("500", match="users.info", times=None)
    said = await take(play, ts, "rosa")
    assert "Something went wrong on our side" in said
    assert "Reference " in said
    assert play.world.truto.calls(JOIN) == []


def test_the_manifest_offers_the_shortcut_that_is_listened_to() -> None:
    assert f"callback_id: {RECORD_CALL}" in (ROOT / "manifest.yml").read_text()
