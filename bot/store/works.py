"""The runs under way: which threads are being worked in, and which run somebody stopped."""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.tables import works


@dataclass(frozen=True)
class Work:
    """One run from its first words to its end."""

    key: str
    """What began it: a message, a decision, a click."""
    channel: str
    thread: str
    asker: str
    at: float
    shown: bool = False
    """Whether the thread's agent session was said to be processing on its behalf."""
    stopped_by: str | None = None
    ended: bool = False
    """Then its thread has still to be told, and nobody stops it any more."""


class Works:
    """Queries on works. A row is there as long as its run is, and until its thread shows that it has ended."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def begin(self, work: Work) -> None:
        """A run begins; one that is taken up again stays as it is, stopped or not."""
        await self._db.add(works, **{c.name: getattr(work, c.name) for c in works.columns})

    async def get(self, key: str) -> Work | None:
        row = await self._db.row(sa.select(works).where(works.c.key == key))
        return Work(**row) if row else None

    async def at(self, channel: str, thread: str | None = None) -> list[Work]:
        """The runs under way in a thread, or in a whole channel, oldest first."""
        there = sa.and_(works.c.channel == channel, ~works.c.ended)
        if thread is not None:
            there = sa.and_(there, works.c.thread == thread)
        query = sa.select(works).where(there).order_by(works.c.at, works.c.key)
        return [Work(**row) for row in await self._db.rows(query)]

    async def show(self, key: str) -> bool:
        """The thread's agent session is processing on behalf of this run; False where that has ended."""
        there = sa.and_(works.c.key == key, ~works.c.ended)
        return await self._db.change(sa.update(works).where(there).values(shown=True))

    async def stop(self, key: str, by: str) -> bool:
        """Somebody stops a run; says whether it is they who have stopped it, however often they are asked."""
        first = sa.or_(works.c.stopped_by.is_(None), works.c.stopped_by == by)
        there = sa.and_(works.c.key == key, ~works.c.ended, first)
        return await self._db.change(sa.update(works).where(there).values(stopped_by=by))

    async def stopped(self) -> set[str]:
        """The keys of all runs that were stopped and have not ended yet."""
        query = sa.select(works.c.key).where(works.c.stopped_by.is_not(None), ~works.c.ended)
        return {row["key"] for row in await self._db.rows(query)}

    async def end(self, key: str) -> Work | None:
        """A run is over; how it stands, which nothing changes any more, however often it is asked."""
        await self._db.change(sa.update(works).where(works.c.key == key).values(ended=True))
        return await self.get(key)

    async def drop(self, key: str) -> None:
        """The thread of a run that is over shows it."""
        await self._db.change(sa.delete(works).where(works.c.key == key))

    async def forget(self, before: float) -> None:
        """Delete rows of runs that began before a time and left theirs behind."""
        await self._db.clear(works, works.c.at < before)
