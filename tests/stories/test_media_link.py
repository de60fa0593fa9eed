"""A recording is watched by a signed link that the asker alone gets: nothing keeps it, and nobody else sees it."""

import logging
from pathlib import Path
from typing import Any

import pytest

from bot.logs import NOISY
from sandbox.claude.replies import tool_use
from sandbox.company import Meeting
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.play import Play

MEDIA = "get_single_chorus_media_by_id"
ASKED = "Where can I watch my last call?"


def last_call(play: Play, name: str = "ana") -> Meeting:
    found = play.world.company.last_finished(play.person(name))
    assert found is not None
    return found


async def ask(play: Play, name: str, meeting: Meeting) -> str:
    """Somebody asks, and Claude calls the tool; returns the thread when it is answered."""
    play.world.claude.script([tool_use(MEDIA, {"id": meeting.id})], "That is all I know.")
    thread = await play.ask(name, ASKED)
    await play.done(thread)
    return thread


def told_to_claude(play: Play) -> str:
    """The result of the tool call as Claude got it."""
    last = play.world.claude.asked[-1].body["messages"][-1]
    return str(last["content"][0]["content"])


def links(play: Play) -> list[str]:
    """The signed addresses that Chorus gave, as the sandbox signed them."""
    answers = (call.answer for call in play.world.truto.calls(MEDIA))
    return [
        answer["download_url"] for answer in answers if isinstance(answer, dict) and "download_url" in answer
    ]


def watching(play: Play, name: str) -> list[str]:
    return [words for words in play.whispers(name) if "Watch the recording" in words]


def files(folder: Path) -> dict[str, bytes]:
    """Everything the bot keeps: its tables and the engine's, with what is not yet written into them."""
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def test_the_asker_alone_gets_the_link_and_claude_hears_until_when_it_works(play: Play) -> None:
    thread = await ask(play, "ana", last_call(play))
    (note,) = watching(play, "ana")
    (link,) = links(play)
    assert f"<{link.replace('&', '&amp;')}|Watch the recording>" in note
    assert play.slack.ephemerals[-1]["thread_ts"] == thread
    assert "private link to the recording" in told_to_claude(play)
    assert "works until 18:00" in told_to_claude(play), "an hour from five in the afternoon in Madrid"
    everybody = "\n".join(text_of(m) for m in play.slack.thread(play.channel, thread))
    assert "media.chorus.example" not in everybody + str([r.body for r in play.world.claude.asked])


async def test_the_link_is_in_no_table_no_checkpoint_and_no_log(
    world: World, start: Start, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for noisy in NOISY:  # as the command has them
        caplog.set_level(logging.WARNING, logger=noisy)
    caplog.set_level(logging.DEBUG)
    async with start():
        play = Play(world)
        thread = await ask(play, "ana", last_call(play))
        (link,) = links(play)
        world.truto.options.media = "elsewhere"
        await ask(play, "ana", last_call(play))
    secret = link.rpartition("sig=")[2]
    kept = files(tmp_path)
    every = b"".join(kept.values())
    assert thread.encode() in every, "this is where things are kept"
    assert {"chorister.sqlite", "engine.sqlite"} <= kept.keys()
    assert secret.encode() not in every
    assert b"media.chorus.example" not in every
    assert "/proxy/media/" in caplog.text, "the log is listened to"
    assert secret not in caplog.text


async def test_who_may_not_read_the_call_gets_no_link_and_none_is_asked_for(play: Play) -> None:
    await ask(play, "dev", last_call(play, "ana"))
    assert watching(play, "dev") == []
    assert play.world.truto.calls(MEDIA) == []
    assert "may not read it" in told_to_claude(play)


@pytest.mark.parametrize("manner", ["file", "elsewhere"])
async def test_a_file_in_place_of_the_link_is_left_where_it_is(play: Play, manner: Any) -> None:
    play.world.truto.options.media, play.world.truto.options.media_bytes = manner, 500_000_000
    await ask(play, "ana", last_call(play))
    assert watching(play, "ana") == []
    assert "not read" in told_to_claude(play) or "not followed" in told_to_claude(play)
    assert sum(call.media_bytes for call in play.world.truto.calls(MEDIA)) < 5_000_000


async def test_a_private_note_that_slack_refuses_is_said_to_have_not_arrived(play: Play) -> None:
    play.slack.faults.add("user_not_in_channel", match="chat.postEphemeral", times=None)
    await ask(play, "ana", last_call(play))
    assert watching(play, "ana") == []
    assert "did not arrive, so nobody got the link" in told_to_claude(play)


async def test_a_private_note_is_tried_again_with_a_fresh_link_when_slack_comes_back(play: Play) -> None:
    play.slack.faults.add("500", match="chat.postEphemeral", times=4)
    await ask(play, "ana", last_call(play))
    assert len(watching(play, "ana")) == 1
    assert len(links(play)) == 2, "it was not kept, so it had to be asked for again"
    assert "private link" in told_to_claude(play)


async def test_in_a_direct_message_the_link_is_a_private_note_all_the_same(play: Play) -> None:
    direct = Play(play.world, play.slack.dm(play.person("ana")))
    await ask(direct, "ana", last_call(play))
    assert len(watching(play, "ana")) == 1
    assert play.slack.ephemerals[-1]["channel"] == direct.channel


async def test_a_recording_that_is_not_there_yet_is_a_sentence(play: Play) -> None:
    play.world.truto.faults.add("404", match=MEDIA)
    await ask(play, "ana", last_call(play))
    assert watching(play, "ana") == []
    assert "no such thing" in told_to_claude(play)
