"""The checkpointed effects that several stories share: speaking in a thread, and one call to Truto."""

import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from bot.durable import run_id, step
from bot.errors import reference
from bot.slack.blocks import Block
from bot.slack.faults import FAULTS, passing, reason
from bot.slack.modals import TOO_LATE
from bot.slack.speaking import Place
from bot.slack.text import going_on
from bot.whereabouts import Ending, ends
from bot.workflows.house import house
from bot.workflows.settle import ATTEMPTS, Job, Notice, settle_one
from bot.workflows.stopping import to_the_end

log = logging.getLogger(__name__)

SLACK_FAULTS = FAULTS


PATIENCE = 14
"""Attempts to say something in Slack, some quarter of an hour: an answer must not be lost to an outage."""


async def in_full(job: Job, attempts: int = ATTEMPTS) -> dict[str, Any]:
    """Something said, as `settle_one` tries it: whoever stops the run, words are not left half said."""
    with to_the_end():
        return await settle_one(job, attempts=attempts)


async def post(key: str, channel: str, thread: str, text: str, blocks: Sequence[Block]) -> str | None:
    """Post in a thread, once for this key, waiting out an outage of Slack's; None when Slack will not have it."""
    job = partial(_post, key, channel, thread, text, list(blocks))
    return (await in_full(job, PATIENCE)).get("ts")


async def edit(channel: str, ts: str, text: str, blocks: Sequence[Block]) -> bool:
    """Replace a message of ours, waiting out an outage; False when Slack will not have it."""
    return bool((await in_full(partial(_edit, channel, ts, text, list(blocks)), PATIENCE))["ok"])


async def whisper(channel: str, thread: str, user: str, text: str) -> bool:
    """Tell one person privately."""
    return bool((await in_full(partial(_whisper, channel, thread, user, text)))["ok"])


async def remove(channel: str, ts: str) -> bool:
    """Take a message of ours away, waiting out an outage; False when Slack will not have it."""
    return bool((await in_full(partial(_remove, channel, ts), PATIENCE))["ok"])


def telling(click: Mapping[str, Any]) -> Notice:
    """Tells whoever clicked, privately, that it takes longer, and until when."""

    async def notice(pause: float, why: str) -> None:
        if pause >= WORTH_A_WORD:
            said = going_on(why, await clock() + pause)
            await whisper(click["channel"], click["thread"], click["user"], said)

    return notice


WORTH_A_WORD = 10.0
"""Seconds of waiting after a click from which on it is told."""


async def tell_directly(key: str, user: str, said: tuple[str, Sequence[Block]], what: str) -> None:
    """Tell one person in a direct message, once for this key, within a step; that Slack will not have it is logged."""
    speaker = house().speaker
    try:
        await speaker.post(key, Place(await speaker.direct(user)), *said)
    except SLACK_FAULTS as error:
        slack_failure(error, what, 0)


async def open_modal(trigger: str, view: Block, late: str = TOO_LATE) -> dict[str, Any]:
    """
    Open a modal for whoever clicked, within a step: its id, or the sentence for the person. Slack lets one be opened for
    three seconds, so it is not tried again.
    """
    try:
        return {"ok": True, "view": await house().speaker.open_form(trigger, view)}
    except SLACK_FAULTS as error:
        slack_failure(error, "a form", 0)
        return {"ok": False, "say": late}


UNEXPECTED = "Something went wrong on our side, and nothing more was done. Please try again."


@asynccontextmanager
async def apologising(channel: str, thread: str, user: str) -> AsyncIterator[None]:
    """The outermost handler of a story: whatever went wrong is logged, and the person hears of it privately."""
    try:
        yield
    except Exception:
        run = run_id()
        ends(Ending.FAILED)
        log.exception("run %s (reference %s) failed", run, reference(run))
        await whisper(channel, thread, user, f"{UNEXPECTED} Reference {reference(run)}")


@step("post")
async def _post(
    key: str, channel: str, thread: str, text: str, blocks: Sequence[Block], attempt: int
) -> dict[str, Any]:
    try:
        return {"ok": True, "ts": await house().speaker.post(key, Place(channel, thread), text, blocks)}
    except SLACK_FAULTS as error:
        return slack_failure(error, f"the post {key}", attempt)


@step("edit")
async def _edit(channel: str, ts: str, text: str, blocks: Sequence[Block], attempt: int) -> dict[str, Any]:
    try:
        await house().speaker.edit(channel, ts, text, blocks)
    except SLACK_FAULTS as error:
        return slack_failure(error, f"the edit of {ts}", attempt)
    return {"ok": True}


@step("whisper")
async def _whisper(channel: str, thread: str, user: str, text: str, attempt: int) -> dict[str, Any]:
    try:
        await house().speaker.whisper(Place(channel, thread), user, text)
    except SLACK_FAULTS as error:
        return slack_failure(error, "a private note", attempt)
    return {"ok": True}


@step("open direct messages")
async def open_direct(user: str, attempt: int) -> dict[str, Any]:
    """Where to tell one person alone."""
    try:
        return {"ok": True, "channel": await house().speaker.direct(user)}
    except SLACK_FAULTS as error:
        return slack_failure(error, "a question about direct messages", attempt)


@step("remove")
async def _remove(channel: str, ts: str, attempt: int) -> dict[str, Any]:
    try:
        await house().speaker.remove(channel, ts)
    except SLACK_FAULTS as error:
        return slack_failure(error, f"the removal of {ts}", attempt)
    return {"ok": True}


@step("is it shared")
async def is_shared(channel: str) -> bool:
    """Whether another company reads along in a channel; where nobody can tell, it is taken for granted."""
    try:
        return await house().speaker.is_shared(channel)
    except SLACK_FAULTS as error:
        slack_failure(error, "a question about a channel", 0)
        return True


def slack_failure(error: Exception, what: str, attempt: int) -> dict[str, Any]:
    """A failure of Slack's as an outcome: waited out if it may pass."""
    log.error("Slack did not take %s: %s", what, reason(error))
    retry_in = min(120.0, 2.0 * 2.0**attempt) if passing(error) else None
    return {"ok": False, "say": "Slack does not answer just now.", "retry_in": retry_in}


@step("clock")
async def clock() -> float:
    """The time, the same one whenever the run is taken up again."""
    return house().now()
