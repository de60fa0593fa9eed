"""Slack's rate limits: a bucket for each method, or for each channel where Slack counts by channel."""

import math
from dataclasses import dataclass

from sandbox.slack.journal import Json


@dataclass(frozen=True)
class Rate:
    """So many calls a minute, `burst` of them at once."""

    per_minute: float
    burst: int
    by: str | None = None
    """The argument whose values are counted apart."""


# The tiers promise "20+ per minute" and so on; a whole minute's worth may come at once.
TIER_1 = Rate(1, 3)
TIER_2 = Rate(20, 20)
TIER_3 = Rate(50, 50)
TIER_4 = Rate(100, 100)
PER_CHANNEL = Rate(60, 10, by="channel")
WORKSPACE_POSTS = Rate(300, 300)
SPECIAL = Rate(600, 600)


class Buckets:
    """How much of each rate is left. Time is passed in, so that any clock will do."""

    def __init__(self) -> None:
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, key: str, rate: Rate, now: float) -> int | None:
        """Use one call up; when none is left, return the whole seconds to wait instead."""
        left, since = self._left.get(key, (float(rate.burst), now))
        left = min(float(rate.burst), left + max(0.0, now - since) * rate.per_minute / 60)
        if left < 1:
            self._left[key] = (left, now)
            return max(1, math.ceil((1 - left) * 60 / rate.per_minute))
        self._left[key] = (left - 1, now)
        return None


def retry_after(buckets: Buckets, method: str, rates: tuple[Rate, ...], args: Json, now: float) -> int | None:
    """Return how long this call must wait, or None when it may go on."""
    for rate in rates:
        part = f":{args.get(rate.by, '')}" if rate.by else f":{rate.per_minute:g}"
        wait = buckets.take(method + part, rate, now)
        if wait is not None:
            return wait
    return None
