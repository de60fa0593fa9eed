"""Whose turn it is: when calls started that share a limit, kept in this process or, for several, wherever they all look."""

import math
import time
from bisect import insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol


@dataclass(frozen=True)
class Limit:
    """Of all calls that share a key, so many may start within any so many seconds."""

    key: str
    calls: int
    seconds: float


@dataclass(frozen=True)
class Patience:
    """Seconds for which somebody waits without a word: behind others, and after a refusal."""

    in_line: float
    held: float


ENDLESS = Patience(math.inf, math.inf)


@dataclass(frozen=True)
class Turn:
    """A start that was reserved, so many seconds from now; or, where nobody wanted to wait that long, none."""

    wait: float
    taken: bool
    held: bool
    """Somebody was refused, and all wait for that."""


class Turns(Protocol):
    """Where turns are given out. Each method is one question, whoever answers it."""

    async def take(self, limits: Sequence[Limit], patience: Patience) -> Turn:
        """Reserve the first start that every limit allows, unless it is too far away."""

    async def held(self, limits: Sequence[Limit]) -> float:
        """For how many seconds nobody who shares one of these may start."""

    async def hold(self, limits: Sequence[Limit], seconds: float) -> None:
        """Nobody who shares one of these starts for this long."""

    async def restrict(self, limit: Limit) -> None:
        """Keep to a stricter limit than the one so far."""


@dataclass
class _Line:
    limit: Limit
    starts: list[float] = field(default_factory=list)
    """The last ones, in order; as many as the limit counts."""
    held_until: float = -math.inf

    def opens_at(self) -> float:
        full = len(self.starts) >= self.limit.calls
        return self.starts[-self.limit.calls] + self.limit.seconds if full else -math.inf

    def start(self, at: float) -> None:
        insort(self.starts, at)
        del self.starts[: -self.limit.calls]


class OwnTurns:
    """The turns of one process, in its memory."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lines: dict[str, _Line] = {}

    async def take(self, limits: Sequence[Limit], patience: Patience) -> Turn:
        lines, now = self._lines_of(limits), self._now()
        held = max(line.held_until for line in lines) - now
        in_line = max(line.opens_at() for line in lines) - now
        taken = held <= patience.held and in_line <= patience.in_line
        wait = max(held, in_line, 0.0)
        for line in lines if taken else ():
            line.start(now + wait)
        return Turn(wait, taken, held > 0)

    async def held(self, limits: Sequence[Limit]) -> float:
        until = max(line.held_until for line in self._lines_of(limits))
        return max(until - self._now(), 0.0)

    async def hold(self, limits: Sequence[Limit], seconds: float) -> None:
        for line in self._lines_of(limits):
            line.held_until = max(line.held_until, self._now() + seconds)

    async def restrict(self, limit: Limit) -> None:
        for line in self._lines_of([limit]):
            line.limit = stricter(line.limit, limit)

    def _lines_of(self, limits: Iterable[Limit]) -> list[_Line]:
        return [self._lines.setdefault(limit.key, _Line(limit)) for limit in limits]


def stricter(kept: Limit, said: Limit) -> Limit:
    """The limit to keep to from now on. A slower one never allows more at once than there is room for."""
    if said.calls / said.seconds >= kept.calls / kept.seconds:
        return kept
    return replace(said, calls=min(said.calls, kept.calls))
