"""What was chosen is changed by whoever saw it as it stands; a way back to the environment is a change like another."""

import asyncio

from bot.store import Database
from bot.store.choices import Stored, StoredChoices


async def test_nobody_ever_chose(db: Database) -> None:
    assert await StoredChoices(db).get("quiet") == Stored("quiet")


async def test_each_change_is_made_on_what_was_seen(db: Database) -> None:
    rows = StoredChoices(db)
    assert await rows.swap(Stored("quiet"), ["C1"], "UROSA", 5.0)
    first = await rows.get("quiet")
    assert first == Stored("quiet", ["C1"], 1, "UROSA", 5.0)
    assert await rows.swap(first, None, "UIVO", 6.0)
    assert not await rows.swap(first, ["C2"], "UROSA", 7.0)
    assert await rows.get("quiet") == Stored("quiet", None, 2, "UIVO", 6.0)
    assert await rows.get("rules") == Stored("rules")


async def test_of_many_at_once_one_chooses(db: Database) -> None:
    tries = (StoredChoices(db).swap(Stored("auto_join"), [f"C{n}"], "UROSA", 5.0) for n in range(8))
    assert sum(await asyncio.gather(*tries)) == 1
