"""A long answer appears while Claude writes it, and stands once and whole in the end, whatever happens on the way."""

from typing import Any

import pytest

from bot.slack.session_words import CUT_SHORT
from sandbox.claude.replies import text, tool_use
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.play import Play
from tests.stories.test_a_channel_is_an_audience import RANDOM, reads_last_call

SENTENCE = "The buyer asked about the price, and nobody answered them until the very end of the call. "
LONG = "\n\n".join(f"{n}. {SENTENCE * 3}" for n in range(1, 9))
START, APPEND, STOP = (f"chat.{what}Stream" for what in ("start", "append", "stop"))


@pytest.fixture
def play(play: Play) -> Play:
    """The same, with a Claude that falls silent in the middle of its answer until it is released."""
    play.world.claude.faults.add("silence", events=40)
    return play


async def streamed(play: Play, thread: str) -> dict[str, Any]:
    """The message that is being written: it carries no key yet."""

    def found() -> dict[str, Any] | None:
        return next((m for m in play.replies(thread) if "metadata" not in m), None)

    return await play.slack.wait_for(found, timeout=play.patience)


def stands_once(play: Play, thread: str) -> bool:
    """Whether the whole answer is there, and nothing but the plan besides."""
    plan, answer = play.replies(thread)
    assert plan["blocks"][0]["type"] == "plan"
    told = "".join(block["text"]["text"] for block in answer["blocks"] if block["type"] == "section")
    assert "".join(told.split()) == "".join(LONG.split())
    assert "metadata" in answer
    return " ".join(answer["text"].split()).startswith(" ".join(LONG.split()))


async def test_an_answer_arrives_in_pieces_and_ends_whole(play: Play) -> None:
    play.world.claude.script(LONG)
    thread = await play.ask("ana", "what happened?")
    half = await streamed(play, thread)
    assert text_of(half).startswith("1. The buyer")
    assert "8. The buyer" not in text_of(half)
    (start,) = play.slack.calls(START)
    person = play.person("ana").slack_id
    assert (start.args["recipient_user_id"], start.args["recipient_team_id"]) == (person, play.slack.team_id)
    play.world.claude.release()
    await play.done(thread)
    assert stands_once(play, thread)
    assert play.replies(thread)[1]["ts"] == half["ts"]
    assert play.slack.status(play.channel, thread) == "active"


async def test_words_before_a_call_of_tools_are_taken_away_again(play: Play) -> None:
    play.world.claude.script([text(LONG), tool_use("list_all_chorus_me")], "That is all.")
    thread = await play.ask("ana", "who am I?")
    await streamed(play, thread)
    play.world.claude.release()
    said = await play.done(thread)
    assert len(said) == 2, "the plan and the answer"
    assert said[1].startswith("That is all.")


async def test_an_answer_that_breaks_off_is_taken_away_and_said_anew(play: Play) -> None:
    play.world.claude.faults.clear()
    play.world.claude.faults.add("cut", events=60, clean=True)
    play.world.claude.script(LONG, LONG)
    thread = await play.ask("ana", "what happened?")
    await play.done(thread)
    assert stands_once(play, thread)
    assert all(call.ok for call in play.slack.journal)


@pytest.mark.parametrize(
    "fault, match",
    [("error", START), ("429", START), ("lost_reply", START), ("error", APPEND), ("500", STOP)],
)
async def test_whatever_slack_does_to_the_stream_the_answer_stands_once(
    play: Play, fault: str, match: str
) -> None:
    more = {"error": "message_not_in_streaming_state" if match == APPEND else "restricted_action"}
    play.slack.faults.add(fault, match=match, **more)
    play.world.claude.script(LONG)
    thread = await play.ask("ana", "what happened?")
    await play.slack.wait_for(lambda: play.slack.calls(START), timeout=play.patience)
    play.world.claude.release()
    await play.done(thread)
    assert stands_once(play, thread)


async def test_a_stream_that_slack_gave_up_ends_whole(play: Play) -> None:
    play.world.claude.script(LONG)
    thread = await play.ask("ana", "what happened?")
    await streamed(play, thread)
    play.world.clock.advance(301)
    play.world.claude.release()
    await play.done(thread)
    assert stands_once(play, thread)


async def test_a_stop_takes_back_what_was_half_said(play: Play) -> None:
    play.world.claude.script(LONG)
    thread = await play.ask("ana", "what happened?")
    await streamed(play, thread)
    await play.slack.stop_session(play.person("ana"), play.channel, thread)
    await play.until(thread, "Stopped by")
    await play.slack.wait_for(lambda: play.slack.status(play.channel, thread) == "active")
    assert not any("The buyer" in said for said in play.texts(thread))


@pytest.mark.parametrize("fault, more", [("error", {"error": "cant_delete_message"}), ("500", {})])
async def test_a_stop_is_said_first_and_where_half_an_answer_cannot_go_it_says_what_it_is(
    play: Play, fault: str, more: dict[str, str]
) -> None:
    play.world.claude.script(LONG)
    thread = await play.ask("ana", "what happened?")
    half = await streamed(play, thread)
    play.slack.faults.add(fault, match="chat.delete", times=None, **more)
    await play.slack.stop_session(play.person("ana"), play.channel, thread)
    await play.slack.wait_for(lambda: play.slack.calls("chat.delete"))
    assert "Stopped by" in play.texts(thread)[-1]
    await play.slack.wait_for(lambda: play.slack.status(play.channel, thread) == "active")
    (left,) = [m for m in play.replies(thread) if m["ts"] == half["ts"]]
    assert text_of(left) == CUT_SHORT


async def test_where_a_guest_reads_along_nothing_of_a_call_is_streamed(play: Play) -> None:
    play.world.claude.faults.clear()
    await play.slack.invite(play.person("rosa"), RANDOM)
    mixed = Play(play.world, RANDOM)
    reads_last_call(mixed, LONG)
    thread = await mixed.ask("ana", "what happened?")
    await mixed.done(thread)
    assert mixed.slack.calls(START) == []
    assert not any("The buyer" in said for said in mixed.texts(thread))


async def test_streaming_can_be_switched_off(world: World, start: Start) -> None:
    async with start(CHORISTER_STREAM="off"):
        play = Play(world)
        world.claude.script(LONG)
        thread = await play.ask("ana", "what happened?")
        await play.done(thread)
    assert stands_once(play, thread)
    assert world.slack.calls(START) == []
