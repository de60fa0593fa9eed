"""What comes back from Slack comes back once, whichever process it meets."""

import asyncio

import sqlalchemy as sa

from bot.store import Database
from bot.store.tables import used_states
from bot.store.used_states import UsedStates


async def test_of_many_that_come_back_at_once_one_is_taken(db: Database) -> None:
    tries = (UsedStates(db).use("s", 600.0, 1.0) for _ in range(5))
    assert sorted(await asyncio.gather(*tries)) == [False] * 4 + [True]


async def test_what_is_too_old_to_be_taken_is_not_kept(db: Database) -> None:
    states = UsedStates(db)
    assert await states.use("old", 600.0, 1.0)
    assert await states.use("new", 1200.0, 601.0)
    assert [row["state"] for row in await db.rows(sa.select(used_states))] == ["new"]
