"""What an admin chose in Slack holds over the environment at once, on record first; and the way back."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.choices import Choices
from bot.risk.rule_file import BadRules
from bot.settings import Settings
from bot.store import Database
from bot.store.audit import Audit, NotRecorded
from bot.store.choices import Stored, StoredChoices
from tests.builders import settings


def choices_on(db: Database, made: Settings | None = None) -> Choices:
    return Choices(StoredChoices(db), Audit(db), made or settings(), lambda: 5.0)


async def choose(here: Choices, name: Any, value: Any, key: str = "k1", by: str = "UROSA") -> Any:
    return await here.choose((await here.holding(name)).stored, value, by, key)


async def test_the_environment_holds_until_somebody_chooses(db: Database, tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text("levels: {act: 7}\nprofiles: {emea: {levels: {act: 9}}}")
    here = choices_on(
        db,
        settings(CHORISTER_AUTO_JOIN="C000001", CHORISTER_QUIET="C000002", CHORISTER_RULES=str(file)),
    )
    assert (await here.auto_join(), await here.quiet()) == (("C000001",), ("C000002",))
    assert (await here.rules()).own.levels.act == 7
    assert list(await here.profiles()) == ["emea"]
    assert not (await here.holding("rules")).is_chosen


async def test_a_choice_holds_on_every_worker_at_once(db: Database) -> None:
    one, other = choices_on(db), choices_on(db)
    assert await choose(one, "auto_join", ["C1"]) is None
    assert await choose(one, "quiet", []) is None
    assert await choose(one, "rules", "levels: {act: 8}") is None
    assert (await other.auto_join(), await other.quiet()) == (("C1",), ())
    assert (await other.rules()).own.levels.act == 8
    held = await other.holding("quiet")
    assert (held.is_chosen, held.stored.by, held.stored.at) == (True, "UROSA", 5.0)


async def test_an_empty_choice_is_a_choice_and_none_goes_back(db: Database) -> None:
    here = choices_on(db, settings(CHORISTER_QUIET="C000002"))
    await choose(here, "quiet", [])
    assert await here.quiet() == ()
    await choose(here, "quiet", None, "k2")
    assert await here.quiet() == ("C000002",)
    rows = await Audit(db).of("setting:quiet")
    assert {(r["detail"]["setting"], str(r["detail"]["was"]), str(r["detail"]["now"])) for r in rows} == {
        ("CHORISTER_QUIET", "None", "[]"),
        ("CHORISTER_QUIET", "[]", "None"),
    }


async def test_a_choice_on_what_does_not_stand_any_more_is_refused(db: Database) -> None:
    here, seen = choices_on(db), Stored("quiet")
    assert await here.choose(seen, ["C1"], "UROSA", "k1") is None
    found = await here.choose(seen, ["C2"], "UIVO", "k2")
    assert found is not None
    assert (found.value, found.stored.by) == (["C1"], "UROSA")
    assert await here.quiet() == ("C1",)


async def test_a_form_that_is_sent_twice_chooses_once(db: Database) -> None:
    here, seen = choices_on(db), Stored("quiet")
    assert await here.choose(seen, ["C1"], "UROSA", "k1") is None
    assert await here.choose(seen, ["C1"], "UROSA", "k1") is None
    assert (await here.holding("quiet")).stored.version == 1
    assert len(await Audit(db).of("setting:quiet")) == 1


async def test_without_the_record_nothing_is_chosen(db: Database) -> None:
    here = choices_on(db)
    async with db.engine.begin() as connection:
        await connection.execute(sa.text("drop table audit"))
    with pytest.raises(NotRecorded):
        await choose(here, "quiet", ["C1"])
    assert await here.quiet() == ()


async def test_rules_that_do_not_fit_any_more_are_told_with_their_line(db: Database) -> None:
    here = choices_on(db)
    await choose(here, "rules", "levels: {act: 0}")  # an older version took it
    with pytest.raises(BadRules, match=r"the rules set in Slack, line 1: levels\.act"):
        await here.rules()
    assert await here.profiles() == {}
