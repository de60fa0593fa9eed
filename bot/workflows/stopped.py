"""The end of a stopped run: the conversation stays sound, and the thread says what was done and what was not."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from bot.durable import step
from bot.slack.recorder_words import plain
from bot.slack.session_words import CUT_SHORT, stopped, stopped_plan
from bot.slack.speaking import Place
from bot.slack.streams import Streams
from bot.whereabouts import Ending, ends
from bot.workflows.answering import close_at_last, close_soon
from bot.workflows.house import house
from bot.workflows.opening import closing
from bot.workflows.run import Run
from bot.workflows.said_aloud import answer_key
from bot.workflows.steps import PATIENCE, SLACK_FAULTS, in_full, post, slack_failure

TRIES = 3
"""Attempts to delete half an answer, before other words are put in its place."""


async def say_stopped(run: Run, key: str, *, decided: bool) -> None:
    """Close what is open, and say so once; nothing that Slack does not let us tidy up keeps that waiting."""
    ends(Ending.STOPPED)
    by = await close_conversation(run.conversation, key)
    run.progress.plan = stopped_plan(run.progress.plan)
    is_closed = await close_soon(run)
    said = stopped(by, run.deeds, decided=decided)
    await post(f"{run.id}:stopped", run.place.channel, run.place.thread, *said)
    await _take_back(run)
    if not is_closed:
        await close_at_last(run)


async def _take_back(run: Run) -> None:
    """An answer that was being written when the run was stopped goes: half of it may say the contrary of the whole."""
    where = run.id, run.place.channel, run.place.thread
    if not (await in_full(partial(delete_half, *where), TRIES))["ok"]:
        await in_full(partial(cover_half, *where), PATIENCE)


@step("take back")
async def delete_half(run: str, channel: str, thread: str, attempt: int) -> dict[str, Any]:
    """Delete what was streamed."""
    key, place = answer_key(run), Place(channel, thread)
    return await _tidied(lambda streams: streams.drop_all(key, place), attempt)


@step("cover half an answer")
async def cover_half(run: str, channel: str, thread: str, attempt: int) -> dict[str, Any]:
    """Where it stays, it says what became of it."""
    key, place = answer_key(run), Place(channel, thread)
    return await _tidied(lambda streams: streams.cover_all(key, place, *plain(CUT_SHORT)), attempt)


async def _tidied(deed: Callable[[Streams], Awaitable[None]], attempt: int) -> dict[str, Any]:
    streams = house().speaker.streams
    try:
        if streams:
            await deed(streams)
    except SLACK_FAULTS as error:
        return slack_failure(error, "a half-written answer", attempt)
    return {"ok": True}


@step("close conversation")
async def close_conversation(conversation: str, key: str) -> str:
    """Answer open calls, so that the next turn may follow; returns who stopped the run."""
    here = house()
    n = await here.conversations.count(conversation)
    last = await here.conversations.read(conversation, n, since=n - 1)
    for message in closing(last):
        n = await here.conversations.append(conversation, n, message)
    return await stopper(key)


@step("who stopped it")
async def who_stopped(key: str) -> str:
    """The same where nothing was said to Claude yet."""
    return await stopper(key)


async def stopper(key: str) -> str:
    work = await house().works.get(key)
    return (work.stopped_by if work else None) or ""
