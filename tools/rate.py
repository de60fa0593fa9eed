"""How long to wait after a refusal, what may be repeated, and how to keep under a known limit."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from tools.errors import Blame, RateLimited, Unavailable, UpstreamError
from tools.turns import ENDLESS, Limit, OwnTurns, Patience, Turn, Turns, stricter

SHORTEST, LONGEST = 1.0, 86_400.0
"""Seconds: no header may make us wait less ("go now" is never true). A day is more than any limit counts over."""

LONG = 600.0
"""Seconds of a wait from which on a person wants to read the time, not the seconds."""

BACKOFF_BASE, BACKOFF_CAP = 2.0, 60.0

EPOCH, EPOCH_MS = 1e9, 1e11
"""Above these, "seconds" are really a date: Truto documents a delta, its own article a timestamp."""

RETRIABLE_WRITES = frozenset({429, 502, 504})


def wait_from_headers(headers: Mapping[str, str], now: datetime, attempt: int) -> float:
    """Seconds to wait after a 429. `attempt` counts from 0 and matters only where no header is usable."""
    by_name = _lower(headers)
    for name in ("retry-after", "ratelimit-reset"):
        wait = _seconds(by_name.get(name, ""), _their_time(by_name, now))
        if wait is not None and wait > 0:
            return _clamp(wait)
    window = limit_of(by_name)[1]
    return _clamp(window or min(BACKOFF_CAP, BACKOFF_BASE * 2.0 ** min(attempt, 10)))


def wait_when_spent(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds until a limit opens again that this answer used up; None if it did not, or does not say until when."""
    by_name = _lower(headers)
    wait = _seconds(by_name.get("ratelimit-reset", ""), _their_time(by_name, now))
    spent = by_name.get("ratelimit-remaining", "").partition(";")[0].strip() == "0"
    return _clamp(wait) if spent and wait and wait > 0 else None


def slow_down(who: str, wait: float, now: datetime) -> str:
    """The sentence about a wait: its seconds, or for a long one its minutes and the time at which it ends."""
    if wait < LONG:
        return f"{who} asks us to slow down for {wait:.0f} seconds."
    until = now + timedelta(seconds=wait)
    day = "" if until.date() == now.date() else f" on {until:%-d %B}"
    return f"{who} asks us to wait for {math.ceil(wait / 60)} minutes, until {until:%H:%M} UTC{day}."


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
    if error.status is None and error.retry_after is not None:  # it was us who kept it back
        return True
    if method in ("GET", "get", "list"):
        return True
    never_sent = error.status is None and not error.maybe_done
    return has_key and (error.status in RETRIABLE_WRITES or never_sent)


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _their_time(by_name: Mapping[str, str], now: datetime) -> datetime:
    """The time by the clock of whoever answered: theirs is the one that their dates are meant by."""
    return _http_date(by_name.get("date", "")) or now


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
    when = _http_date(text)
    return (when - now).total_seconds() if when else None


def _http_date(text: str) -> datetime | None:
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


class Pace:
    """Lets the calls of one account start in order, never more than its limits allow, wherever turns are given out."""

    def __init__(
        self,
        limit: int = 50,
        window: float = 10.0,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        *,
        key: str = "account",
        shared: Sequence[Limit] = (),
        turns: Turns | None = None,
        patience: Patience = ENDLESS,
        today: Callable[[], datetime] = lambda: datetime.now(UTC),
        margin: float = 0.02,
    ) -> None:
        # The other side counts arrivals: a late first call and a prompt last one are closer than they left.
        self._margin = 1 + margin
        self._own, self._shared = Limit(key, limit, window * self._margin), shared
        self._turns = turns or OwnTurns(now)
        self._sleep, self._patience, self._today = sleep, patience, today

    @property
    def _all(self) -> tuple[Limit, ...]:
        return (self._own, *self._shared)

    async def turn(self) -> None:
        """Wait until one more call may start, and count it. Raises RateLimited where that is too long for silence."""
        turn = await self._turns.take(self._all, self._patience)
        if not turn.taken:
            raise self._too_long(turn)
        wait = turn.wait
        while wait > 0:
            await self._sleep(wait)
            # Somebody may have been refused in the meantime.
            wait = await self._turns.held(self._all)
            if wait > self._patience.held:
                raise self._too_long(Turn(wait, taken=False, held=True))

    async def hold(self, seconds: float, by: Blame = "vendor") -> None:
        """Nobody starts for this long: somebody was refused. Truto does not say for which of its limits."""
        await self._turns.hold([self._own] if by == "vendor" else self._all, seconds)

    async def learn(self, headers: Mapping[str, str]) -> None:
        """Follow what an answer says of the limit: a stricter one is kept, a spent one is waited out."""
        limit, window = limit_of(_lower(headers))
        said = Limit(self._own.key, limit, window * self._margin) if limit and window else self._own
        if (kept := stricter(self._own, said)) != self._own:
            self._own = kept
            await self._turns.restrict(kept)
        if wait := wait_when_spent(headers, self._today()):
            await self.hold(wait)

    def _too_long(self, turn: Turn) -> RateLimited:
        if turn.held:
            say, blame = slow_down("Chorus or Truto", turn.wait, self._today()), _HELD
        else:
            say = f"Many requests wait for their turn at Truto, this one for {turn.wait:.0f} seconds."
            blame = IN_LINE
        return RateLimited(say, retry_after=turn.wait, status=None, blame=blame)


_HELD: Blame = "truto"
IN_LINE: Blame = "pace"
"""Whom a call blames that asked nobody: it is no attempt."""
