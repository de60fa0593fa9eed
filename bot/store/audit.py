"""The record of who asked, what was proposed, who approved, what was sent and what came back."""

import logging
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from bot.store.database import Database
from bot.store.tables import audit

log = logging.getLogger(__name__)


class NotRecorded(Exception):
    """The record could not be kept, so what it was to be kept of must not happen."""


class Audit:
    """Append-only. A write is recorded before it is sent: if the record fails, the write does not happen."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def record(
        self, run: str, what: str, who: str, at: float, key: str = "", deal: str | None = None, **detail: Any
    ) -> None:
        """Add one row. The same run, event and key add it once, however often the step repeats. Raises NotRecorded."""
        row = {"at": at, "run": run, "what": what, "who": who, "deal": deal, "detail": detail}
        try:
            await self._db.add(audit, key=f"{run}|{what}|{key}", **row)
        except SQLAlchemyError as error:
            raise NotRecorded(f"no row for {run}: {what}") from error

    async def note(self, run: str, what: str, who: str, at: float, **more: Any) -> None:
        """Add one row about something that has happened or does no harm: a failure is logged, and nothing stops."""
        try:
            await self.record(run, what, who, at, **more)
        except NotRecorded:
            log.exception("the record of %s is incomplete", run)

    async def all(self) -> list[dict[str, Any]]:
        """Every row, oldest first."""
        return [dict(row) for row in await self._db.rows(sa.select(audit).order_by(audit.c.at))]

    async def newest(self, since: float, who: str | None, most: int) -> list[dict[str, Any]]:
        """Every row, oldest first, of so many runs in which something happened since a time, or somebody did something."""
        is_theirs = [audit.c.who == who] if who else []
        runs = sa.select(audit.c.run).where(audit.c.at >= since, *is_theirs).group_by(audit.c.run)
        last = runs.order_by(sa.func.max(audit.c.at).desc()).limit(most).subquery()
        query = sa.select(audit).join(last, audit.c.run == last.c.run).order_by(audit.c.at)
        return [dict(row) for row in await self._db.rows(query)]

    async def forget(self, before: float) -> None:
        """Delete the rows of before a time."""
        await self._db.clear(audit, audit.c.at < before)

    async def of(self, run: str) -> list[dict[str, Any]]:
        """All rows of one run, oldest first. Raises NotRecorded where nobody can tell."""
        try:
            rows = await self._db.rows(sa.select(audit).where(audit.c.run == run).order_by(audit.c.at))
        except SQLAlchemyError as error:
            raise NotRecorded(f"the rows of {run} cannot be read") from error
        return [dict(row) for row in rows]
