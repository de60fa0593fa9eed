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


class Works:
    """Queries on works. A row is there as long as its run is."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def begin(self, work: Work) -> None:
        """A run begins; one that is taken up again stays as it is, stopped or not."""
        await self._db.add(works, **{c.name: getattr(work, c.name) for c in works.columns})

    async def get(self, key: str) -> Work | None:
        row = await self._db.row(sa.select(works).where(works.c.key == key))
        return Work(**row) if row else None

    async def at(self, channel: str, thread: str | None = None) -> list[Work]:
        """The runs of a thread, or of a whole channel, oldest first."""
        there = works.c.channel == channel
        if thread is not None:
            there = sa.and_(there, works.c.thread == thread)
        query = sa.select(works).where(there).order_by(works.c.at, works.c.key)
        return [Work(**row) for row in await self._db.rows(query)]

    async def show(self, key: str) -> None:
        """The thread's agent session is processing on behalf of this run."""
        await self._db.change(sa.update(works).where(works.c.key == key).values(shown=True))

    async def stop(self, key: str, by: str) -> bool:
        """Somebody stops a run; says whether they are the first, and it was still there."""
        there = sa.and_(works.c.key == key, works.c.stopped_by.is_(None))
        return await self._db.change(sa.update(works).where(there).values(stopped_by=by))

    async def stopped(self) -> set[str]:
        """The keys of all runs that were stopped and have not ended yet."""
        query = sa.select(works.c.key).where(works.c.stopped_by.is_not(None))
        return {row["key"] for row in await self._db.rows(query)}

    async def end(self, key: str) -> None:
        """A run is over."""
        await self._db.change(sa.delete(works).where(works.c.key == key))

    async def forget(self, before: float) -> None:
        """Delete rows of runs that began before a time and left theirs behind."""
        await self._db.change(sa.delete(works).where(works.c.at < before))
