"""The checkpointed effects that several stories share: speaking in a thread, and one call to Truto."""

import logging
from collections.abc import Sequence
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.durable import step
from bot.slack.blocks import Block
from bot.slack.speaking import Place
from bot.workflows.house import house
from tools.requests import Request

log = logging.getLogger(__name__)

SLACK_FAULTS = (SlackApiError, aiohttp.ClientError, TimeoutError)


@step("post")
async def post(key: str, channel: str, thread: str, text: str, blocks: Sequence[Block]) -> str | None:
    """Post in a thread, once for this key; None when Slack will not have it."""
    try:
        return await house().speaker.post(key, Place(channel, thread), text, blocks)
    except SLACK_FAULTS as error:
        log.error("Slack did not take the post %s: %s", key, _why(error))
        return None


@step("edit")
async def edit(channel: str, ts: str, text: str, blocks: Sequence[Block]) -> bool:
    """Replace a message of ours; False when Slack will not have it."""
    try:
        await house().speaker.edit(channel, ts, text, blocks)
    except SLACK_FAULTS as error:
        log.error("Slack did not take the edit of %s: %s", ts, _why(error))
        return False
    return True


@step("whisper")
async def whisper(channel: str, thread: str, user: str, text: str) -> bool:
    """Tell one person privately."""
    try:
        await house().speaker.whisper(Place(channel, thread), user, text)
    except SLACK_FAULTS as error:
        log.error("Slack did not take a private note: %s", _why(error))
        return False
    return True


@step("clock")
async def clock() -> float:
    """The time, the same one whenever the run is taken up again."""
    return house().now()


@step("truto")
async def truto(
    resource: str,
    method: str,
    id: str | None,
    query: dict[str, Any],
    body: dict[str, Any] | None,
    key: str | None,
    attempt: int,
) -> dict[str, Any]:
    """One call to Truto as an outcome."""
    return dict(await house().desk.run(Request(resource, method, id, query, body), key=key, attempt=attempt))


def _why(error: Exception) -> str:
    return str(error.response.get("error")) if isinstance(error, SlackApiError) else type(error).__name__
