"""The record only grows, and a repeated step adds nothing to it."""

import pytest
import sqlalchemy as sa

from bot.store import Database
from bot.store.audit import Audit, NotRecorded


async def test_rows_come_back_by_run_oldest_first(db: Database) -> None:
    audit = Audit(db)
    await audit.record("run", "write sent", "UANA", 2.0, payload={"a": [1, "ü"]})
    await audit.record("run", "proposed", "UANA", 1.0)
    await audit.record("other", "proposed", "UBEN", 1.5)
    rows = await audit.of("run")
    assert [(r["what"], r["who"], r["at"]) for r in rows] == [
        ("proposed", "UANA", 1.0),
        ("write sent", "UANA", 2.0),
    ]
    assert rows[1]["detail"] == {"payload": {"a": [1, "ü"]}}


async def test_the_same_event_is_recorded_once_and_keeps_its_first_words(db: Database) -> None:
    audit = Audit(db)
    await audit.record("run", "decided", "UANA", 1.0, key="click", verdict="approved")
    await audit.record("run", "decided", "UBEN", 2.0, key="click", verdict="declined")
    await audit.record("run", "decided", "UBEN", 3.0, key="click2", verdict="declined")
    assert [(r["who"], r["detail"]["verdict"]) for r in await audit.of("run")] == [
        ("UANA", "approved"),
        ("UBEN", "declined"),
    ]


async def test_what_cannot_be_recorded_is_raised_for_an_effect_and_only_logged_for_a_note(
    db: Database,
) -> None:
    audit = Audit(db)
    async with db.engine.begin() as connection:
        await connection.execute(sa.text("drop table audit"))
    with pytest.raises(NotRecorded):
        await audit.record("run", "write sent", "UANA", 1.0)
    await audit.note("run", "write answered", "UANA", 2.0)


async def test_old_rows_are_forgotten_and_the_others_stay(db: Database) -> None:
    audit = Audit(db)
    await audit.record("old", "proposed", "UANA", 1.0)
    await audit.record("new", "proposed", "UANA", 9.0, deal="006x")
    await audit.forget(5.0)
    assert [(r["run"], r["deal"]) for r in await audit.all()] == [("new", "006x")]


async def test_the_newest_runs_are_read_whole_of_one_person_if_need_be(db: Database) -> None:
    audit = Audit(db)
    await audit.record("old", "proposed", "UANA", 1.0)
    await audit.record("card", "proposed", "UANA", 2.0)
    await audit.record("card", "decided", "UBEN", 9.0)
    await audit.record("last", "asked", "UANA", 10.0)
    runs = [
        [row["run"] for row in await audit.newest(*wanted)]
        for wanted in (
            (5.0, None, 9),
            (0.0, "UBEN", 9),
            (0.0, None, 1),
            (11.0, None, 9),
        )
    ]
    assert runs == [["card", "card", "last"], ["card", "card"], ["last"], []]
