"""A call of which somebody was asked whether it shall be recorded waits for a yes, whoever asks for it in which way."""

from datetime import timedelta

import pytest

from bot.slack import recorder_words
from bot.store.joins import WINDOW
from handlers.shortcuts import RECORD_CALL
from sandbox.world import World
from tests.conftest import Start
from tests.play import JOIN, Play

LINK = "https://zoom.us/j/987654321"
NO_GO = {"CHORISTER_CONFIRM_WORDS": "interview"}
AGAIN = "An earlier message asked whether this call shall be recorded, and nobody has said yes."


async def doubted(play: Play) -> str:
    """Somebody posted the link beside a word that speaks against a recording, and nobody said yes."""
    thread = await play.say("ana", f"interview with Jo: {LINK}")
    await play.until(thread, "says “interview”", "all the same?")
    return thread


async def test_a_word_in_a_links_label_counts_when_the_bot_is_mentioned(world: World, start: Start) -> None:
    async with start(**NO_GO):
        play = Play(world)
        thread = await play.ask("ana", f"get Chorus into <{LINK}|the interview with Jo>, please join")
        await play.until(thread, "says “interview”", "all the same?")
        said = await play.done(thread)
        assert "✓ A person has to confirm this recording" in said[0]
        assert world.truto.calls(JOIN) == []


@pytest.mark.parametrize(
    "way", ["mention", "auto-join", "link alone", "direct message", "shortcut", "command"]
)
async def test_a_bare_request_for_a_doubted_call_asks_too(world: World, start: Start, way: str) -> None:
    auto = {"CHORISTER_AUTO_JOIN": world.slack.channels["deals"]} if way == "auto-join" else {}
    async with start(**NO_GO, **auto):
        play = Play(world)
        first = await doubted(play)
        place, thread = play, first
        match way:
            case "mention":
                thread = await play.ask("ben", f"join {LINK}")
            case "auto-join" | "link alone":
                thread = await play.say("ben", f"demo {LINK}")
            case "direct message":
                place = Play(world, play.slack.dm(play.person("ben")))
                thread = await place.say("ben", LINK)
            case "shortcut":
                thread = await play.say("ben", f"<{LINK}>")
                await play.until(thread, AGAIN)
                await play.slack.shortcut(play.person("ben"), play.channel, thread, RECORD_CALL)
                await play.slack.wait_for(lambda: sum(AGAIN in text for text in play.texts(thread)) == 2)
            case _:
                said = await play.command("ben", f"record {LINK}")
                assert "second confirmation" in said
                thread = (
                    await play.slack.wait_for(
                        lambda: [m for m in play.slack.messages(play.channel) if "asks for" in m["text"]]
                    )
                )[0]["ts"]
        asked = await place.until(thread, AGAIN, "Record it all the same")
        assert world.truto.calls(JOIN) == []
        await place.click("ben", asked, recorder_words.SEND)
        await place.until(thread, "Chorus took the link")
        assert len(world.truto.calls(JOIN)) == 1


async def test_a_yes_to_the_first_question_is_one_for_the_meeting(world: World, start: Start) -> None:
    async with start(**NO_GO):
        play = Play(world)
        thread = await doubted(play)
        await play.click("ben", await play.until(thread, "all the same?"), recorder_words.SEND)
        await play.until(thread, "Chorus took the link")
        other = await play.ask("ana", f"join {LINK}")
        assert "already asked for" in " ".join(await play.done(other))


async def test_hours_later_the_room_is_that_of_another_meeting(world: World, start: Start) -> None:
    async with start(**NO_GO):
        play = Play(world)
        await doubted(play)
        world.clock.advance(timedelta(seconds=WINDOW + 1))
        await play.until(await play.ask("ben", f"join {LINK}"), "Chorus took the link")


async def test_a_call_that_is_recorded_already_is_not_doubted_afterwards(world: World, start: Start) -> None:
    async with start(**NO_GO):
        play = Play(world)
        await play.until(await play.ask("ana", f"join {LINK}"), "Chorus took the link")
        thread = await play.say("ben", f"interview {LINK}")
        await play.until(thread, "A recorder was already asked for", "by Ana Ruiz")
        other = await play.ask("sam", f"join the interview {LINK}")
        assert "already asked for" in " ".join(await play.done(other))
