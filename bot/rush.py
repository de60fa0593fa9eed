"""Whether more begins at once than a process should take on at once: then the rest stands in line."""

import time
from collections import deque
from collections.abc import Callable


class Rush:
    """So many may begin in any so many seconds; who comes beyond them comes in a rush."""

    def __init__(self, most: int, seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        self._begun: deque[float] = deque(maxlen=most)
        self._seconds, self._now = seconds, now

    def is_on(self) -> bool:
        """Whether somebody who comes now comes in a rush; else they count as begun."""
        now = self._now()
        if len(self._begun) == self._begun.maxlen and now - self._begun[0] < self._seconds:
            return True
        self._begun.append(now)
        return False
