"""What was spent at Claude: a row for each step that was billed, summed by day and person."""

import sqlalchemy as sa

from bot.agent.allowance import Amount
from bot.store.database import Database
from bot.store.tables import spending

NOBODY = ""
"""Whose the looks of digests for red flags are: they come by the clock, and only the workspace's day counts them."""


class Spending:
    """Queries on spending."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def add(self, key: str, run: str, person: str, day: str, amount: Amount) -> None:
        """Count what a step was billed. A step that is repeated has the same key and is counted once."""
        usd, tokens = amount.usd, amount.tokens
        await self._db.add(spending, key=key, run=run, person=person, day=day, usd=usd, tokens=tokens)

    async def since(self, day: str) -> dict[tuple[str, str], Amount]:
        """What each person spent on each day from one on, by person and day."""
        sums = [sa.func.sum(spending.c[name]).label(name) for name in ("usd", "tokens")]
        each = (spending.c.person, spending.c.day)
        query = sa.select(*each, *sums).where(spending.c.day >= day).group_by(*each)
        rows = await self._db.rows(query)
        return {(row["person"], row["day"]): Amount(float(row["usd"]), int(row["tokens"])) for row in rows}

    async def forget(self, before: str) -> None:
        """Delete the rows of the days before one."""
        await self._db.clear(spending, spending.c.day < before)
