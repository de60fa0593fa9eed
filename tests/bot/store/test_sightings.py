"""A row for each connection: when it was last seen to work, and when and why it failed."""

from bot.store import Database
from bot.store.sightings import Sighting, StoredSightings


async def test_each_connection_keeps_both_moments(db: Database) -> None:
    rows = StoredSightings(db)
    assert await rows.all() == {}
    await rows.worked("truto", 5.0)
    await rows.failed("truto", "It broke off.", 6.0)
    await rows.failed("claude", "Claude could not be reached.", 7.0)
    assert await rows.all() == {
        "truto": Sighting("truto", 5.0, 6.0, "It broke off."),
        "claude": Sighting("claude", None, 7.0, "Claude could not be reached."),
    }


def test_it_fails_where_the_newest_word_is_a_failure() -> None:
    assert Sighting("truto", 5.0, 6.0, "x").is_failing
    assert Sighting("truto", None, 6.0, "x").is_failing
    assert not Sighting("truto", 6.0, 5.0, "x").is_failing
    assert not Sighting("truto").is_failing
