"""What the server received and answered, and waiting for it without polling."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeVar

T = TypeVar("T")


@dataclass
class Request:
    """One request as it came in, and its answer once there is one."""

    n: int
    at: datetime
    method: str
    path: str
    headers: dict[str, str]
    body: Any
    status: int | None = None
    response: Any = None
    request_id: str = ""
    fault: str | None = None
    span: tuple[float, float] = (0.0, 0.0)
    """When it came and when its answer was out, in seconds of time.perf_counter."""


@dataclass
class Journal:
    """Every request in order; whoever waits is woken at each change."""

    entries: list[Request] = field(default_factory=list)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def add(self, entry: Request) -> None:
        """Writes a request down."""
        self.entries.append(entry)
        await self.touch()

    async def touch(self) -> None:
        """Wakes everybody who waits."""
        async with self._changed:
            self._changed.notify_all()

    async def wait_for(self, predicate: Callable[[], T | Literal[False] | None], within: float) -> T:
        """The predicate's value as soon as it is true; an AssertionError when it stays false."""
        try:
            async with asyncio.timeout(within), self._changed:
                while not (found := predicate()):
                    await self._changed.wait()
                return found
        except TimeoutError:
            raise AssertionError(self._explained(within)) from None

    def _explained(self, within: float) -> str:
        lines = [f"{e.n}: {e.method} {e.path} -> {e.status} {e.fault or ''}" for e in self.entries[-10:]]
        return f"not so within {within} s; last requests to Claude:\n" + "\n".join(lines or ["none"])
