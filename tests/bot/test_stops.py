"""A run hears that it was stopped: at once from its own process, soon from the store, also of what came before."""

import asyncio

from bot.stops import Stops
from bot.store.database import Database
from bot.store.works import Work, Works


async def test_a_click_that_lands_here_is_heard_at_once(db: Database) -> None:
    stops = Stops(Works(db))
    async with stops.watched("a") as one, stops.watched("b") as other:
        stops.tell(["a", "of another process"])
        assert one.is_set()
        assert not other.is_set()
    await stops.close()


async def test_what_was_stopped_elsewhere_or_before_is_found_in_the_store(db: Database) -> None:
    works = Works(db)
    for key in ("a", "b"):
        await works.begin(Work(key, "C1", "1.1", "UANA", 0.0))
    await works.stop("a", "UANA")
    stops = Stops(works)
    async with stops.watched("a") as one, stops.watched("b") as other:
        await asyncio.wait_for(one.wait(), 2)
        assert not other.is_set()
        await works.stop("b", "UANA")
        await asyncio.wait_for(other.wait(), 2)
    await stops.close()


async def test_nobody_looks_where_nothing_runs(db: Database) -> None:
    stops = Stops(Works(db))
    await stops.close()
    stops.tell(["a"])
