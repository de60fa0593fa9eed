"""Many runs at once in a time of our own: what the outbox does with them, and what Slack's limits say to it."""

import asyncio
import heapq
import random
from dataclasses import dataclass, field

from bot.slack.allowances import AT_LAST, EDIT, POST, Allowances, in_channel
from bot.slack.outbox import Outbox, Way
from sandbox.slack.limits import PER_CHANNEL, TIER_3, TIER_4, WORKSPACE_POSTS, Buckets, Rate, retry_after

METHODS: dict[Way, tuple[str, tuple[Rate, ...]]] = {
    Way.EDIT: ("chat.update", (TIER_3,)),
    Way.PRIVATE: ("chat.postEphemeral", (TIER_4,)),
    Way.LINE: ("chat.postMessage", (PER_CHANNEL, WORKSPACE_POSTS)),
}


class Timed(Allowances):
    """Allowances by a clock that only a test moves."""

    def __init__(self) -> None:
        self.time = 1000.0
        super().__init__()

    def now(self) -> float:
        return self.time


@dataclass
class Crowd:
    """So many runs that begin at once and report a step every few seconds; the last one ends after `seconds`."""

    runs: int
    seconds: float
    clock: Timed = field(default_factory=Timed)
    refused: int = 0
    ways: dict[Way, int] = field(default_factory=lambda: dict.fromkeys(Way, 0))
    silences: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.outbox, self.buckets = Outbox(self.clock), Buckets()

    async def play(self, seed: int) -> None:
        """Let all of them work to their ends."""
        dice, began = random.Random(seed), self.clock.time
        lines = [ARun(self, n, began + self.seconds * dice.uniform(0.75, 1), dice) for n in range(self.runs)]
        for line in lines:
            self.outbox._lines[line] = None  # without the task that looks by the real clock
            await self.clock.free(POST)
            self.call("chat.postMessage", (WORKSPACE_POSTS,))
        closings: list[float] = []
        while self.outbox._lines:
            await self.outbox.look()
            await asyncio.sleep(0)
            self.clock.time += 0.5
            for line in [line for line in self.outbox._lines if isinstance(line, ARun)]:
                if self.clock.time >= line.ends:
                    del self.outbox._lines[line]
                    line.saw(self.clock.time)
                    self.call("chat.postMessage", (PER_CHANNEL, WORKSPACE_POSTS), line.thread[0])
                    turn = await self.clock._turns.take([EDIT], AT_LAST)
                    heapq.heappush(closings, self.clock.time + turn.wait)
            while closings and closings[0] <= self.clock.time:
                heapq.heappop(closings)
                self.call("chat.update", (TIER_3,))

    def call(self, method: str, rates: tuple[Rate, ...], channel: str = "") -> bool:
        """One call to Slack; says whether its limits let it through."""
        wait = retry_after(self.buckets, method, rates, {"channel": channel}, self.clock.time)
        self.refused += wait is not None
        return wait is None


class ARun:
    """A run at work; eighteen share a channel."""

    def __init__(self, crowd: Crowd, n: int, ends: float, dice: random.Random) -> None:
        self.crowd, self.ends, self._dice = crowd, ends, dice
        self.thread = f"D{n // 18}", f"{n}.0"
        self.shown_at = self._seen = crowd.clock.time
        self._next = crowd.clock.time + dice.uniform(0, 20)

    def due(self, now: float) -> float:
        return 0.0 if now >= self._next else min(self._next - now, max(0.0, self.shown_at + 45 - now))

    async def tell(self, way: Way) -> bool:
        method, rates = METHODS[way]
        self._next = self.crowd.clock.time + self._dice.uniform(3, 20)
        self.crowd.ways[way] += 1
        if way is Way.LINE:
            turn = await self.crowd.clock._turns.take([POST, in_channel(self.thread[0])], AT_LAST)
            arrives = self.crowd.clock.time + turn.wait
            for _ in range(1000):
                if self.crowd.clock.time >= arrives:
                    break
                await asyncio.sleep(0)
        if not self.crowd.call(method, rates, self.thread[0]):
            return False
        self.saw(self.crowd.clock.time)
        return True

    def saw(self, now: float) -> None:
        self.crowd.silences.append(now - self._seen)
        self._seen = now
