"""How long to wait after a refusal, what may be repeated, and how to keep under a known limit."""

import asyncio
import math
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from tools.errors import RateLimited, Unavailable, UpstreamError

SHORTEST, LONGEST = 1.0, 600.0
"""Seconds: no header may make us wait less ("go now" is never true) or more."""

BACKOFF_BASE, BACKOFF_CAP = 2.0, 60.0

EPOCH, EPOCH_MS = 1e9, 1e11
"""Above these, "seconds" are really a date: Truto documents a delta, its own article a timestamp."""

RETRIABLE_WRITES = frozenset({429, 502, 504})


def wait_from_headers(headers: Mapping[str, str], now: datetime, attempt: int) -> float:
    """Seconds to wait after a 429. `attempt` counts from 0 and matters only where no header is usable."""
    by_name = {name.lower(): value for name, value in headers.items()}
    for name in ("retry-after", "ratelimit-reset"):
        wait = _seconds(by_name.get(name, ""), now)
        if wait is not None and wait > 0:
            return _clamp(wait)
    window = limit_of(by_name)[1]
    return _clamp(window or min(BACKOFF_CAP, BACKOFF_BASE * 2.0 ** min(attempt, 10)))


def limit_of(headers: Mapping[str, str]) -> tuple[int | None, float | None]:
    """The limit and its window in seconds, as in "110;w=10"; None for what is not said."""
    limit, _, rest = headers.get("ratelimit-limit", "").partition(";")
    number = _number(limit)
    for part in rest.split(";"):
        name, _, value = part.strip().partition("=")
        window = _number(value)
        if name == "w" and window and number:
            return int(number), window
    return (int(number) if number else None), None


def may_retry(error: UpstreamError, method: str, has_key: bool) -> bool:
    """Whether the same call may be sent again; one with an effect needs a key and a good reason."""
    if not isinstance(error, RateLimited | Unavailable):
        return False
    if method in ("GET", "get", "list"):
        return True
    never_sent = error.status is None and not error.maybe_done
    return has_key and (error.status in RETRIABLE_WRITES or never_sent)


def _clamp(seconds: float) -> float:
    return max(SHORTEST, min(LONGEST, seconds))


def _number(text: str) -> float | None:
    """The positive number at the start of a header, also of "45;w=60"; None for anything else."""
    try:
        number = float(text.partition(";")[0].strip())
    except ValueError:
        return None
    return number if math.isfinite(number) and number > 0 else None


def _seconds(text: str, now: datetime) -> float | None:
    """Seconds from now, read from a delta, an epoch in seconds or milliseconds, or an HTTP date."""
    number = _number(text)
    if number is not None:
        if number < EPOCH:
            return number
        return (number if number < EPOCH_MS else number / 1000) - now.timestamp()
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return ((when if when.tzinfo else when.replace(tzinfo=UTC)) - now).total_seconds()


class Pace:
    """Lets calls start in order, never more than `limit` in any `window` seconds."""

    def __init__(
        self,
        limit: int = 50,
        window: float = 10.0,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        *,
        today: Callable[[], datetime] = lambda: datetime.now(UTC),
        margin: float = 0.02,
    ) -> None:
        self._limit = limit
        # The other side counts arrivals: a late first call and a prompt last one are closer than they left.
        self._window = window * (1 + margin)
        self._margin = margin
        self._now, self._sleep, self._today = now, sleep, today
        self._starts: deque[float] = deque()
        self._not_before = -math.inf
        self._queue = asyncio.Lock()

    async def turn(self) -> None:
        """Wait until one more call may start, and count it."""
        async with self._queue:
            while (wait := self._opens_at() - self._now()) > 0:
                await self._sleep(wait)
            self._starts.append(self._now())

    def hold(self, seconds: float) -> None:
        """Nobody starts for this long: somebody was refused."""
        self._not_before = max(self._not_before, self._now() + seconds)

    def learn(self, headers: Mapping[str, str]) -> None:
        """Follow what an answer says of the limit: a stricter one is kept, a spent one is waited out."""
        by_name = {name.lower(): value for name, value in headers.items()}
        limit, window = limit_of(by_name)
        if limit and window and limit / window < self._limit / self._window:
            self._limit, self._window = limit, window * (1 + self._margin)
        wait = _seconds(by_name.get("ratelimit-reset", ""), self._today())
        if by_name.get("ratelimit-remaining", "").strip() == "0" and wait and wait > 0:
            self.hold(_clamp(wait))

    def _opens_at(self) -> float:
        now = self._now()
        while self._starts and self._starts[0] + self._window <= now:
            self._starts.popleft()
        full = len(self._starts) >= self._limit
        return max(self._not_before, self._starts[-self._limit] + self._window if full else -math.inf)
