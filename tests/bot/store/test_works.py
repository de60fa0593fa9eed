"""A run is on record from its first words to its end, and is stopped once."""

from bot.store.database import Database
from bot.store.works import Work, Works

RUN = Work("m1", "C1", "1.1", "UANA", 10.0)


async def test_a_run_that_is_taken_up_again_stays_stopped(db: Database) -> None:
    works = Works(db)
    await works.begin(RUN)
    assert await works.stop("m1", "USAM")
    assert not await works.stop("m1", "UANA")
    assert await works.stop("m1", "USAM"), "it is asked again after a crash"
    await works.begin(RUN)
    held = await works.get("m1")
    assert held is not None
    assert (held.stopped_by, held.shown) == ("USAM", False)
    assert await works.stopped() == {"m1"}


async def test_a_run_that_has_ended_cannot_be_stopped(db: Database) -> None:
    works = Works(db)
    await works.begin(RUN)
    await works.stop("m1", "USAM")
    ended = await works.end("m1")
    assert ended
    assert (ended.stopped_by, ended.ended) == ("USAM", True)
    assert await works.end("m1") == ended, "it is asked again after a crash"
    assert not await works.stop("m1", "USAM")
    assert not await works.show("m1")
    assert await works.at("C1", "1.1") == []
    assert await works.stopped() == set()
    await works.drop("m1")
    assert await works.get("m1") is None
    assert await works.end("m1") is None


async def test_runs_are_found_by_their_thread_or_their_channel_oldest_first(db: Database) -> None:
    works = Works(db)
    for work in (RUN, Work("m2", "C1", "2.2", "UBEN", 9.0), Work("m3", "C2", "1.1", "UANA", 8.0)):
        await works.begin(work)
    assert await works.show("m1")
    assert [w.key for w in await works.at("C1", "1.1")] == ["m1"]
    assert [(w.key, w.shown) for w in await works.at("C1")] == [("m2", False), ("m1", True)]


async def test_what_a_dropped_run_left_behind_is_forgotten(db: Database) -> None:
    works = Works(db)
    await works.begin(RUN)
    await works.forget(10.0)
    assert await works.get("m1") is not None
    await works.forget(10.1)
    assert await works.get("m1") is None
