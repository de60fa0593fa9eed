"""Every table has a rule; what is old goes by it, and what guards against doubles outlives what could repeat them."""

from typing import Any

import pytest
import sqlalchemy as sa

from bot.store import Database
from bot.store.tables import metadata
from bot.workflows.forget import delete_old
from bot.workflows.retention import AT_LEAST, DAY, GUARDED, RULES, Rule, Terms
from sandbox.world import World
from tests.bot.store.test_schema import a_row
from tests.builders import settings
from tests.conftest import Start

NOW = 2_000_000_000.0
OLD: dict[str, dict[str, Any]] = {
    "spending": {"day": "1970-01-01"},
    "posts": {"ts": "1000000000.000100"},
    "conversations": {"waiting": None},
    "claims": {"holder": "of a card that is gone"},
}
"""What makes a row old, or over, where 1970 in every time does not."""
YOUNG = {"spending": {"day": "2099-01-01"}, "posts": {"ts": "4000000000.000100"}}


def test_every_table_has_a_rule_that_says_why() -> None:
    assert set(RULES) == set(metadata.tables)
    assert all(rule.why for rule in RULES.values())
    assert {rule.goes_with for rule in RULES.values()} <= {"", *RULES}


def goes(rule: Rule) -> bool:
    return rule.clear is not None or bool(rule.goes_with)


async def test_of_every_table_what_is_old_goes_and_what_is_young_or_has_no_end_stays(
    world: World, start: Start
) -> None:
    async with start() as app:
        db = app.house.posts._db
        for table in metadata.tables.values():
            await db.add(table, **a_row(table) | OLD.get(table.name, {}))
        await db.add(metadata.tables["engaged"], id="T1:C1:1000000000.000100:UANA")
        await delete_old()
        left = {name for name, table in metadata.tables.items() if await count(db, table)}
        assert left == {name for name, rule in RULES.items() if not goes(rule)}
        for table in metadata.tables.values():
            young = {c.name: app.house.now() for c in table.columns if isinstance(c.type, sa.Float)}
            await db.add(table, **a_row(table) | young | YOUNG.get(table.name, {}))
        await delete_old()
        assert [name for name, table in metadata.tables.items() if not await count(db, table)] == []


async def count(db: Database, table: sa.Table) -> int:
    row = await db.row(sa.select(sa.func.count().label("n")).select_from(table))
    return int(row["n"]) if row else 0


@pytest.mark.parametrize("days", ["0.01", "30", "1000"])
def test_keys_outlive_what_could_repeat_them_whatever_the_settings_say(days: str) -> None:
    terms = Terms.of(settings(CHORISTER_KEEP_DAYS=days, CHORISTER_AUDIT_DAYS=days), NOW)
    assert terms.said == pytest.approx(NOW - float(days) * DAY)
    assert terms.runs <= NOW - AT_LEAST, "an event that Slack sends again meets its run"
    assert terms.guarded <= min(terms.runs, terms.record, NOW - GUARDED), "no run or card posts again"
    assert terms.periods <= NOW - 62 * DAY, "no period is taken for a missed one"
