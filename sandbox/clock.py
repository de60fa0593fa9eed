"""The sandbox's one source of time: real, fast, or standing still until a test moves it."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

PATIENCE = 60.0
"""Real seconds to wait for what should be true at once: a busy computer is slow, and only a failure waits so long."""


class Clock:
    """Tells the time of the sandbox, always aware and in UTC.

    ``Clock()`` is real time. ``Clock(start, speed=0)`` stands still at `start` until `advance` is called;
    any other speed lets `speed` sandbox seconds pass for each real one.
    """

    def __init__(self, start: datetime | None = None, speed: float = 1.0) -> None:
        if start is not None and start.tzinfo is None:
            raise ValueError("a clock starts at an aware time")
        self.speed = speed
        self._start = (start or datetime.now(UTC)).astimezone(UTC)
        self._began = time.monotonic()
        self._offset = timedelta()
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """Return the sandbox's present moment."""
        elapsed = timedelta(seconds=(time.monotonic() - self._began) * self.speed)
        return self._start + elapsed + self._offset

    def advance(self, step: timedelta | float) -> datetime:
        """Move time forward by a timedelta or by seconds, tell every listener, return the new now."""
        delta = step if isinstance(step, timedelta) else timedelta(seconds=step)
        if delta < timedelta():
            raise ValueError("time does not run backwards")
        self._offset += delta
        for listener in list(self._listeners):
            listener()
        return self.now()

    def on_advance(self, listener: Callable[[], None]) -> None:
        """Call `listener` after each `advance`; servers re-check their waiting assertions there."""
        self._listeners.append(listener)

    def real_seconds_until(self, moment: datetime) -> float | None:
        """Return how many real seconds are left until `moment`, or None when time stands still."""
        left = (moment - self.now()).total_seconds()
        if left <= 0:
            return 0.0
        return left / self.speed if self.speed > 0 else None
