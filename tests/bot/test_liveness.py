"""Who lives and who does not, on a real PostgreSQL: only the work of the dead is handed on, by one who surely lives."""

import asyncio
import queue
from datetime import timedelta

import sqlalchemy as sa

from bot.liveness import Liveness, Work
from bot.store.database import synchronous
from bot.store.tables import workers

DEAD_AFTER = 0.4


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
    here = Liveness(postgres, "me", DEAD_AFTER, Work(lambda: {"me", "dead", "alive", "unknown"}, taken.put))
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

    here = Liveness(postgres, "me", DEAD_AFTER, Work(holders, taken.append))
    stamped(postgres, me=timedelta(minutes=1))
    here._look()
    assert (looks.qsize(), taken) == (1, [])
    here.stamp()
    here._look()
    assert taken == [["other"]]
    await asyncio.to_thread(here._db.dispose)


async def test_a_row_nobody_stamped_for_a_day_is_deleted(postgres: sa.URL) -> None:
    stamped(postgres, old=timedelta(days=2), recent=timedelta(hours=2))
    here = Liveness(postgres, "me", DEAD_AFTER, Work(set, list))
    here.stamp()
    assert rows(postgres) == {"me", "recent"}
    here._db.dispose()
