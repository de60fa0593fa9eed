"""Several bots that are processes of their own, on one PostgreSQL: begun, killed with -9, begun again, and measured."""

import asyncio
import os
import random
import socket
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import sqlalchemy as sa

from bot.store.database import synchronous

Process = asyncio.subprocess.Process


@dataclass(frozen=True)
class Death:
    """One kill -9."""

    at: float
    """By the clock on the wall."""
    pid: int
    held: int
    """Unfinished runs that the process had then."""


@dataclass
class Worker:
    """One place in the crew: the process that holds it now, and what all that held it have cost."""

    port: int
    process: Process | None = None
    cpu: float = 0.0
    """Seconds, of the processes before this one."""
    seen: float = 0.0
    peak: int = 0
    """Resident memory in bytes, at most."""

    @property
    def lives(self) -> bool:
        return self.process is not None and self.process.returncode is None

    def look(self) -> None:
        """Note what the process costs."""
        if not self.lives or self.process is None:
            return
        try:
            there = psutil.Process(self.process.pid)
            times = there.cpu_times()
            self.seen, self.peak = times.user + times.system, max(self.peak, there.memory_info().rss)
        except psutil.Error:
            return


@dataclass
class Crew:
    """The processes, and the database they share."""

    module: str
    env: dict[str, str]
    url: sa.URL
    log: Path
    workers: list[Worker] = field(default_factory=list)
    deaths: list[Death] = field(default_factory=list)

    @classmethod
    def of(cls, count: int, module: str, env: dict[str, str], url: sa.URL, log: Path) -> "Crew":
        """So many, none of them begun yet."""
        own = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "TRUTO_", "ANTHROPIC_"))}
        env = own | env | {"DATABASE_URL": url.render_as_string(hide_password=False)}
        return cls(module, env, url, log, [Worker(port) for port in free_ports(count)])

    @property
    def addresses(self) -> list[str]:
        return [f"http://127.0.0.1:{worker.port}" for worker in self.workers]

    async def all_begin(self) -> None:
        """Start every process that does not run."""
        await asyncio.gather(*(self.begin(worker) for worker in self.workers if not worker.lives))

    async def begin(self, worker: Worker) -> None:
        """Start the process of one place."""
        worker.cpu, worker.seen = worker.cpu + worker.seen, 0.0
        with self.log.open("ab") as said:
            worker.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", *self.module.split()),
                env=self.env | {"PORT": str(worker.port)},
                stdout=said,
                stderr=said,
            )

    async def kill(self, dice: random.Random) -> Worker:
        """kill -9 of any that lives."""
        worker = dice.choice([worker for worker in self.workers if worker.lives])
        assert worker.process is not None
        worker.look()
        worker.process.kill()
        at = time.time()
        await worker.process.wait()
        held = await asyncio.to_thread(self.held_by, worker.process.pid)
        self.deaths.append(Death(at, worker.process.pid, held))
        return worker

    async def end(self) -> None:
        """kill -9 of all."""
        for worker in self.workers:
            worker.look()
            if worker.process is not None and worker.lives:
                worker.process.kill()
                await worker.process.wait()

    def held_by(self, pid: int) -> int:
        """Unfinished runs of one process, as the engine's table says."""
        return ask(
            self.url,
            "select count(*) from dbos.workflow_status where status = 'PENDING' "
            f"and executor_id like '%%-{pid}-%%'",
        )

    def look(self) -> None:
        """Note what each process costs."""
        for worker in self.workers:
            worker.look()

    def cpu_now(self) -> float:
        """Seconds of processor time of all, the dead ones too."""
        self.look()
        return sum(worker.cpu + worker.seen for worker in self.workers)

    @property
    def peak(self) -> int:
        """Resident megabytes of the largest."""
        return max(worker.peak for worker in self.workers) // 1024**2


def ask(url: sa.URL, query: str) -> int:
    """One number out of the database."""
    engine = sa.create_engine(synchronous(url), poolclass=sa.NullPool)
    with engine.connect() as connection:
        return int(connection.exec_driver_sql(query).scalar() or 0)


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    doors = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [door.getsockname()[1] for door in doors]
    for door in doors:
        door.close()
    return ports
