"""Waiting until something is true of the workspace, without polling."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Changes:
    """Tells everybody who waits that something has happened, so that they look again."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def happened(self) -> None:
        """Wake all who wait. Cheap, and safe to call from anywhere in the loop's thread."""
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)

    async def until(self, predicate: Callable[[], T | None], seconds: float) -> T | None:
        """Return the predicate's first truthy answer, or None when `seconds` of real time went by."""
        try:
            async with asyncio.timeout(seconds):
                while not (answer := predicate()):
                    await self._next()
                return answer
        except TimeoutError:
            return predicate() or None

    async def _next(self) -> None:
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        try:
            await waiter
        finally:
            self._waiting.discard(waiter)
