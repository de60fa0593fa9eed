"""What was spent: summed by person and day, a repeated step once, and forgotten by the day."""

from bot.agent.allowance import Amount
from bot.store import Database
from bot.store.spending import Spending


async def test_sums_are_by_person_and_day(db: Database) -> None:
    spending = Spending(db)
    assert await spending.since("2026-06-01") == {}
    rows = (("UANA", "2026-06-01"), ("UANA", "2026-06-02"), ("UANA", "2026-06-02"), ("UBEN", "2026-06-02"))
    for n, (who, day) in enumerate(rows):
        await spending.add(f"run|{n}", "run", who, day, Amount(0.5, 2_000_000_000))
    assert await spending.since("2026-06-02") == {
        ("UANA", "2026-06-02"): Amount(1.0, 4_000_000_000),
        ("UBEN", "2026-06-02"): Amount(0.5, 2_000_000_000),
    }
    assert len(await spending.since("2026-06-01")) == 3


async def test_a_repeated_step_counts_once_and_another_one_by_itself(db: Database) -> None:
    spending = Spending(db)
    for key in ("run|3", "run|3", "run|4"):
        await spending.add(key, "run", "UANA", "2026-06-01", Amount(0.5, 10))
    assert await spending.since("2026-06-01") == {("UANA", "2026-06-01"): Amount(1.0, 20)}


async def test_what_is_older_than_a_day_is_forgotten(db: Database) -> None:
    spending = Spending(db)
    for n, day in enumerate(("2025-12-31", "2026-01-01", "2026-01-02")):
        await spending.add(f"run|{n}", "run", "UANA", day, Amount(1.0, 1))
    await spending.forget("2026-01-01")
    assert {day for _, day in await spending.since("")} == {"2026-01-01", "2026-01-02"}
