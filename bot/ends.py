"""Waiting for other runs of the engine: one question for all who wait, however many they are."""

import asyncio
import contextlib
import contextvars
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

LOOK = 0.1
"""Seconds between two looks at a few runs."""
A_LOOK = 500
"""So many runs make that a second."""


class Ends:
    """The runs whose end this process waits for. `ended` says which of some have ended."""

    def __init__(self, ended: Callable[[list[str]], Awaitable[set[str]]]) -> None:
        self._ended = ended
        self._waited: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._looking: asyncio.Task[None] | None = None

    async def of(self, key: str) -> None:
        """Wait until the run of this key has ended."""
        event = self._waited[key]
        if self._looking is None or self._looking.done():
            # Else whoever waits first would be taken for the one who asks, and the answers be written into its run.
            nobodys = contextvars.Context()
            self._looking = asyncio.get_running_loop().create_task(self._look_out(), context=nobodys)
        await event.wait()

    async def close(self) -> None:
        """Look no more."""
        if self._looking:
            self._looking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._looking

    async def _look_out(self) -> None:
        while self._waited:
            try:
                for key in await self._ended([*self._waited]):
                    self._waited.pop(key).set()
            except Exception:
                log.exception("nobody can tell which runs have ended; asking again")
            await asyncio.sleep(max(LOOK, len(self._waited) / A_LOOK))
