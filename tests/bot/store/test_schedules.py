"""Schedules are kept, replaced and deleted with their periods; what became of a period is known."""

from dataclasses import replace

from bot.store import Database
from bot.store.schedules import Period, Schedules
from tests.builders import a_schedule


async def test_a_schedule_is_kept_replaced_listed_and_deleted(db: Database) -> None:
    kept, old, young = Schedules(db), a_schedule("z", created_at=1.0), a_schedule("a", created_at=2.0)
    await kept.put(young, 2.0)
    await kept.put(old, 1.0)
    assert await kept.all() == [old, young]
    paused = replace(old, paused=True, quiet_days=("2026-12-24",), reps=("1",))
    await kept.put(paused, 3.0)
    assert await kept.get("z") == paused
    assert await kept.running() == [young]
    assert await kept.delete("z")
    assert not await kept.delete("z")
    assert await kept.get("z") is None


async def test_the_last_word_on_a_period_counts(db: Database) -> None:
    kept = Schedules(db)
    await kept.mark("d1", "2026-06-02", "sent", 5.0)
    await kept.mark("d1", "2026-06-03", "started", 8.0)
    await kept.mark("d1", "2026-06-03", "failed", 9.0, "Chorus did not answer.")
    await kept.mark("d2", "2026-06-03", "quiet", 7.0)
    failed = Period("d1", "2026-06-03", "failed", "Chorus did not answer.", 9.0)
    assert await kept.period("d1", "2026-06-03") == failed
    assert await kept.last(["d1", "d2", "d3"]) == {
        "d1": failed,
        "d2": Period("d2", "2026-06-03", "quiet", "", 7.0),
    }
    assert await kept.last([]) == {}


async def test_missed_is_noted_once_and_only_where_nothing_else_is_known(db: Database) -> None:
    kept = Schedules(db)
    await kept.mark("d1", "2026-06-02", "sent", 5.0)
    assert not await kept.note_missed("d1", "2026-06-02", 9.0)
    assert await kept.note_missed("d1", "2026-06-03", 9.0)
    assert not await kept.note_missed("d1", "2026-06-03", 99.0)
    assert await kept.last(["d1"]) == {"d1": Period("d1", "2026-06-03", "missed", "", 9.0)}


async def test_a_deleted_schedule_and_old_periods_leave_nothing(db: Database) -> None:
    kept = Schedules(db)
    await kept.put(a_schedule(), 1.0)
    await kept.mark("d1", "2026-06-02", "sent", 5.0)
    await kept.mark("d2", "2026-06-02", "sent", 5.0)
    await kept.mark("d2", "2026-06-03", "sent", 6.0)
    await kept.delete("d1")
    await kept.forget(6.0)
    assert await kept.period("d1", "2026-06-02") is None
    assert await kept.period("d2", "2026-06-02") is None
    assert await kept.period("d2", "2026-06-03") is not None


async def test_the_newest_runs_that_posted_nothing_over_all_schedules(db: Database) -> None:
    kept = Schedules(db)
    for n, state in enumerate(("quiet", "sent", "failed", "started", "missed")):
        await kept.mark(f"d{n}", "2026-06-02", state, float(n), "why")
    assert [(p.schedule, p.state) for p in await kept.silent(2)] == [("d4", "missed"), ("d2", "failed")]
    assert [p.state for p in await kept.silent(9)] == ["missed", "failed", "quiet"]
