"""The record of who asked, what was proposed, who approved, what was sent and what came back."""

import logging
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from bot.store.database import Database
from bot.store.tables import audit

log = logging.getLogger(__name__)

Row = dict[str, Any]
SOUGHT = ("opportunity_name", "name", "email", "asker_name", "asker_email", "turn")
"""Details that one looks for a run by."""
AT_ONCE = 500
"""Runs asked for in one query; SQLite takes some thousand parameters."""


class NotRecorded(Exception):
    """The record could not be kept, so what it was to be kept of must not happen."""


class Audit:
    """
    Append-only. What has an effect (a join, a proposal, a write, a switch) uses `record` before it happens, and does not
    happen where that raises. A turn that only reads, and what happened already, uses `note`: it goes on without its row.
    """

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

    async def outline(self) -> list[Row]:
        """Of every row only what one looks for it by, oldest first: a year of whole rows would fill the memory."""
        named = [audit.c.detail[name].as_string().label(name) for name in SOUGHT]
        columns = (audit.c.run, audit.c.at, audit.c.who, audit.c.deal)
        rows = await self._db.rows(sa.select(*columns, *named).order_by(audit.c.at))
        return [
            {c.name: row[c.name] for c in columns} | {"detail": {k: row[k] for k in SOUGHT if row[k]}}
            for row in rows
        ]

    async def of_all(self, runs: Sequence[str]) -> list[Row]:
        """All rows of these runs, oldest first."""
        found: list[Row] = []
        for start in range(0, len(runs), AT_ONCE):
            some = sa.select(audit).where(audit.c.run.in_(runs[start : start + AT_ONCE]))
            found += [dict(row) for row in await self._db.rows(some.order_by(audit.c.at))]
        return sorted(found, key=lambda row: float(row["at"]))

    async def forget(self, before: float) -> None:
        """Delete the rows of before a time."""
        await self._db.change(sa.delete(audit).where(audit.c.at < before))

    async def of(self, run: str) -> list[Row]:
        """All rows of one run, oldest first. Raises NotRecorded where nobody can tell."""
        try:
            rows = await self._db.rows(sa.select(audit).where(audit.c.run == run).order_by(audit.c.at))
        except SQLAlchemyError as error:
            raise NotRecorded(f"the rows of {run} cannot be read") from error
        return [dict(row) for row in rows]
