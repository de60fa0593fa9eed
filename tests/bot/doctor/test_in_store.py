"""The database's state as findings, on either kind of database."""

import pytest

from bot.doctor.bench import Bench
from bot.doctor.finding import Mark
from bot.doctor.in_store import age, digests, engine_age, engine_tables, store, troubles
from bot.store import Database
from bot.store.schedules import Period, Schedules
from bot.store.schema import Schema
from bot.store.troubles import Trouble, Troubles
from bot.store.works import Work, Works
from tests.builders import NOON, a_schedule, settings_env

NOW = NOON.timestamp()


def bench(db: Database) -> Bench:
    url = db.engine.url
    path = url.database if url.drivername.startswith("sqlite") else None
    address = f"sqlite:///{path}" if path else url.set(drivername="postgresql").render_as_string(False)
    return Bench.of(settings_env(DATABASE_URL=address), lambda: NOW)


async def test_what_is_stored_is_told_and_nothing_is_changed(db: Database) -> None:
    calm = await store(bench(db))
    assert [f.check for f in calm] == ["database", "digests", "left behind"]
    assert all(f.mark is Mark.FINE for f in calm)
    await Schedules(db).put(a_schedule(), NOW)
    await Troubles(db).open(Trouble("token", "Truto does not accept our API token.", NOW))
    await Works(db).begin(Work("k", "C1", "1.1", "UANA", NOW - 3_601))
    found = {f.check: f for f in await store(bench(db))}
    assert found["digests"].say.startswith("1 digest, the next one ")
    assert found["troubles"].mark is Mark.WRONG
    assert found["left behind"].say == "1 run on record as under way for over an hour"


async def test_the_clock_of_a_postgresql_is_heard(db: Database) -> None:
    looked = bench(db)
    await store(looked)
    assert ("the database" in looked.skews) == (db.engine.dialect.name == "postgresql")


@pytest.mark.parametrize(
    ("current", "mark", "said"),
    [
        (None, Mark.NOTE, "nothing is stored"),
        ("0001", Mark.NOTE, "the next start of a bot brings it to 0002"),
        ("0002", Mark.FINE, "is reached"),
        ("0003", Mark.WRONG, "newer than this release"),
    ],
)
def test_the_age_of_the_tables_is_told_beside_this_code(current: str | None, mark: Mark, said: str) -> None:
    found = age(Schema(current, ("0001", "0002")), "here")
    assert found.mark is mark
    assert said in found.say


def test_the_age_of_the_engine_s_tables_is_told_likewise() -> None:
    marks = [engine_age(version, 125).mark for version in (124, 125, 126)]
    assert marks == [Mark.NOTE, Mark.FINE, Mark.WRONG]


async def test_a_place_without_anything_is_no_fault_and_one_out_of_reach_is(tmp_path: object) -> None:
    fresh = Bench.of(settings_env(CHORISTER_HOME=str(tmp_path)))
    assert [f.mark for f in [*await store(fresh), *await engine_tables(fresh)]] == [Mark.NOTE] * 2
    away = Bench.of(settings_env(DATABASE_URL="postgresql://ana:s3cret@127.0.0.1:1/x"))
    for (found,) in (await store(away), await engine_tables(away)):
        assert found.mark is Mark.WRONG
        assert "s3cret" not in found.say


def test_the_next_digest_and_each_one_that_came_to_nothing_are_told() -> None:
    one, two = a_schedule(id="a", by_name="Sam"), a_schedule(id="b", paused=True)
    failed = Period("a", "2026-06-02", "failed", "Chorus did not answer.", NOW - 86_400)
    missed = Period("b", "2026-06-01", "missed", "", NOW - 2 * 86_400)
    first, *bad = digests([one, two], {"a": failed, "b": missed}, NOW, ())
    assert "the last one: failed" in first.say
    assert ["failed: Chorus did not answer" in bad[0].say, "was missed" in bad[1].say] == [True, True]
    quiet = Period("a", "2026-06-02", "quiet", "nothing changed, 11 open", NOW - 60)
    assert (
        "the last one: quiet (nothing changed, 11 open), 13:59"
        in digests([one], {"a": quiet}, NOW, ())[0].say
    )
    assert digests([two], {}, NOW, ())[0].say == "1 digest, and none has a day left"
    assert digests([], {}, NOW, ())[0].mark is Mark.FINE


def test_a_trouble_is_wrong_until_somebody_acts() -> None:
    (found,) = troubles([Trouble("token", "Truto does not accept our API token.", NOW)])
    assert (found.mark, found.say) == (Mark.WRONG, "Truto does not accept our API token")
