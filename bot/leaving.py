"""How a process ends: told to, it has so many seconds for everything, and is gone after them whatever hangs."""

import asyncio
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

FOR_STEPS = 0.8
"""The part of the time in which running steps may end; the rest is for closing what is open."""
AT_LAST = 0.97
"""After this part of it the process ends as it stands: its successor does what it left."""


class Leaving:
    """One process's end. `within`: seconds from being told to being gone."""

    def __init__(self, within: float, now: Callable[[], float] = time.monotonic) -> None:
        self._within, self._now = within, now
        self._since: float | None = None
        self.told = asyncio.Event()

    def begin(self) -> None:
        """Somebody tells the process to end."""
        self._since = self._now()
        self.told.set()

    def drain(self) -> float:
        """Seconds that running steps still have."""
        spent = self._now() - self._since if self._since is not None else 0.0
        return max(0.0, FOR_STEPS * self._within - spent)

    @contextmanager
    def heeding_signals(self) -> Iterator[None]:
        """
        The first SIGTERM or SIGINT begins the end, a second one is the end. So is the end of the time, which may come after
        this: what follows, such as waiting for threads, may hang too.
        """
        loop, hurried = asyncio.get_running_loop(), threading.Timer(AT_LAST * self._within, os._exit, (0,))
        hurried.daemon = True

        def heard(signum: signal.Signals) -> None:
            if self.told.is_set():
                os._exit(128 + signum)
            self.begin()
            hurried.start()

        for signum in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(signum, heard, signum)
        try:
            yield
        finally:
            for signum in (signal.SIGTERM, signal.SIGINT):
                loop.remove_signal_handler(signum)
