"""
Several processes on one PostgreSQL: each stamps a row while it lives, and what a dead one left undone is handed to the
others. The engine does not do this by itself.
"""

import asyncio
import itertools
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from bot.database_url import with_option
from bot.store.database import synchronous
from bot.store.tables import workers

log = logging.getLogger(__name__)

BEATS = 4
"""Beats in the time after which a silent process counts as dead."""
FORGOTTEN = timedelta(days=1)
"""After this the row of a dead process is deleted."""


def taken_over_within(dead_after: float) -> float:
    """
    Seconds after a process's last act in which another one has its work in a queue again, at the worst: it died just after
    a beat, and the other one looked just before that was too long ago. Add the engine's pause between looks at a queue.
    """
    return dead_after + dead_after / BEATS


@dataclass(frozen=True)
class Work:
    """What the engine says and does about unfinished work. All are called in a thread."""

    holders: Callable[[], set[str]]
    """The processes that hold some."""
    take_over: Callable[[list[str]], object]
    """Make the work of these processes anybody's."""
    take_up: Callable[[], object]
    """Begin again what this process holds and does not do. Called once in the time after which a silent process is dead."""


class Pulse:
    """
    How steadily this process beats, by a steady clock. After a late beat everybody may look dead, since the database was
    away: then nobody is judged until all the others have had the time for a beat of their own.
    """

    def __init__(self, dead_after: float, now: float) -> None:
        self.beat, self._dead_after = dead_after / BEATS, dead_after
        self._beaten = self._looped = now
        self._calm_until = now

    def beats(self, now: float) -> None:
        """This process's row is fresh."""
        if self.late(now):
            self._calm_until = now + self._dead_after + self.beat
        self._beaten = now

    def loops(self, now: float) -> None:
        """The event loop goes round."""
        self._looped = now

    def late(self, now: float) -> bool:
        """Whether the last beat is too long ago."""
        return now - self._beaten > 2 * self.beat

    def hangs(self, now: float) -> bool:
        """Whether the event loop does not go round, so that the others had better do the work."""
        return now - self._looped > self._dead_after

    def may_judge(self, now: float) -> bool:
        """Whether others that look dead are dead."""
        return not self.late(now) and now >= self._calm_until


class Liveness:
    """
    One process's row, and its eye on the others. Stamps are by the database's clock. Both live in plain threads with
    connections of their own: the loop's thread pool is the engine's, and while the database is away all of it may hang.
    """

    def __init__(self, url: sa.URL, me: str, dead_after: float, work: Work) -> None:
        self._me, self._dead_after, self._work = me, dead_after, work
        self._stop, self._loop = threading.Event(), asyncio.get_running_loop()
        self._pulse = Pulse(dead_after, time.monotonic())
        self._db = sa.create_engine(
            with_option(synchronous(url), "-c statement_timeout=3000"),
            pool_size=2,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"connect_timeout": 3},
            isolation_level="AUTOCOMMIT",
        )
        self._threads = [threading.Thread(target=run, daemon=True) for run in (self._beats, self._looks)]

    def stamp(self) -> None:
        """Say that this process lives; for the first time before it can hold any work."""
        new = insert(workers).values(id=self._me, beat=sa.func.now())
        self._run(new.on_conflict_do_update(index_elements=["id"], set_={"beat": sa.func.now()}))
        self._run(sa.delete(workers).where(workers.c.beat < sa.func.now() - FORGOTTEN))

    def watch(self) -> None:
        """Go on by the beat, and look after the others."""
        for thread in self._threads:
            thread.start()

    def leave(self) -> None:
        """End: the others need not wait until this process counts as dead."""
        self._stop.set()
        for thread in self._threads:
            thread.join(self._dead_after)
        try:
            self._run(sa.delete(workers).where(workers.c.id == self._me))
        except sa.exc.SQLAlchemyError:
            log.warning("the database was away at the end; this process counts as dead after a while")
        self._db.dispose()

    def _beats(self) -> None:
        while not self._stop.wait(self._pulse.beat):
            self._loop.call_soon_threadsafe(lambda: self._pulse.loops(time.monotonic()))
            if self._pulse.hangs(time.monotonic()):
                continue
            try:
                self.stamp()
            except sa.exc.SQLAlchemyError:
                continue
            self._pulse.beats(time.monotonic())

    def _looks(self) -> None:
        for look in itertools.count(1):
            if self._stop.wait(self._pulse.beat):
                return
            try:
                self._look()
                if look % BEATS == 0:
                    self._work.take_up()
            except Exception:
                log.warning(
                    "looking for work that nobody does failed; trying again",
                    exc_info=not self._stop.is_set(),
                )

    def _look(self) -> None:
        # In this order: a process stamps its row before it can hold work, so whoever holds work now has a row then.
        holders, alive = self._work.holders(), self._alive()
        if self._me not in alive or not self._pulse.may_judge(time.monotonic()):
            return  # one whose own row is stale judges nobody
        if dead := sorted(holders - alive):
            log.warning("taking over the work of %s", ", ".join(dead))
            self._work.take_over(dead)

    def _alive(self) -> set[str]:
        fresh = workers.c.beat > sa.func.now() - timedelta(seconds=self._dead_after)
        with self._db.connect() as connection:
            return set(connection.execute(sa.select(workers.c.id).where(fresh)).scalars())

    def _run(self, query: sa.Executable) -> None:
        with self._db.connect() as connection:
            connection.execute(query)
