"""
`make throughput`: finished runs a second with 1, 2 and 4 processes on one PostgreSQL, when always THROUGHPUT_SEATS (60)
people wait for an answer and Claude takes one to three seconds, Truto a tenth to three tenths. The limits of Slack and
Truto, which are those of one workspace, are widened, so that the machine is what limits. What a run costs in processor time
and in checkpoints, and where. THROUGHPUT_SECONDS (30) for each number of processes.
"""

import asyncio
import os
import random
import time
from contextlib import suppress
from dataclasses import dataclass

import sqlalchemy as sa

from bot.store.database import synchronous
from tests.fleet.crew import ask
from tests.fleet.gauges import Gauges, gauged
from tests.fleet.latency import Spoken
from tests.fleet.mix import SHARES, Act, Moment
from tests.fleet.scene import Scene, Size, staged, within
from tests.fleet.server import Server, served

SEATS = int(os.environ.get("THROUGHPUT_SEATS", "60"))
SECONDS = float(os.environ.get("THROUGHPUT_SECONDS", "30"))
WARM = 90.0
"""Seconds at most until everybody has had one answer; what is measured begins then."""
HURRY = 30
WANTED = [act for act in SHARES if act not in (Act.EDIT, Act.APP, Act.REPLY)]
STEPS = "select count(*) from dbos.operation_outputs"
BY_NAME = """
select name, count(distinct workflow_uuid) as runs, count(function_id) as steps
from dbos.workflow_status left join dbos.operation_outputs using (workflow_uuid)
where name not like 'dbos%%' and name not in ('expire proposals', 'tell troubles', 'tick digests', 'expire errands')
group by name order by steps desc limit 12
"""


@dataclass(frozen=True)
class Rate:
    """What so many processes did in a second, and what a run cost, in seconds of processor time."""

    processes: int
    runs: int
    seconds: float
    steps: int
    gauges: Gauges

    @property
    def a_second(self) -> float:
        return self.runs / self.seconds

    def each(self, spent: float) -> float:
        return spent / max(1, self.runs)


async def main() -> None:
    """Measure and print."""
    with served() as server:
        found = [await measured(server, count) for count in (1, 2, 4)]
        for rate in found:
            tell(rate, found[0])
        foresee(found)


async def measured(server: Server, count: int) -> Rate:
    """So many processes, busy for a while."""
    settings = {"FLEET_HURRY": str(HURRY), "CHORISTER_POLL": str(HURRY), "CHORISTER_MAX_MINUTES": "600"}
    settings |= {"CHORISTER_PERSON_USD_A_DAY": "100000", "CHORISTER_WORKSPACE_USD_A_DAY": "100000"}
    size = Size(processes=count, module="tests.fleet.hasty", settings=settings, calls=3000)
    url = server.database()
    async with staged(size, url) as scene:
        scene.world.slack.rate_limits = scene.world.truto.options.rate_limits = False
        scene.world.truto.options.longest_call = scene.world.truto.options.processing = 5.0
        said = Spoken(scene.world)
        seats = [asyncio.ensure_future(seat(scene, said, n)) for n in range(SEATS)]
        with suppress(TimeoutError):
            await within(WARM, lambda: finished(scene, said) >= SEATS)
        before, steps, began = finished(scene, said), ask(url, STEPS), time.monotonic()
        async with gauged(scene.crew, server.pid) as gauges:
            await asyncio.sleep(SECONDS)
        rate = Rate(
            count,
            finished(scene, said) - before,
            time.monotonic() - began,
            ask(url, STEPS) - steps,
            gauges,
        )
        for one in seats:
            one.cancel()
        await asyncio.gather(*seats, return_exceptions=True)
        if count == 1:
            tell_steps(url)
        return rate


async def seat(scene: Scene, said: Spoken, n: int) -> None:
    """Somebody who asks again as soon as there is an answer."""
    dice = random.Random(n)
    await asyncio.sleep(dice.uniform(0.0, 3.0))
    while True:
        (act,) = dice.choices(WANTED, [SHARES[act] for act in WANTED])
        wish = await scene.staff.act(Moment(0.0, act))
        while wish and not said.answer(wish):
            await asyncio.sleep(0.2)
            said.read_on()


def finished(scene: Scene, said: Spoken) -> int:
    """Wishes that have their answer."""
    said.read_on()
    return sum(bool(said.answer(wish)) for wish in scene.staff.wishes)


def tell(rate: Rate, one: Rate) -> None:
    """One line for each number of processes."""
    gauges, cores = rate.gauges, rate.seconds
    print(
        f"{rate.processes} processes: {rate.a_second:.2f} runs a second ({rate.a_second / one.a_second:.2f} times as many "
        f"as with one), {rate.steps / rate.seconds:.0f} checkpoints a second; processor time of a run: "
        f"bots {rate.each(gauges.bots_cpu) * 1000:.0f} ms, PostgreSQL {rate.each(gauges.postgres_cpu) * 1000:.0f} ms, "
        f"sandbox {rate.each(gauges.sandbox_cpu) * 1000:.0f} ms; cores used: bots {gauges.bots_cpu / cores:.2f}, "
        f"PostgreSQL {gauges.postgres_cpu / cores:.2f}, sandbox {gauges.sandbox_cpu / cores:.2f} of {os.cpu_count()}; "
        f"at most {gauges.connections} connections"
    )


def tell_steps(url: sa.URL) -> None:
    """Checkpoints of a run, by kind of workflow."""
    engine = sa.create_engine(synchronous(url))
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(BY_NAME).all()
    engine.dispose()
    print("checkpoints of a workflow: " + ", ".join(f"{r.name} {r.steps / r.runs:.1f}" for r in rows))


def foresee(found: list[Rate]) -> None:
    """What four cores would give to the bots and PostgreSQL alone. A process is one Python: it takes one core at most."""
    one = found[0]
    bot, server = one.each(one.gauges.bots_cpu), one.each(one.gauges.postgres_cpu)
    print(
        f"a process has a core full of work at {1 / bot:.1f} runs a second; by these costs, without the sandbox,"
    )
    for count in (1, 2, 4):
        print(f"  4 cores give {count} processes {min(count / bot, 4 / (bot + server)):.1f} runs a second")


if __name__ == "__main__":
    asyncio.run(main())
