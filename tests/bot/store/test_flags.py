"""Calls in which red-flag words were looked for: what was found is kept, nothing found too."""

from bot.store import Database
from bot.store.flags import AT_ONCE, Flags


async def test_each_call_is_looked_at_once_whatever_was_found(db: Database) -> None:
    flags = Flags(db)
    await flags.keep("c1", [{"quote": "It is on hold."}], 1.0)
    await flags.keep("c2", [], 2.0)
    many = [f"x{n}" for n in range(AT_ONCE)]
    assert await flags.of([*many, "c1", "c2", "c3"]) == {"c1": [{"quote": "It is on hold."}], "c2": []}
    assert await flags.of([]) == {}


async def test_old_ones_are_forgotten(db: Database) -> None:
    flags = Flags(db)
    await flags.keep("c1", [], 1.0)
    await flags.forget(2.0)
    assert await flags.of(["c1"]) == {}
