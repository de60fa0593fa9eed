"""One scene: some processes behind a load balancer on one PostgreSQL, a busy workspace, and kill -9 now and then."""

import asyncio
import random
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from sandbox.slack.delivery import SLACKS
from sandbox.world import World
from tests.fleet.balancer import Balancer
from tests.fleet.crew import Crew, Death, Worker
from tests.fleet.mix import Moment, moments
from tests.fleet.people import Staff, follow
from tests.fleet.verdict import Verdict, judge, settled

FIRST_BREATH = 90.0
"""Seconds in which a process has to be there."""


@dataclass(frozen=True)
class Size:
    """How much of everything. Times are in seconds unless they say otherwise."""

    processes: int = 3
    rate: float = 1000.0
    """Events a minute."""
    minutes: float = 5.0
    seed: int = 1
    kill_at: tuple[float, ...] = ()
    """When one of the processes dies, from the first event on."""
    back_after: tuple[float, float] | None = (2.0, 8.0)
    """A dead process is begun again after so long; None: not before the last event."""
    claude: tuple[float, float] = (1.0, 3.0)
    truto: tuple[float, float] = (0.1, 0.3)
    """How long an answer of theirs takes."""
    retries: tuple[float, ...] = SLACKS
    check_every: float = 2.0
    """Between two looks of the balancer at a process."""
    patience: float = 420.0
    """For what is unfinished when the last event has been sent."""
    calls: int = 400
    """Calls in Chorus: the more, the more deals to write to."""
    module: str = "bot run"
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def plan(self) -> list[Moment]:
        return moments(self.seed, self.rate, self.minutes)


@dataclass
class Scene:
    """What runs, and what was seen of it."""

    size: Size
    world: World
    staff: Staff
    crew: Crew
    balancer: Balancer
    gone: list[tuple[Death, float]] = field(default_factory=list)
    """Of each death, when the same place was served again."""
    taken_over: list[float] = field(default_factory=list)
    """Seconds from a death until nothing was held by the dead any more, where something was."""
    began: float = 0.0
    took: float = 0.0
    """Seconds from the first event to the last thing that was waited for."""

    async def ready(self) -> None:
        """Wait until all processes are there."""
        await within(FIRST_BREATH, lambda: len(self.balancer.healthy) == self.size.processes)

    async def play(self) -> Verdict:
        """Everybody does what they do, processes die, and in the end everything is looked at."""
        self.began = time.time()
        deaths = asyncio.ensure_future(self._deaths())
        try:
            await follow(self.staff, self.size.plan)
            await deaths
        finally:
            deaths.cancel()
        if self.size.back_after:
            await self.crew.all_begin()
        with suppress(TimeoutError):
            await within(self.size.patience, lambda: settled(self.staff))
        self.took = time.time() - self.began
        return judge(self.staff)

    async def _deaths(self) -> None:
        """kill -9 of any of them, at even times; each is begun again a while later."""
        dice, watching = random.Random(self.size.seed), list[asyncio.Future[None]]()
        for at in self.size.kill_at:
            await asyncio.sleep(max(0.0, self.began + at - time.time()))
            worker = await self.crew.kill(dice)
            death = self.crew.deaths[-1]
            watching.append(asyncio.ensure_future(self._inherited(death)))
            if self.size.back_after:
                pause = dice.uniform(*self.size.back_after)
                watching.append(asyncio.ensure_future(self._reborn(worker, death, pause)))
        await asyncio.gather(*watching)

    async def _reborn(self, worker: Worker, death: Death, pause: float) -> None:
        await asyncio.sleep(pause)
        await self.crew.begin(worker)
        address = f"http://127.0.0.1:{worker.port}"
        out_first = self.size.check_every * 3
        await asyncio.sleep(max(0.0, out_first - pause))
        with suppress(TimeoutError):
            await within(FIRST_BREATH, lambda: address in self.balancer.healthy)
        self.gone.append((death, time.time()))

    async def _inherited(self, death: Death) -> None:
        """Wait until others hold what the dead one held."""
        if not death.held:
            return
        with suppress(TimeoutError):
            await within(FIRST_BREATH, lambda: asyncio.to_thread(self._is_free, death.pid))
        self.taken_over.append(time.time() - death.at)

    def _is_free(self, pid: int) -> bool:
        return self.crew.held_by(pid) == 0


async def within(seconds: float, holds: Callable[[], bool | Awaitable[bool]]) -> None:
    """Look a few times a second until it holds. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while True:
            found = holds()
            if found if isinstance(found, bool) else await found:
                return
            await asyncio.sleep(0.2)


async def _weather(world: World, size: Size) -> None:
    """Answers take now longer, now shorter."""
    dice = random.Random(size.seed)
    while True:
        world.claude.latency = dice.uniform(*size.claude)
        world.truto.options.latency = dice.uniform(*size.truto)
        await asyncio.sleep(0.05)


@asynccontextmanager
async def staged(size: Size, url: sa.URL) -> AsyncIterator[Scene]:
    """The world, the processes and what stands between them; all processes have begun."""
    async with World(seed=size.seed, calls=size.calls) as world:
        with tempfile.TemporaryDirectory(prefix="fleet-") as folder:
            home = Path(folder)
            staff = Staff(world, size.seed)
            world.slack.delivery.pauses = size.retries
            env = {k: v for k, v in world.env().items() if k != "SLACK_APP_TOKEN"}
            env |= {"SLACK_SIGNING_SECRET": world.slack.signing_secret, "CHORISTER_HOME": folder}
            env |= {"CHORISTER_AUTO_JOIN": staff.auto, **size.settings}
            crew = Crew.of(size.processes, size.module, env, url, home / "said")
            async with Balancer(crew.addresses, size.check_every) as balancer:
                world.slack.http_target = f"{balancer.url}/slack/events"
                scene = Scene(size, world, staff, crew, balancer)
                weather = asyncio.ensure_future(_weather(world, size))
                try:
                    await crew.all_begin()
                    await scene.ready()
                    yield scene
                finally:
                    weather.cancel()
                    world.slack.echo = False
                    await crew.end()
