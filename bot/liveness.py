"""
Several processes on one PostgreSQL: each stamps a row while it lives, and what a dead one left undone is handed to the
others. The engine does not do this by itself.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from bot.store.database import synchronous
from bot.store.tables import workers

log = logging.getLogger(__name__)

BEATS = 4
"""Beats in the time after which a silent process counts as dead."""
FORGOTTEN = timedelta(days=1)
"""After this the row of a dead process is deleted."""


@dataclass(frozen=True)
class Work:
    """What the engine says and does about unfinished work. Both are called in a thread."""

    holders: Callable[[], set[str]]
    """The processes that hold some."""
    take_over: Callable[[list[str]], object]
    """Make the work of these processes anybody's."""


class Liveness:
    """
    One process's row, and its eye on the others. Stamps are by the database's clock. Both live in plain threads with
    connections of their own: the loop's thread pool is the engine's, and while the database is away all of it may hang.
    """

    def __init__(self, url: sa.URL, me: str, dead_after: float, work: Work) -> None:
        self._me, self._dead_after, self._beat, self._work = me, dead_after, dead_after / BEATS, work
        self._stop = threading.Event()
        self._loop, self._looped = asyncio.get_running_loop(), time.monotonic()
        self._calm_until = 0.0
        timeouts = {"connect_timeout": 3, "options": "-c statement_timeout=3000"}
        self._db = sa.create_engine(
            synchronous(url),
            pool_size=2,
            pool_pre_ping=True,
            connect_args=timeouts,
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
        last = time.monotonic()
        while not self._stop.wait(self._beat):
            self._loop.call_soon_threadsafe(self._loops)
            now = time.monotonic()
            if now - self._looped > self._dead_after:
                continue  # the event loop hangs: let the others have the work
            # A late beat means that the database was away and everybody looks dead: judge nobody for a while. It is said
            # before the row turns fresh again.
            if now - last > 2 * self._beat:
                self._calm_until = now + self._dead_after + self._beat
            try:
                self.stamp()
            except sa.exc.SQLAlchemyError:
                continue
            last = now

    def _looks(self) -> None:
        while not self._stop.wait(self._beat):
            try:
                self._look()
            except Exception:
                log.warning(
                    "looking for dead processes failed; trying again", exc_info=not self._stop.is_set()
                )

    def _look(self) -> None:
        # In this order: a process stamps its row before it can hold work, so whoever holds work now has a row then.
        holders, alive = self._work.holders(), self._alive()
        if self._me not in alive or time.monotonic() < self._calm_until:
            return  # one whose own row is stale judges nobody
        if dead := sorted(holders - alive):
            log.warning("taking over the work of %s", ", ".join(dead))
            self._work.take_over(dead)

    def _loops(self) -> None:
        self._looped = time.monotonic()

    def _alive(self) -> set[str]:
        fresh = workers.c.beat > sa.func.now() - timedelta(seconds=self._dead_after)
        with self._db.connect() as connection:
            return set(connection.execute(sa.select(workers.c.id).where(fresh)).scalars())

    def _run(self, query: sa.Executable) -> None:
        with self._db.connect() as connection:
            connection.execute(query)
