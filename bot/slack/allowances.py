"""
How often Slack lets us call each of its methods, a little less than it says, kept by all processes on one PostgreSQL.

Two hundred runs at once, by arithmetic. Truto answers 5 calls a second, so runs of ten calls each last 400 s together, and
a thread that shall never be silent for a minute needs a sign every 47 s: 255 a minute in all. Slack gives:

* `chat.update` 50 a minute. Each run closes its plan (200 in 400 s: 30 a minute), which leaves 18 for progress;
* `chat.postEphemeral` 100 a minute: lines to whoever asked, and nobody else's thread gets longer;
* `chat.postMessage` 300 a minute in a workspace, 60 in a channel. 200 first words and 200 answers in 400 s are 60 a minute.

18 + 94 + 220 = 332 signs a minute, more than the 255. So progress is edited where there is room, the longest silent first;
who would fall silent otherwise is told privately; and only then does a thread get a line more. The first minute is the
hardest: 200 first words leave 94 posts, which with 94 private lines and 39 edits are 227 signs for 200 threads.
"""

import asyncio
import copy
import math
import time
from collections.abc import Awaitable, Callable, Sequence

from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.faults import is_limit, retry_after
from tools.turns import Limit, OwnTurns, Patience, Turns

MINUTE, HALF = 61.0, 30.5
"""Slack counts as calls arrive, which is not exactly as they leave: where the limit is low, half of it for half a minute."""

EDIT = Limit("slack:chat.update", 24, HALF)
POST = Limit("slack:chat.postMessage", 294, MINUTE)
WHISPER = Limit("slack:chat.postEphemeral", 98, MINUTE)
START = Limit("slack:chat.startStream", 18, MINUTE)
APPEND = Limit("slack:chat.appendStream", 48, HALF)
STOP = Limit("slack:chat.stopStream", 18, MINUTE)
PEOPLE = Limit("slack:users.info", 48, HALF)
OF_METHODS = (EDIT, POST, WHISPER, START, APPEND, STOP, PEOPLE)
BY_METHOD = {limit.key.partition(":")[2]: limit for limit in OF_METHODS}

PROGRESS = Limit("slack:progress", 4, 6.1)
"""Edits that show progress, spread over the minute; what is left of the edits is for last ones, which stay."""
PRIVATE_LINES = Limit("slack:private lines", 94, MINUTE)
LINES = Limit("slack:lines", 220, MINUTE)

PATIENT = 5
"""Turns that are taken again after a rate limit."""
AT_ONCE = Patience(0.0, 0.0)
AT_LAST = Patience(3600.0, 3600.0)


def in_channel(channel: str) -> Limit:
    """One message per second and channel, more only as a short burst."""
    return Limit(f"slack:post:{channel}", 6, 6.0)


Call = Callable[[], Awaitable[AsyncSlackResponse]]
Waits = Callable[[str, float], None]
"""Hears of a wait as it begins: why, and its seconds."""


def _unheard(why: str, seconds: float) -> None:
    """Nobody counts it."""


class Allowances:
    """Turns at Slack's methods, for one workspace. `hurry`: how many times shorter each wait is than it says."""

    def __init__(self, turns: Turns | None = None, hurry: float = 1.0, waits: Waits = _unheard) -> None:
        self.hurry = hurry
        self.waits = waits
        self._turns = turns or OwnTurns(self.now)
        self._narrowed: dict[str, tuple[str, float]] = {}
        """Of a limit: the narrower one that was held last in its place, and until when."""

    def now(self) -> float:
        """The clock that waits are counted by."""
        return time.monotonic() * self.hurry

    async def turn(self, *limits: Limit) -> None:
        """Wait until one more call may start, and count it."""
        await self.within(math.inf, *limits)

    async def within(self, seconds: float, *limits: Limit) -> bool:
        """The same, unless that is further away than so many seconds: then nothing is counted."""
        patience = AT_LAST if seconds == math.inf else Patience(seconds, seconds)
        while True:
            turn = await self._turns.take(limits, patience)
            if not turn.taken and seconds < math.inf:
                return False
            await self._wait(turn.wait if turn.taken else patience.in_line)
            if turn.taken and not (turn.wait and await self._turns.held(limits)):
                return True  # else somebody was refused while this one waited

    async def free(self, *limits: Limit) -> float:
        """Take a turn if there is one now (0.0); else the seconds until there may be one."""
        turn = await self._turns.take(limits, AT_ONCE)
        return 0.0 if turn.taken else max(turn.wait, 0.1)

    async def refused(self, limit: Limit, seconds: float) -> None:
        """Slack refused a call for now: nobody starts one of these for so many real seconds, whoever has a turn."""
        await self._turns.hold([limit], seconds * self.hurry)

    async def in_turn(self, call: Call, *limits: Limit) -> AsyncSlackResponse:
        """
        One call when it is its turn; after a rate limit it waits for another turn, as everybody does. `limits`: the method's
        first, then narrower ones.
        """
        for _ in range(PATIENT):
            await self.turn(*limits)
            try:
                return await self.heeding(call, *limits)
            except SlackApiError as error:
                if not is_limit(error):
                    raise
        await self.turn(*limits)
        return await self.heeding(call, *limits)

    async def heeding(self, call: Call, *limits: Limit) -> AsyncSlackResponse:
        """One call at once, for whoever has a turn; a rate limit is told to all who share it."""
        try:
            return await call()
        except SlackApiError as error:
            if is_limit(error):
                seconds = retry_after(error.response.headers)
                await self.refused(self._met(limits, seconds), seconds)
            raise

    def _met(self, limits: Sequence[Limit], seconds: float) -> Limit:
        """
        Which limit a refusal is about, since Slack does not say: the narrowest, for one busy channel shall not silence the
        others; but the method's where another channel was refused too, and that wait is not over.
        """
        method, narrow, now = limits[0], limits[-1], self.now()
        key, until = self._narrowed.get(method.key, (narrow.key, now))
        self._narrowed[method.key] = (narrow.key, now + seconds * self.hurry)
        return method if key != narrow.key and now < until else narrow

    async def _wait(self, seconds: float) -> None:
        if seconds > 0:
            self.waits("turn", seconds / self.hurry)
        await self.sleep(seconds)

    async def sleep(self, seconds: float) -> None:
        """Wait, by the same clock."""
        await asyncio.sleep(seconds / self.hurry)


def once(client: AsyncWebClient) -> AsyncWebClient:
    """The same client without any repeating: for whoever waits for turns of their own."""
    alone = copy.copy(client)
    alone.retry_handlers = []
    return alone


class Heeding(AsyncRateLimitErrorRetryHandler):
    """Waits a rate limit out, as the SDK's own handler does, and lets everybody else wait who would meet it too."""

    def __init__(self, allowances: Allowances, tries: int = 5) -> None:
        super().__init__(max_retry_count=tries)
        self._allowances = allowances

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> None:
        limit = BY_METHOD.get(request.url.rsplit("/", 1)[-1])
        if response is not None:
            self._allowances.waits("refusal", retry_after(response.headers))
            if limit:
                await self._allowances.refused(limit, retry_after(response.headers))
        await super().prepare_for_next_attempt_async(
            state=state, request=request, response=response, error=error
        )
