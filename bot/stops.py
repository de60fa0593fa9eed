"""What of this process's work was stopped: known at once where the click lands here, else within half a second."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterable

from sqlalchemy.exc import SQLAlchemyError

from bot.store.works import Works

log = logging.getLogger(__name__)

LOOK = 0.5
"""Real seconds between the looks for what was stopped elsewhere."""


class Stops:
    """The runs that this process has under way, each with an event that is set once it is stopped."""

    def __init__(self, works: Works) -> None:
        self._works = works
        self._watched: dict[str, asyncio.Event] = {}
        self._looking: asyncio.Task[None] | None = None

    @contextlib.asynccontextmanager
    async def watched(self, key: str) -> AsyncIterator[asyncio.Event]:
        """While a run is under way here: the event of its being stopped, also if that was before."""
        event = self._watched[key] = asyncio.Event()
        if self._looking is None or self._looking.done():
            self._looking = asyncio.get_running_loop().create_task(self._look_out())
        try:
            yield event
        finally:
            self._watched.pop(key, None)

    def tell(self, keys: Iterable[str]) -> None:
        """These were stopped."""
        for key in keys:
            if event := self._watched.get(key):
                event.set()

    async def close(self) -> None:
        """Look no more."""
        if self._looking:
            self._looking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._looking

    async def _look_out(self) -> None:
        """One look for all runs at once; a database that is away is asked again."""
        while self._watched:
            try:
                self.tell(await self._works.stopped())
            except SQLAlchemyError:
                log.exception("nobody can tell what was stopped")
            await asyncio.sleep(LOOK)
