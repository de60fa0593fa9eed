"""The switches that admins turn in Slack. Read afresh each time, so that a turn holds at once on every worker."""

from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.tables import switches

SwitchName = Literal["writes", "joins"]


@dataclass(frozen=True)
class Switch:
    """How an admin last turned a switch. One that nobody has turned is on."""

    name: str
    on: bool
    by: str
    at: float


class Switches:
    """Queries on switches."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def set(self, name: SwitchName, on: bool, by: str, at: float) -> None:
        """Turn a switch; the last one to do so is remembered."""
        await self._db.put(switches, name=name, on=on, by=by, at=at)

    async def get(self, name: SwitchName) -> Switch | None:
        """How a switch stands, or None when nobody has turned it yet."""
        row = await self._db.row(sa.select(switches).where(switches.c.name == name))
        return Switch(**row) if row else None
