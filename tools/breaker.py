"""When nobody answers, asking is of no use: after some failures in a row calls fail at once, then one is let through."""

import math
import time
from collections.abc import Callable

FAILURES = 5
"""In a row, whoever's calls they were. A success in between shows that somebody is there."""
PAUSE = 15.0
"""Seconds for which nobody asks."""


class Breaker:
    """Counts the failures of one other side, and says who may ask it now."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._failures = 0
        self._shut_until = -math.inf

    def wait(self) -> float:
        """Zero for a call that may be made now, else the seconds after which to come again."""
        now = self._now()
        if self._failures < FAILURES:
            return 0.0
        if now < self._shut_until:
            return self._shut_until - now
        # This one is let through. One that is never heard of again, its process being stopped, is followed by another.
        self._shut_until = now + PAUSE
        return 0.0

    def failed(self) -> None:
        """Nobody answered, or nothing that makes sense."""
        self._failures += 1
        if self._failures >= FAILURES:
            self._shut_until = self._now() + PAUSE

    def answered(self) -> None:
        """Somebody is there, whatever they said."""
        self._failures = 0
