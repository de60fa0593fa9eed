"""A process that closes starts no new step, and waits for those that run."""

import asyncio
import contextlib
from collections.abc import Iterator


class Gate:
    """Whether steps may start, whether any is running, and how fast waits pass: what this process has to know."""

    def __init__(self, hurry: float = 1.0) -> None:
        self.hurry = hurry
        self.open = asyncio.Event()
        self.idle = asyncio.Event()
        self.idle.set()
        self._running = 0

    async def drain(self, seconds: float) -> None:
        """No new step; those that run have this long to end."""
        self.open.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.idle.wait(), seconds)

    @contextlib.contextmanager
    def step(self) -> Iterator[None]:
        """A step is running."""
        self._running += 1
        self.idle.clear()
        try:
            yield
        finally:
            self._running -= 1
            if not self._running:
                self.idle.set()
