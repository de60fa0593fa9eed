"""A switch stands as it was turned last; one that nobody turned is no row."""

from bot.store import Database
from bot.store.switches import Switch, Switches


async def test_the_last_turn_counts(db: Database) -> None:
    switches = Switches(db)
    assert await switches.get("writes") is None
    await switches.set("writes", False, "UROSA", 1.0)
    await switches.set("writes", True, "UMIA", 2.0)
    await switches.set("joins", False, "UROSA", 3.0)
    assert await switches.get("writes") == Switch("writes", True, "UMIA", 2.0)
    assert await switches.get("joins") == Switch("joins", False, "UROSA", 3.0)
