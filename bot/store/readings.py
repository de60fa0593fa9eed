"""What the digests said: the last one that was sent is what the next is compared with."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.tables import deal_owners, readings

AT_ONCE = 100
"""Rows in one insert."""


@dataclass(frozen=True)
class Owned:
    """Whose a deal is: Chorus id and e-mail address, as its newest call says, which began at `at`."""

    deal: str
    owner: str | None
    email: str
    at: float


class Readings:
    """Queries on readings: one per digest and period."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def last_sent(self, schedule: str) -> dict[str, Any] | None:
        """The newest reading that people heard of: at, rules (digest) and standings by deal."""
        query = sa.select(readings).where(readings.c.schedule == schedule).order_by(readings.c.at.desc())
        row = await self._db.row(query)
        return {"at": row["at"], "rules": row["rules"], **row["body"]} if row else None

    async def of(self, schedule: str, period: str) -> dict[str, Any] | None:
        """What was sent for a period."""
        same = sa.and_(readings.c.schedule == schedule, readings.c.period == period)
        row = await self._db.row(sa.select(readings).where(same))
        body: dict[str, Any] | None = row["body"] if row else None
        return body

    async def history(
        self, schedule: str, rules: str, owners: Collection[str], most: int
    ) -> list[tuple[float, int]]:
        """When the last digests of these people by these rules were sent, oldest first, and how many deals were at risk."""
        same = sa.and_(readings.c.schedule == schedule, readings.c.rules == rules)
        rows = await self._db.rows(sa.select(readings).where(same).order_by(readings.c.at.desc()).limit(most))
        alike = [row for row in rows if set(row["body"]["owners"]) == set(owners)]
        return [(row["at"], row["body"]["at_risk"]) for row in reversed(alike)]

    async def newest(self, apart: str) -> list[dict[str, Any]]:
        """What each schedule said last, `apart` from one: schedule, at and the body."""
        column = readings.c
        found = sa.select(column.schedule, sa.func.max(column.at).label("at")).group_by(column.schedule)
        last = found.where(column.schedule != apart).subquery()
        same = (column.schedule == last.c.schedule) & (column.at == last.c.at)
        query = sa.select(column.schedule, column.at, column.body).join(last, same)
        return [dict(row) for row in await self._db.rows(query.order_by(column.at))]

    async def since(self, schedule: str, at: float) -> list[dict[str, Any]]:
        """What was kept for a schedule since a time: at and the body, oldest first."""
        wanted = sa.and_(readings.c.schedule == schedule, readings.c.at >= at)
        query = sa.select(readings.c.at, readings.c.body).where(wanted).order_by(readings.c.at)
        return [dict(row) for row in await self._db.rows(query)]

    async def deals_of(self, owner: str | None, email: str) -> dict[str, str | None]:
        """The deals that are somebody's by the newest calls that were read, with the Chorus id named there."""
        own = [deal_owners.c.owner == owner] if owner else []
        own += [sa.func.lower(deal_owners.c.email) == email.lower()] if email else []
        rows = await self._db.rows(sa.select(deal_owners).where(sa.or_(sa.false(), *own)))
        return {row["deal"]: row["owner"] for row in rows}

    async def keep(self, schedule: str, period: str, at: float, rules: str, body: dict[str, Any]) -> None:
        """Remember what was sent for a period."""
        await self._db.put(readings, schedule=schedule, period=period, at=at, rules=rules, body=body)

    async def keep_owners(self, owned: Sequence[Owned]) -> None:
        """Remember whose deals are; a newer call of the deal says it better."""
        rows = [asdict(one) for one in owned]
        for n in range(0, len(rows), AT_ONCE):
            await self._db.put_all(deal_owners, rows[n : n + AT_ONCE], newer="at")

    async def owner_of(self, deal: str) -> tuple[str | None, str] | None:
        """The owner of a deal by its newest call that was read: Chorus id and e-mail address; None for an unknown one."""
        row = await self._db.row(sa.select(deal_owners).where(deal_owners.c.deal == deal))
        return (row["owner"], row["email"]) if row else None

    async def has_deals(self, email: str) -> bool:
        """Whether a digest has looked at deals of whoever has this address."""
        query = sa.select(deal_owners.c.deal).where(deal_owners.c.email == email).limit(1)
        return await self._db.row(query) is not None

    async def forget(self, before: float) -> None:
        """Delete old readings, and the owners of deals that had no call since."""
        await self._db.clear(readings, readings.c.at < before)
        await self._db.clear(deal_owners, deal_owners.c.at < before)
