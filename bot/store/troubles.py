"""What only an admin can mend, a refused token for instance: known from when to when, and told once."""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.tables import troubles

SLACK_TOKEN = "slack token"  # noqa: S105 - the name of a trouble


@dataclass(frozen=True)
class Trouble:
    """Something that is refused until somebody acts."""

    key: str
    say: str
    opened_at: float


class Troubles:
    """Queries on troubles. Of one key there is one trouble at a time."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def open(self, trouble: Trouble) -> None:
        """Note it, unless it is open already; one that was cleared begins anew."""
        fresh = {"say": trouble.say, "opened_at": trouble.opened_at, "told_at": None, "cleared_at": None}
        was = sa.and_(troubles.c.key == trouble.key, troubles.c.cleared_at.is_not(None))
        if not await self._db.change(sa.update(troubles).where(was).values(**fresh)):
            await self._db.add(troubles, key=trouble.key, **fresh)

    async def standing(self) -> list[Trouble]:
        """All that is open."""
        return await self._read(troubles.c.cleared_at.is_(None))

    async def untold(self) -> list[Trouble]:
        """What is open, and nobody was told of."""
        return await self._read(troubles.c.cleared_at.is_(None), troubles.c.told_at.is_(None))

    async def told(self, trouble: Trouble, at: float) -> None:
        """The admins know."""
        same = (troubles.c.key == trouble.key, troubles.c.opened_at == trouble.opened_at)
        await self._db.change(sa.update(troubles).where(*same).values(told_at=at))

    async def clear(self, key: str, at: float) -> None:
        """It works again."""
        still = (troubles.c.key == key, troubles.c.cleared_at.is_(None))
        await self._db.change(sa.update(troubles).where(*still).values(cleared_at=at))

    async def forget(self, before: float) -> None:
        """Delete those that were mended before a time."""
        await self._db.clear(troubles, troubles.c.cleared_at < before)

    async def _read(self, *which: sa.ColumnElement[bool]) -> list[Trouble]:
        columns = (troubles.c.key, troubles.c.say, troubles.c.opened_at)
        query = sa.select(*columns).where(*which).order_by(troubles.c.opened_at)
        return [Trouble(**row) for row in await self._db.rows(query)]
