"""Errands as rows: the decision is a compare-and-swap, so two clicks make one call."""

from typing import Any

import sqlalchemy as sa

from bot.errands.errand import Errand, State, from_json, to_json
from bot.store.database import Database
from bot.store.tables import errands


class Errands:
    """Queries on errands."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def add(self, errand: Errand) -> None:
        """Keep a new errand. Where its card stands is known by its post."""
        await self._db.add(
            errands,
            id=errand.id,
            conversation=errand.conversation,
            state=errand.state.value,
            body=to_json(errand),
            digest=errand.digest,
            expires_at=errand.expires_at,
        )

    async def get(self, id: str) -> Errand | None:
        row = await self._db.row(sa.select(errands).where(errands.c.id == id))
        return _read(row) if row else None

    async def of(self, conversation: str) -> list[Errand]:
        """All errands of a conversation, in the order they were made."""
        return sorted(await self._where(errands.c.conversation == conversation), key=lambda e: e.made_at)

    async def open(self) -> list[Errand]:
        """Everything that waits for a decision."""
        return await self._where(errands.c.state == State.PENDING)

    async def overdue(self, now: float) -> list[Errand]:
        """What nobody decided in time."""
        return await self._where(errands.c.state == State.PENDING, errands.c.expires_at <= now)

    async def unfinished(self, before: float) -> list[Errand]:
        """Approved before a time, and nobody knows what became of them."""
        found = await self._where(errands.c.state == State.APPROVED, errands.c.outcome.is_(None))
        return [e for e in found if (e.decision or {})["at"] < before]

    async def decided_between(self, start: float, end: float) -> list[Errand]:
        """What a person or the clock decided in this time."""
        kinds = (State.APPROVED, State.DECLINED, State.EXPIRED)
        found = await self._where(errands.c.state.in_(kinds))
        return [e for e in found if start <= (e.decision or {})["at"] < end]

    async def decide(self, settled: Errand) -> bool:
        """Store a decision if the errand is still pending as it was shown; says whether this one won."""
        wanted = (errands.c.id == settled.id, errands.c.state == State.PENDING)
        query = sa.update(errands).where(*wanted, errands.c.digest == settled.digest)
        return await self._db.change(query.values(state=settled.state.value, decision=settled.decision))

    async def set_outcome(self, id: str, outcome: dict[str, Any]) -> None:
        """Keep what became of an approved errand."""
        await self._db.change(sa.update(errands).where(errands.c.id == id).values(outcome=outcome))

    async def forget(self, before: float) -> None:
        """Delete decided errands that expired before a time."""
        old = sa.and_(errands.c.state != State.PENDING, errands.c.expires_at < before)
        await self._db.clear(errands, old)

    async def _where(self, *conditions: sa.ColumnElement[bool]) -> list[Errand]:
        return [_read(row) for row in await self._db.rows(sa.select(errands).where(*conditions))]


def _read(row: sa.RowMapping) -> Errand:
    now = {"state": row["state"], "decision": row["decision"], "outcome": row["outcome"]}
    return from_json(row["body"] | now)
