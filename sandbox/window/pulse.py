"""Noticing that something changed in the world, so that the pages look again."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from sandbox.world import World

Wait = Callable[[Callable[[], bool], float], Awaitable[Any]]
FOR_EVER = 10.0**9


class Pulse:
    """A number that grows whenever the sandbox's Slack, Truto or Claude has something new."""

    def __init__(self, world: World) -> None:
        self.beat = 0
        self._world = world
        self._next = asyncio.Event()
        self._over = False

    async def run(self) -> None:
        """Listen until cancelled."""
        world = self._world
        waits: tuple[Wait, ...] = (world.slack.changes.until, world.truto.book.until, world.claude.wait_for)
        await asyncio.gather(*(self._listen(wait) for wait in waits))

    def end(self) -> None:
        """Let nobody wait any longer."""
        self._over = True
        self._next.set()

    async def after(self, beat: int, seconds: float) -> int | None:
        """Return the number as soon as it is past `beat`, or when `seconds` are over; None when this is the end."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.beat <= beat and not self._over:
                    await self._next.wait()
        return None if self._over else self.beat

    def happened(self) -> None:
        """Count one more change."""
        self.beat += 1
        woken, self._next = self._next, asyncio.Event()
        woken.set()

    async def _listen(self, wait: Wait) -> None:
        while True:
            await wait(second_look(), FOR_EVER)
            self.happened()


def second_look() -> Callable[[], bool]:
    """Return a predicate that holds from the second time it is asked: it is asked again when something has changed."""
    looks = itertools.count()
    return lambda: next(looks) > 0
