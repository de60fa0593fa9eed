"""In which calls somebody looked for red-flag words, and what was found: each call is looked at once."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.tables import call_flags

AT_ONCE = 500
"""Values in one query; SQLite takes some thousand."""


class Flags:
    """Queries on the calls that were looked at."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def of(self, calls: Collection[str]) -> dict[str, list[dict[str, Any]]]:
        """The flags of those of the calls that were looked at, as JSON."""
        wanted = list(calls)
        found: dict[str, list[dict[str, Any]]] = {}
        for n in range(0, len(wanted), AT_ONCE):
            query = sa.select(call_flags).where(call_flags.c.call.in_(wanted[n : n + AT_ONCE]))
            found |= {row["call"]: row["flags"] for row in await self._db.rows(query)}
        return found

    async def keep(self, call: str, flags: list[dict[str, Any]], at: float) -> None:
        await self._db.put(call_flags, call=call, flags=flags, at=at)

    async def forget(self, before: float) -> None:
        await self._db.clear(call_flags, call_flags.c.at < before)
