"""Who lives and who does not, on a real PostgreSQL: only the work of the dead is handed on, by one who surely lives."""

import asyncio
import queue
from datetime import timedelta

import sqlalchemy as sa

from bot.launch import QUICK
from bot.liveness import BEATS, Liveness, Pulse, Work, taken_over_within
from bot.settings import Settings
from bot.store.database import synchronous
from bot.store.tables import workers

DEAD_AFTER = 1.0


def stamped(url: sa.URL, **ago: timedelta) -> None:
    """Rows of other processes, last heard of so long ago."""
    engine = sa.create_engine(synchronous(url))
    with engine.begin() as connection:
        for id, span in ago.items():
            connection.execute(sa.insert(workers).values(id=id, beat=sa.func.now() - span))
    engine.dispose()


def rows(url: sa.URL) -> set[str]:
    engine = sa.create_engine(synchronous(url))
    with engine.connect() as connection:
        found = set(connection.execute(sa.select(workers.c.id)).scalars())
    engine.dispose()
    return found


async def test_the_work_of_the_dead_is_taken_over_and_that_of_the_living_is_not(postgres: sa.URL) -> None:
    stamped(postgres, dead=timedelta(minutes=1), alive=timedelta(minutes=-10))
    taken: queue.Queue[list[str]] = queue.Queue()
    held = {"me", "dead", "alive", "unknown"}
    here = Liveness(postgres, "me", DEAD_AFTER, Work(lambda: held, taken.put, list))
    here.stamp()
    here.watch()
    first = await asyncio.to_thread(taken.get, timeout=10)
    await asyncio.to_thread(here.leave)
    assert first == ["dead", "unknown"]
    assert rows(postgres) == {"dead", "alive"}, "whoever leaves says so"


async def test_one_whose_own_row_is_stale_judges_nobody(postgres: sa.URL) -> None:
    looks: queue.Queue[int] = queue.Queue()
    taken: list[list[str]] = []

    def holders() -> set[str]:
        looks.put(1)
        return {"other"}

    here = Liveness(postgres, "me", 60.0, Work(holders, taken.append, list))
    stamped(postgres, me=timedelta(minutes=2))
    here._look()
    assert (looks.qsize(), taken) == (1, [])
    here.stamp()
    here._look()
    assert taken == [["other"]]
    await asyncio.to_thread(here._db.dispose)


async def test_a_row_nobody_stamped_for_a_day_is_deleted(postgres: sa.URL) -> None:
    stamped(postgres, old=timedelta(days=2), recent=timedelta(hours=2))
    here = Liveness(postgres, "me", DEAD_AFTER, Work(set, list, list))
    here.stamp()
    assert rows(postgres) == {"me", "recent"}
    here._db.dispose()


async def test_what_this_process_holds_is_looked_at_and_options_of_the_address_stay(postgres: sa.URL) -> None:
    url = postgres.update_query_dict({"options": "-c application_name=ours"})
    taken: queue.Queue[int] = queue.Queue()
    here = Liveness(url, "me", DEAD_AFTER, Work(set, list, lambda: taken.put(1)))
    here.stamp()
    here.watch()
    await asyncio.to_thread(taken.get, timeout=10)
    with here._db.connect() as connection:
        shown = [
            connection.exec_driver_sql(f"show {n}").scalar()
            for n in ("application_name", "statement_timeout")
        ]
    await asyncio.to_thread(here.leave)
    assert shown == ["ours", "3s"]


def test_one_that_beats_steadily_may_judge() -> None:
    pulse = Pulse(dead_after=20.0, now=100.0)
    assert (pulse.beat, BEATS) == (5.0, 4)
    for now in (105.0, 110.0, 119.0):
        assert not pulse.late(now)
        pulse.beats(now)
        assert pulse.may_judge(now)


def test_after_a_late_beat_nobody_is_judged_until_all_others_had_time_to_beat() -> None:
    pulse = Pulse(dead_after=20.0, now=100.0)
    assert pulse.late(110.1)
    assert not pulse.may_judge(110.1), "nor before the late beat has come"
    pulse.beats(111.0)
    assert not pulse.late(111.0)
    for now in range(116, 136, 5):
        pulse.beats(now)
        assert not pulse.may_judge(now)
    pulse.beats(136.0)
    assert pulse.may_judge(136.0)


def test_a_loop_that_does_not_go_round_for_too_long_hangs() -> None:
    pulse = Pulse(dead_after=20.0, now=100.0)
    assert not pulse.hangs(120.0)
    assert pulse.hangs(120.1)
    pulse.loops(120.2)
    assert not pulse.hangs(120.3)


def test_the_work_of_a_dead_process_is_taken_over_within_a_minute() -> None:
    usual = Settings.model_fields["chorister_dead_after"].default
    assert taken_over_within(usual) == usual + Pulse(usual, 0.0).beat == 25.0
    assert taken_over_within(usual) + QUICK < 60
