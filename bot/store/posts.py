"""Which Slack message was posted for what, so that a repeated step edits or finds it and never posts it twice."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.tables import posts

AT_ONCE = 500
"""Keys in one query; SQLite takes some thousand."""


@dataclass(frozen=True)
class Post:
    """A message of ours; ts is None while it is unknown whether Slack took it."""

    key: str
    channel: str
    ts: str | None


class Posts:
    """Queries on posts."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def reserve(self, key: str, channel: str) -> Post | None:
        """Claim a key. Returns None when it is new, else the post that holds it."""
        if await self._db.add(posts, key=key, channel=channel, ts=None):
            return None
        return await self.get(key)

    async def get(self, key: str) -> Post | None:
        row = await self._db.row(sa.select(posts).where(posts.c.key == key))
        return Post(row["key"], row["channel"], row["ts"]) if row else None

    async def placed(self, keys: Collection[str]) -> dict[str, Post]:
        """Those of these keys whose message stands in Slack."""
        wanted, found = sorted(keys), dict[str, Post]()
        for n in range(0, len(wanted), AT_ONCE):
            there = sa.and_(posts.c.key.in_(wanted[n : n + AT_ONCE]), posts.c.ts.is_not(None))
            rows = await self._db.rows(sa.select(posts).where(there))
            found |= {row["key"]: Post(row["key"], row["channel"], row["ts"]) for row in rows}
        return found

    async def sent(self, key: str, ts: str) -> None:
        await self._db.change(sa.update(posts).where(posts.c.key == key).values(ts=ts))

    async def forget_before(self, at: float) -> None:
        """Delete what was posted before a time; of what nobody knows whether it stands in Slack, the row stays."""
        # A ts is the time of the post in seconds, of ten digits until the year 2286.
        await self._db.clear(posts, posts.c.ts < f"{at:.6f}")

    async def forget(self, key: str) -> None:
        """Nothing stands for this key any more."""
        await self._db.change(sa.delete(posts).where(posts.c.key == key))
