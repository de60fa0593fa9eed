"""A thread as an agent session: whether somebody is at work in it, which shows Slack's Stop button, and what one may ask."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Protocol

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.faults import FAULTS, is_limit, passing, reason, retry_after
from bot.slack.place import Place
from bot.slack.prompt_words import Prompt

log = logging.getLogger(__name__)

OF_A_MINUTE = 20
"""Sessions that are said to be processing in a minute. Slack takes 50 calls, and each of these needs a second one."""
PATIENCE = 2.0
"""Real seconds that a decoration may take."""
REMEMBERED = 500
"""Direct messages whose prompts are remembered: the same ones are not shown again."""
LATER = 5.0
"""Seconds after which a session is tried again where Slack does not say when."""
NO_AGENT = ("unknown_method", "not_allowed", "missing_scope", "feature_not_enabled", "not_an_agent")
"""Refusals that say of every session what they say of one: the app is not installed as an agent."""


class Sessions(Protocol):
    """The agent sessions of a workspace, or of a terminal, which has none."""

    async def working(self, place: Place, title: str, asker: str) -> bool: ...

    async def resting(self, place: Place) -> float | None: ...

    async def suggest(self, channel: str, prompts: Sequence[Prompt]) -> None: ...

    async def name(self, channel: str) -> str: ...


class NoSessions:
    """Where nobody shows them."""

    async def working(self, place: Place, title: str, asker: str) -> bool:
        return False

    async def resting(self, place: Place) -> float | None:
        return None

    async def suggest(self, channel: str, prompts: Sequence[Prompt]) -> None:
        return None

    async def name(self, channel: str) -> str:
        return ""


class AgentSessions:
    """
    Slack's. Its client must not wait out rate limits: whoever says that work begins has no time for it, and whoever says
    that it has ended comes again.
    """

    def __init__(self, client: AsyncWebClient, now: Callable[[], float] = time.monotonic) -> None:
        self._client, self._now = client, now
        self._begun: deque[float] = deque()
        self._suggested: dict[str, list[Prompt]] = {}
        self._is_agent = True

    async def working(self, place: Place, title: str, asker: str) -> bool:
        """
        Say that a thread is being worked in; it is let go where that fails, or many others begin. Says whether it may be
        shown now. `title` and `asker` count only for a thread's first time.
        """
        if not self._is_agent or not self._may_begin():
            return False
        call = self._client.agents_sessions_setStatus(
            channel_id=place.channel,
            thread_ts=place.thread,
            status="processing",
            title=title,
            initiator_user_id=asker,
        )
        try:
            await asyncio.wait_for(call, PATIENCE)
        except SlackApiError as error:
            self._heard(error)
            return passing(error) and not is_limit(error)
        except (aiohttp.ClientError, TimeoutError):
            return True  # it may have arrived
        return True

    async def resting(self, place: Place) -> float | None:
        """Say that nobody works in a thread any more; the seconds after which to try again, where that failed."""
        if not self._is_agent:
            return None
        call = self._client.agents_sessions_setStatus(
            channel_id=place.channel, thread_ts=place.thread, status="active"
        )
        try:
            await asyncio.wait_for(call, 5 * PATIENCE)
        except SlackApiError as error:
            self._heard(error)
            return retry_after(error.response.headers, LATER) if passing(error) else None
        except (aiohttp.ClientError, TimeoutError):
            return LATER
        return None

    async def suggest(self, channel: str, prompts: Sequence[Prompt]) -> None:
        """Show what one may ask, on the Messages tab of a direct message; it is let go where that fails."""
        if self._suggested.get(channel) == list(prompts):
            return
        shown = [{"title": prompt.title, "message": prompt.message} for prompt in prompts]
        try:
            call = self._client.assistant_threads_setSuggestedPrompts(channel_id=channel, prompts=shown)
            await asyncio.wait_for(call, PATIENCE)
        except FAULTS as error:
            log.info("no prompts were suggested: %s", reason(error))
            return
        self._suggested[channel] = list(prompts)
        if len(self._suggested) > REMEMBERED:
            self._suggested.pop(next(iter(self._suggested)))

    async def name(self, channel: str) -> str:
        """A channel's name; empty where we cannot see it."""
        try:
            answer = await asyncio.wait_for(self._client.conversations_info(channel=channel), PATIENCE)
        except FAULTS:
            return ""
        return str(answer["channel"].get("name") or "")

    def _may_begin(self) -> bool:
        now = self._now()
        while self._begun and self._begun[0] <= now - 60:
            self._begun.popleft()
        if len(self._begun) >= OF_A_MINUTE:
            return False
        self._begun.append(now)
        return True

    def _heard(self, error: SlackApiError) -> None:
        log.info("an agent session was not changed: %s", reason(error))
        self._is_agent = reason(error) not in NO_AGENT
