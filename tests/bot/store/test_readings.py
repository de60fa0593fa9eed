"""Readings: what was sent, by digest and period."""

from bot.store import Database
from bot.store.readings import Owned, Readings


async def test_the_newest_reading_is_the_one_to_compare_with(db: Database) -> None:
    readings = Readings(db)
    assert await readings.last_sent("S1") is None
    for period, at in (("2026-06-02", 2.0), ("2026-06-03", 3.0), ("2026-06-01", 1.0)):
        await readings.keep("S1", period, at, "r1", {"at_risk": int(at), "standings": {}})
    await readings.keep("S2", "2026-06-09", 9.0, "r1", {"at_risk": 0})
    last = await readings.last_sent("S1")
    assert last is not None
    assert (last["at"], last["rules"], last["at_risk"]) == (3.0, "r1", 3)
    assert (await readings.of("S1", "2026-06-02")) == {"at_risk": 2, "standings": {}}
    assert await readings.of("S1", "2026-06-09") is None


async def test_the_history_is_that_of_the_same_rules_oldest_first(db: Database) -> None:
    readings = Readings(db)
    for n in range(5):
        await readings.keep("S1", f"p{n}", float(n), "r1" if n else "r0", {"at_risk": n, "owners": ["7"]})
    await readings.keep("S1", "p5", 5.0, "r1", {"at_risk": 99, "owners": ["7", "8"]})
    assert await readings.history("S1", "r1", ["7"], 4) == [(2.0, 2), (3.0, 3), (4.0, 4)]


async def test_a_period_is_kept_once_and_old_ones_are_forgotten(db: Database) -> None:
    readings = Readings(db)
    for at_risk in (1, 2):
        await readings.keep("S1", "p", 1.0, "r1", {"at_risk": at_risk})
    assert await readings.of("S1", "p") == {"at_risk": 2}
    await readings.forget(2.0)
    assert await readings.of("S1", "p") is None


async def test_a_deal_is_whose_its_newest_call_says(db: Database) -> None:
    readings = Readings(db)
    assert await readings.owner_of("D1") is None
    await readings.keep_owners([Owned(f"D{n}", "7", "ana@x.example", 1.0) for n in range(250)])
    await readings.keep_owners([Owned("D1", None, "ben@x.example", 2.0)])
    await readings.keep_owners([Owned("D1", "7", "ana@x.example", 1.5)])  # who sees her own calls alone
    await readings.keep_owners([])
    assert await readings.owner_of("D1") == (None, "ben@x.example")
    assert await readings.owner_of("D249") == ("7", "ana@x.example")
    await readings.forget(2.0)
    assert await readings.owner_of("D249") is None
    assert await readings.owner_of("D1") is not None


async def test_a_digest_has_looked_at_somebodys_deals(db: Database) -> None:
    readings = Readings(db)
    await readings.keep_owners([Owned("D1", "7", "ana@x.example", 1.0)])
    assert await readings.has_deals("ana@x.example")
    assert not await readings.has_deals("ben@x.example")


async def test_the_newest_of_each_schedule_and_what_was_kept_since(db: Database) -> None:
    readings = Readings(db)
    for schedule, period, at in (
        ("S1", "p1", 1.0),
        ("S1", "p2", 2.0),
        ("S2", "p1", 1.5),
        ("alert", "x", 9.0),
    ):
        await readings.keep(schedule, period, at, "r", {"n": at})
    assert await readings.newest(apart="alert") == [
        {"schedule": "S2", "at": 1.5, "body": {"n": 1.5}},
        {"schedule": "S1", "at": 2.0, "body": {"n": 2.0}},
    ]
    assert await readings.since("S1", 2.0) == [{"at": 2.0, "body": {"n": 2.0}}]


async def test_ones_own_deals_are_found_by_id_or_address(db: Database) -> None:
    readings = Readings(db)
    rows = [("D1", "7", ""), ("D2", None, "Ana@x.example"), ("D3", "8", "ben@x.example")]
    await readings.keep_owners([Owned(deal, owner, email, 1.0) for deal, owner, email in rows])
    assert await readings.deals_of("7", "ana@x.example") == {"D1": "7", "D2": None}
    assert await readings.deals_of(None, "ben@x.example") == {"D3": "8"}
    assert await readings.deals_of(None, "") == {}
