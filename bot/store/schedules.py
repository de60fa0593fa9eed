"""The schedules of digests, and what became of each of their periods. Read afresh each time, on every worker."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from bot.digests.schedule import Schedule
from bot.store.database import Database
from bot.store.tables import digest_periods, schedules

State = Literal["started", "sent", "quiet", "failed", "missed"]


@dataclass(frozen=True)
class Period:
    """What became of one run of a schedule, and when that was known."""

    schedule: str
    period: str
    state: State
    note: str
    at: float


class Schedules:
    """Queries on schedules and their periods."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def put(self, schedule: Schedule, at: float) -> None:
        """Keep a schedule in the place of what it was."""
        row = {"body": schedule.to_json(), "paused": schedule.paused, "by": schedule.by, "at": at}
        await self._db.put(schedules, id=schedule.id, **row)

    async def get(self, id: str) -> Schedule | None:
        """A schedule, or None where there is none any more."""
        row = await self._db.row(sa.select(schedules.c.body).where(schedules.c.id == id))
        return Schedule.from_json(row["body"]) if row else None

    async def all(self) -> list[Schedule]:
        """Every schedule, oldest first."""
        rows = [Schedule.from_json(row["body"]) for row in await self._db.rows(sa.select(schedules.c.body))]
        return sorted(rows, key=lambda schedule: (schedule.created_at, schedule.id))

    async def running(self) -> list[Schedule]:
        """Those that are not paused."""
        query = sa.select(schedules.c.body).where(schedules.c.paused.is_(False))
        return [Schedule.from_json(row["body"]) for row in await self._db.rows(query)]

    async def delete(self, id: str) -> bool:
        """Delete a schedule with its periods; says whether there was one."""
        await self._db.change(sa.delete(digest_periods).where(digest_periods.c.schedule == id))
        return await self._db.change(sa.delete(schedules).where(schedules.c.id == id))

    async def mark(self, schedule: str, period: str, state: State, at: float, note: str = "") -> None:
        """Say what became of a period; the last word counts."""
        row = {"state": state, "note": note, "at": at}
        await self._db.put(digest_periods, schedule=schedule, period=period, **row)

    async def note_missed(self, schedule: str, period: str, at: float) -> bool:
        """Say that a period was missed, unless something is known of it; says whether this call noted it."""
        row = {"state": "missed", "note": "", "at": at}
        return await self._db.add(digest_periods, schedule=schedule, period=period, **row)

    async def period(self, schedule: str, period: str) -> Period | None:
        """What became of a period, or None where nothing is known."""
        here = (digest_periods.c.schedule == schedule) & (digest_periods.c.period == period)
        row = await self._db.row(sa.select(digest_periods).where(here))
        return Period(**row) if row else None

    async def newest(self, schedule: str, most: int) -> list[Period]:
        """The periods of a schedule of which something was said last, newest first."""
        query = sa.select(digest_periods).where(digest_periods.c.schedule == schedule)
        rows = await self._db.rows(
            query.order_by(digest_periods.c.at.desc(), digest_periods.c.period.desc()).limit(most)
        )
        return [Period(**row) for row in rows]

    async def silent(self, most: int) -> list[Period]:
        """The newest runs of all schedules that posted nothing: nothing had changed, or it failed, or was missed."""
        silent = digest_periods.c.state.in_(("quiet", "failed", "missed"))
        query = sa.select(digest_periods).where(silent)
        rows = await self._db.rows(
            query.order_by(digest_periods.c.at.desc(), digest_periods.c.schedule).limit(most)
        )
        return [Period(**row) for row in rows]

    async def last(self, ids: Collection[str]) -> dict[str, Period]:
        """The period of each schedule of which something was said last."""
        column = digest_periods.c
        newest = sa.select(column.schedule, sa.func.max(column.at).label("at")).group_by(column.schedule)
        found = newest.where(column.schedule.in_(ids)).subquery()
        query = sa.select(digest_periods).join(
            found, (column.schedule == found.c.schedule) & (column.at == found.c.at)
        )
        rows = await self._db.rows(query.order_by(column.period))
        return {row["schedule"]: Period(**row) for row in rows}

    async def forget(self, before: float) -> None:
        """Delete what became of periods before a time."""
        await self._db.clear(digest_periods, digest_periods.c.at < before)
