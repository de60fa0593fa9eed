"""One conversation per thread and asker: its frozen prompt and tools, and its messages as they were on the wire."""

import hashlib
import json
import math
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.tables import catalogs, conversations, engaged, messages

Message = dict[str, Any]


@dataclass(frozen=True)
class Conversation:
    """What is frozen when a thread's first request arrives, and what waits for a person now."""

    id: str
    asker: str
    system: list[dict[str, Any]]
    catalog: str
    """Digest of the frozen tools."""
    waiting: dict[str, Any] | None


class Conversations:
    """Queries on conversations and their messages."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def get(self, id: str) -> Conversation | None:
        row = await self._db.row(sa.select(conversations).where(conversations.c.id == id))
        return (
            Conversation(row["id"], row["asker"], row["system"], row["catalog"], row["waiting"])
            if row
            else None
        )

    async def engage(self, id: str) -> None:
        """Somebody spoke to us here: what they say in this thread from now on is for us."""
        await self._db.add(engaged, id=id)

    async def is_engaged(self, id: str) -> bool:
        return await self._db.row(sa.select(engaged.c.id).where(engaged.c.id == id)) is not None

    async def begin(
        self, id: str, *, asker: str, system: list[dict[str, Any]], catalog: dict[str, Any], at: float
    ) -> None:
        """Freeze a new conversation; the first one to do so wins."""
        digest = hashlib.sha256(json.dumps(catalog, sort_keys=True).encode()).hexdigest()
        # In this order: a catalogue is forgotten once no conversation names it.
        await self._db.add(conversations, id=id, asker=asker, system=system, catalog=digest, created_at=at)
        await self._db.add(catalogs, digest=digest, body=catalog)

    async def catalog(self, digest: str) -> dict[str, Any]:
        """The frozen tools of this digest."""
        row = await self._db.row(sa.select(catalogs.c.body).where(catalogs.c.digest == digest))
        if row is None:
            raise LookupError(f"no catalogue {digest}")
        return dict(row["body"])

    async def count(self, id: str) -> int:
        row = await self._db.row(sa.select(sa.func.count().label("n")).where(messages.c.conversation == id))
        return int(row["n"]) if row else 0

    async def read(self, id: str, upto: int, since: int = 0) -> list[Message]:
        """The messages from position `since` up to, but not with, `upto`."""
        query = (
            sa.select(messages.c.body)
            .where(messages.c.conversation == id, messages.c.n.between(since, upto - 1))
            .order_by(messages.c.n)
        )
        return [row["body"] for row in await self._db.rows(query)]

    async def append(self, id: str, n: int, body: Message) -> int:
        """Put a message at position n, unless it is there already; returns the next position."""
        await self._db.add(messages, conversation=id, n=n, body=body)
        return n + 1

    async def forget(self, before: float) -> int:
        """
        Delete conversations that began before a time and wait for nobody, with all that is theirs, and older threads
        in which none was begun; says how many conversations there were.
        """
        old = sa.and_(conversations.c.created_at < before, conversations.c.waiting.is_(None))
        ids = [row["id"] for row in await self._db.rows(sa.select(conversations.c.id).where(old))]
        for id in ids:
            await self._db.clear(messages, messages.c.conversation == id)
            await self._db.change(sa.delete(engaged).where(engaged.c.id == id))
            await self._db.change(sa.delete(conversations).where(conversations.c.id == id))
        begun = sa.select(conversations.c.id)
        for row in await self._db.rows(sa.select(engaged.c.id).where(engaged.c.id.not_in(begun))):
            if _thread_of(row["id"]) < before:
                await self._db.change(sa.delete(engaged).where(engaged.c.id == row["id"]))
        await self._db.clear(catalogs, catalogs.c.digest.not_in(sa.select(conversations.c.catalog)))
        return len(ids)

    async def set_waiting(self, id: str, waiting: dict[str, Any] | None) -> None:
        await self._db.change(
            sa.update(conversations).where(conversations.c.id == id).values(waiting=waiting)
        )


def _thread_of(id: str) -> float:
    """When the thread of a conversation began, which is its name; endless where that says nothing."""
    try:
        return float(id.split(":")[2])
    except (IndexError, ValueError):
        return math.inf
