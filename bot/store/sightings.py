"""When each connection was last seen to work and to fail, to the minute."""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.tables import sightings


@dataclass(frozen=True)
class Sighting:
    """What calls over one connection came to last."""

    connection: str
    worked_at: float | None = None
    failed_at: float | None = None
    why: str = ""
    """The sentence about the last failure."""

    @property
    def is_failing(self) -> bool:
        """Whether it failed the last time that anybody looked."""
        return self.failed_at is not None and self.failed_at > (self.worked_at or 0.0)


class StoredSightings:
    """Queries on sightings."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def all(self) -> dict[str, Sighting]:
        """Every connection of which something is known, by its name."""
        rows = await self._db.rows(sa.select(sightings))
        return {row["connection"]: Sighting(**row) for row in rows}

    async def worked(self, connection: str, at: float) -> None:
        """A call over it succeeded."""
        await self._note(connection, worked_at=at)

    async def failed(self, connection: str, why: str, at: float) -> None:
        """A call over it failed."""
        await self._note(connection, failed_at=at, why=why)

    async def _note(self, connection: str, **values: object) -> None:
        same = sightings.c.connection == connection
        if not await self._db.change(sa.update(sightings).where(same).values(**values)):
            fresh = {"worked_at": None, "failed_at": None, "why": ""}
            await self._db.add(sightings, connection=connection, **fresh | values)
