"""What a scene costs while it runs: processor time, memory, connections, and how late this very process is."""

import asyncio
import statistics
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import psutil
import sqlalchemy as sa

from bot.store.database import synchronous
from tests.fleet.crew import Crew


@dataclass
class Gauges:
    """Looked at once a second."""

    connections: int = 0
    """To the database, at most."""
    late: list[float] = field(default_factory=list)
    """Seconds by which the sandbox's event loop was late: what it measures of others is no better than that."""
    sandbox_cpu: float = 0.0
    postgres_cpu: float = 0.0
    bots_cpu: float = 0.0


@asynccontextmanager
async def gauged(crew: Crew, postmaster: int) -> AsyncIterator[Gauges]:
    """Measure while the block runs. The processor times are of the block alone."""
    found, here, there = Gauges(), psutil.Process(), psutil.Process(postmaster)
    own, server, bots = spent(here), spent_by_all(there), crew.cpu_now()
    tasks = [asyncio.ensure_future(run) for run in (_watch(crew, found), _lateness(found))]
    try:
        yield found
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        found.sandbox_cpu, found.postgres_cpu = spent(here) - own, spent_by_all(there) - server
        found.bots_cpu = crew.cpu_now() - bots


async def _watch(crew: Crew, found: Gauges) -> None:
    engine = sa.create_engine(synchronous(crew.url), isolation_level="AUTOCOMMIT")
    query = "select count(*) from pg_stat_activity where datname = current_database()"

    def connections() -> int:
        with engine.connect() as connection:
            return int(connection.exec_driver_sql(query).scalar_one()) - 1

    try:
        while True:
            crew.look()
            with suppress(sa.exc.OperationalError):  # the bots have them all
                found.connections = max(found.connections, await asyncio.to_thread(connections))
            await asyncio.sleep(1)
    finally:
        engine.dispose()


async def _lateness(found: Gauges) -> None:
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + 0.02
        await asyncio.sleep(0.02)
        found.late.append(loop.time() - due)


def spent(process: psutil.Process) -> float:
    """Seconds of processor time of one process."""
    times = process.cpu_times()
    return float(times.user + times.system)


def spent_by_all(process: psutil.Process) -> float:
    """The same with its children, those that have ended too."""
    times, total = process.cpu_times(), spent(process)
    total += times.children_user + times.children_system
    for child in process.children(recursive=True):
        with suppress(psutil.Error):
            total += spent(child)
    return float(total)


def spread(seconds: Sequence[float], unit: str = "ms") -> str:
    """Median, 95th and 99th percentile, and the longest."""
    if not seconds:
        return "none"
    ordered, (scale, digits) = sorted(seconds), {"ms": (1000.0, 0), "s": (1.0, 1)}[unit]
    of = {"p95": 0.95, "p99": 0.99, "at most": 1.0}
    picked = {name: ordered[min(len(ordered) - 1, int(share * len(ordered)))] for name, share in of.items()}
    shown = {"p50": statistics.median(ordered)} | picked
    return ", ".join(f"{name} {value * scale:.{digits}f}" for name, value in shown.items()) + f" {unit}"
