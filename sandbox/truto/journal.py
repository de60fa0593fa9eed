"""Every request the server received, and a way to wait until something is true of them."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeVar

from sandbox.clock import Clock

T = TypeVar("T")


@dataclass
class Call:
    """One request. `status` is 0 until the answer is known, and stays 0 when the connection was reset."""

    n: int
    at: datetime
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any
    status: int = 0
    tool: str | None = None
    answer: Any = field(default=None, repr=False)
    media_bytes: int = 0
    span: tuple[float, float] = (0.0, 0.0)
    """When it came and when its answer was ready, in seconds of time.perf_counter."""


class Journal:
    """Keeps the calls in order and wakes whoever waits for a change.

    `next_change` tells when something will change by itself, so that a wait needs no polling.
    """

    def __init__(self, clock: Clock, next_change: Callable[[], datetime | None]) -> None:
        self.calls: list[Call] = []
        self._clock, self._next_change = clock, next_change
        self._waiters: set[asyncio.Event] = set()
        clock.on_advance(self.changed)

    def changed(self) -> None:
        """Have every waiting assertion look again."""
        for waiter in self._waiters:
            waiter.set()

    async def until(self, predicate: Callable[[], T | Literal[False] | None], seconds: float) -> T:
        """Return the predicate's first truthy value; fail with the last calls after real `seconds`."""
        waiter = asyncio.Event()
        self._waiters.add(waiter)
        try:
            async with asyncio.timeout(seconds):
                while not (value := predicate()):
                    await self._pause(waiter)
                return value
        except TimeoutError:
            raise AssertionError(f"Truto waited {seconds} s in vain. {self._recent()}") from None
        finally:
            self._waiters.discard(waiter)

    async def _pause(self, waiter: asyncio.Event) -> None:
        moment = self._next_change()
        with suppress(TimeoutError):
            await asyncio.wait_for(waiter.wait(), self._clock.real_seconds_until(moment) if moment else None)
        waiter.clear()

    def _recent(self) -> str:
        lines = [f"{call.n}. {call.method} {call.path} -> {call.status}" for call in self.calls[-8:]]
        return "Last calls: " + ("; ".join(lines) or "none")
