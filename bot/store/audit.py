"""The record of who asked, what was proposed, who approved, what was sent and what came back."""

from typing import Any

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.tables import audit


class Audit:
    """Append-only. A write is recorded before it is sent: if the record fails, the write does not happen."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def record(self, run: str, what: str, who: str, at: float, key: str = "", **detail: Any) -> None:
        """Add one row. The same run, event and key add it once, however often the step repeats."""
        await self._db.add(
            audit, key=f"{run}|{what}|{key}", at=at, run=run, what=what, who=who, detail=detail
        )

    async def about(self, prefix: str) -> list[dict[str, Any]]:
        """All rows of the runs whose id begins like this, oldest first."""
        found = sa.select(audit).where(audit.c.run.startswith(prefix, autoescape=True)).order_by(audit.c.at)
        return [dict(row) for row in await self._db.rows(found)]

    async def of(self, run: str) -> list[dict[str, Any]]:
        """All rows of one run, oldest first."""
        rows = await self._db.rows(sa.select(audit).where(audit.c.run == run).order_by(audit.c.at))
        return [dict(row) for row in rows]
