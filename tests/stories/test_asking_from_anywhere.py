"""Ask Chorister, the shortcut that is there wherever somebody is: a form, and the answer in their direct messages."""

import asyncio
from typing import Any

from bot.slack import ask_words
from handlers.shortcuts import ASK
from sandbox.slack.render import lines_of, text_of
from tests.play import JOIN, Play

FIELD = (ask_words.REQUEST, "value")


async def form(play: Play, who: str) -> dict[str, Any]:
    """Take the shortcut and wait for what opens."""
    await play.slack.shortcut(who, None, None, ASK)
    return await play.slack.wait_for(lambda: play.slack.modal(who))


async def test_a_request_is_quoted_and_answered_in_direct_messages_once(play: Play) -> None:
    ana = play.person("ana")
    shown = await form(play, ana.slack_id)
    assert "What do you need?" in "\n".join(lines_of(shown["blocks"]))
    empty = await play.slack.submit(ana, shown["id"], {FIELD: "  "})
    assert empty["errors"] == {ask_words.REQUEST: ask_words.EMPTY}
    both = (
        play.slack.submit(ana, shown["id"], {FIELD: "Get Chorus into https://zoom.us/j/987654321"})
        for _ in range(2)
    )
    assert await asyncio.gather(*both) == [{}, {}]
    direct = Play(play.world, play.slack.dm(ana))
    begun = await play.slack.wait_for(lambda: direct.slack.messages(direct.channel))
    assert text_of(begun[0]).startswith("You asked:\n> Get Chorus into https://zoom.us/j/987654321")
    await direct.until(begun[0]["ts"], "Chorus took the link")
    await direct.done(begun[0]["ts"])
    assert (
        len(
            [
                m
                for m in direct.slack.messages(direct.channel)
                if not m.get("thread_ts") or m["ts"] == m["thread_ts"]
            ]
        )
        == 1
    )
    assert len(play.world.truto.calls(JOIN)) == 1
    assert play.slack.messages(play.channel) == []


async def test_a_guest_reads_who_may_ask_and_a_form_that_fails_is_a_word(play: Play) -> None:
    shown = await form(play, "UGUEST0001")
    assert "only available to full members" in "\n".join(lines_of(shown["blocks"]))
    play.slack.faults.add("error", match="views.open", error="expired_trigger_id")
    await play.slack.shortcut(play.person("ana"), None, None, ASK)
    direct = play.slack.dm(play.person("ana"))
    (told,) = await play.slack.wait_for(lambda: play.slack.messages(direct))
    assert text_of(told) == ask_words.TOO_LATE
