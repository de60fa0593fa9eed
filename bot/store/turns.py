"""Turns at Truto that all processes on one PostgreSQL share. The database's clock is the only one that counts."""

import logging
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import SQLAlchemyError

from bot.store.database import Database
from bot.store.tables import pace_slots, paces
from tools.turns import Limit, Patience, Turn

log = logging.getLogger(__name__)


class SharedTurns:
    """Gives out turns by the function `take_turn` of migration 0008: one question for each call."""

    def __init__(self, db: Database, hurry: float = 1.0) -> None:
        self._db, self._hurry = db, hurry
        self._known: set[str] = set()

    async def take(self, limits: Sequence[Limit], patience: Patience) -> Turn:
        await self._know(limits)
        keys = sa.cast([limit.key for limit in limits], ARRAY(sa.Text))
        asked = sa.func.take_turn(keys, patience.in_line, patience.held, self._hurry).table_valued(
            "wait", "taken", "held"
        )
        row = await self._db.row(sa.select(asked))
        assert row is not None
        return Turn(float(row["wait"]), bool(row["taken"]), bool(row["held"]))

    async def held(self, limits: Sequence[Limit]) -> float:
        left = sa.func.coalesce(sa.func.max(paces.c.held_until) - self._here, 0.0)
        row = await self._db.row(sa.select(left.label("left")).where(_these(limits)))
        return max(float(row["left"]), 0.0) if row else 0.0

    async def hold(self, limits: Sequence[Limit], seconds: float) -> None:
        until = self._here + seconds
        held = sa.func.greatest(paces.c.held_until, until)
        await self._tell(sa.update(paces).where(_these(limits)).values(held_until=held))

    async def restrict(self, limit: Limit) -> None:
        is_faster = paces.c.calls / paces.c.seconds > limit.calls / limit.seconds
        calls = sa.func.least(paces.c.calls, limit.calls)
        change = sa.update(paces).where(_these([limit]), is_faster)
        await self._tell(change.values(calls=calls, seconds=limit.seconds))

    @property
    def _here(self) -> sa.ColumnElement[float]:
        return sa.extract("epoch", sa.func.clock_timestamp()).cast(sa.Float) * self._hurry

    async def _tell(self, change: sa.Update) -> None:
        """What an answer taught us. Should it not be kept, the answer itself is no less one."""
        try:
            await self._db.change(change)
        except SQLAlchemyError:
            log.exception("the pace could not be told of a limit")

    async def _know(self, limits: Sequence[Limit]) -> None:
        """Make the slots of what this process paces for the first time; an older process may have learned otherwise."""
        for limit in (limit for limit in limits if limit.key not in self._known):
            slots = [{"key": limit.key, "slot": n, "at": 0.0} for n in range(limit.calls)]
            await self._db.add_all(pace_slots, slots)
            row = {"calls": limit.calls, "seconds": limit.seconds, "slots": limit.calls}
            await self._db.put(paces, key=limit.key, **row)
            self._known.add(limit.key)


def _these(limits: Sequence[Limit]) -> sa.ColumnElement[bool]:
    return paces.c.key.in_([limit.key for limit in limits])


async def forget_paces(db: Database, workspace: str) -> None:
    """Delete what was paced for one workspace alone, by the mark that bot/pacing.py puts before its limits."""
    for table in (pace_slots, paces):
        await db.change(sa.delete(table).where(table.c.key.startswith(f"{workspace}:", autoescape=True)))
