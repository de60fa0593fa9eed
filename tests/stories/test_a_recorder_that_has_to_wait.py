"""Asked for without Claude while Chorus cannot be reached: the thread says so at once, and what fails can be tried again."""

from datetime import timedelta

import pytest

from bot.slack import recorder_words
from handlers.shortcuts import RECORD_CALL
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.play import JOIN, Play

LINK = "https://zoom.us/j/987654321"
NAME = "*Zoom 987654321*"
POLLS = "get_single_chorus_conversation_by_id"


def about(play: Play, thread: str) -> list[str]:
    """The messages on the recorder itself."""
    return [text for text in play.texts(thread) if text.startswith(NAME)]


async def test_one_message_says_that_it_waits_and_then_follows_the_recorder(
    world: World, start: Start
) -> None:
    async with start(CHORISTER_AUTO_JOIN=world.slack.channels["deals"]):
        play = Play(world)
        world.truto.faults.add("429", match=JOIN, times=1, retry_after=90)
        thread = await play.say("ana", f"demo {LINK}")
        waits = await play.until(thread, NAME, "Going on")
        assert play.texts(thread) == [text_of(waits)], "no word on consent before Chorus took the link"
        taken = await play.until(thread, NAME, "Chorus took the link")
        assert taken["ts"] == waits["ts"]
        await play.until(thread, "everybody in a call has to know")
        assert len(about(play, thread)) == 1


async def test_an_outage_before_the_request_is_told_in_the_same_message(world: World, start: Start) -> None:
    async with start(CHORISTER_AUTO_JOIN=world.slack.channels["deals"]):
        play = Play(world)
        world.truto.faults.add("500", match="tools", times=2)
        thread = await play.say("ana", f"demo {LINK}")
        await play.until(thread, NAME, "Chorus took the link")
        assert len(about(play, thread)) == 1


@pytest.mark.parametrize("way", ["auto-join", "click", "shortcut"])
async def test_what_fails_in_the_end_says_so_with_a_button_to_try_again(
    world: World, start: Start, way: str
) -> None:
    auto = {"CHORISTER_AUTO_JOIN": world.slack.channels["deals"]} if way == "auto-join" else {}
    async with start(**auto):
        play = Play(world)
        world.truto.faults.add("429", match=JOIN, times=None, retry_after=30)
        thread = await play.say("ana", f"demo {LINK}")
        if way == "click":
            offered = await play.until(thread, "Shall Chorus record it?")
            await play.click("ana", offered, recorder_words.SEND)
        elif way == "shortcut":
            await play.slack.shortcut(play.person("ana"), play.channel, thread, RECORD_CALL)
        failed = await play.until(thread, "but it was not sent", "Send the recorder")
        await play.slack.wait_for(lambda: not any("Going on" in text for text in play.texts(thread)) or None)
        assert not any("everybody in a call has to know" in text for text in play.texts(thread))
        world.truto.faults.clear()
        await play.click("ana", failed, recorder_words.SEND)
        await play.until(thread, "Chorus took the link")


async def test_a_click_while_recorders_are_off_keeps_the_button(play: Play) -> None:
    thread = await play.say("ana", f"demo {LINK}")
    offered = await play.until(thread, "Shall Chorus record it?")
    await play.command("rosa", "joins off")
    await play.click("ana", offered, recorder_words.SEND)
    failed = await play.until(thread, "switched off here", "Send the recorder")
    assert failed["ts"] == offered["ts"]
    await play.command("rosa", "joins on")
    await play.click("ana", failed, recorder_words.SEND)
    await play.until(thread, "Chorus took the link")


async def test_a_final_refusal_takes_the_button_away(play: Play) -> None:
    play.world.truto.faults.add("403", match=JOIN)
    thread = await play.say("ana", f"demo {LINK}")
    await play.click("ana", await play.until(thread, "Shall Chorus record it?"), recorder_words.SEND)
    assert "Send the recorder" not in text_of(await play.until(thread, "but it was not sent"))


async def test_what_chorus_has_already_is_said_once(play: Play) -> None:
    play.world.truto.faults.add("409", match=JOIN)
    thread = await play.say("ana", f"demo {LINK}")
    await play.click("ana", await play.until(thread, "Shall Chorus record it?"), recorder_words.SEND)
    await play.until(thread, "asked for the recorder. What becomes of it is below.")
    await play.until(thread, "a recorder is already in this meeting")
    assert sum("already in this meeting" in text for text in play.texts(thread)) == 1


async def test_trying_again_takes_the_buttons_away_at_once(play: Play) -> None:
    play.world.truto.options.admit = False
    thread = await play.say("ana", f"demo {LINK}")
    await play.click("ana", await play.until(thread, "Shall Chorus record it?"), recorder_words.SEND)
    await play.until(thread, "Chorus took the link")
    await play.world.truto.wait_for(lambda: play.world.truto.calls(POLLS))
    play.world.clock.advance(timedelta(minutes=6))
    late = await play.until(thread, "not seen in the call")
    play.world.truto.faults.add("429", match=JOIN, times=1, retry_after=200)
    await play.click("ben", late, recorder_words.RETRY)
    again = await play.until(thread, "asked for again; what becomes of it is below")
    assert again["ts"] == late["ts"]
    assert all(block["type"] != "actions" for block in again["blocks"])
    await play.until(thread, NAME, "Going on")
