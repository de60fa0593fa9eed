"""Which proposal is writing which field of which record at this moment: no field is written by two at once."""

from collections.abc import Iterable

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.proposals import SAME_RECORD
from bot.store.tables import claims, proposals


class Claims:
    """Queries on claims. A claim stands until what became of the write is known, also across a crash."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def take(self, record: str, fields: Iterable[str], holder: str) -> bool:
        """Claim fields (plain names) of a record for a proposal: all of them, or none where another one holds one."""
        names = sorted(set(fields))
        key = record[:SAME_RECORD].casefold()
        await self._db.add_all(claims, [{"record": key, "field": name, "holder": holder} for name in names])
        if await self.holders(record, names) == {holder}:
            return True
        await self.release(holder)
        return False

    async def holders(self, record: str, fields: Iterable[str]) -> set[str]:
        """The proposals that hold any of these fields of a record."""
        of_record = claims.c.record == record[:SAME_RECORD].casefold()
        query = sa.select(claims.c.holder).where(of_record, claims.c.field.in_(sorted(set(fields))))
        return {row["holder"] for row in await self._db.rows(query)}

    async def forget_orphans(self) -> None:
        """Let go of what proposals hold that are forgotten."""
        await self._db.clear(claims, claims.c.holder.not_in(sa.select(proposals.c.id)))

    async def release(self, holder: str) -> None:
        """Let go of everything that a proposal holds."""
        await self._db.change(sa.delete(claims).where(claims.c.holder == holder))
