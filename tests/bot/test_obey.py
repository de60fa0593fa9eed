"""Commands are done by admins, on record first; everybody may look."""

from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from bot.agent.allowance import Amount
from bot.commands import ClearRule, Help, SetRule, ShowRules, ShowSwitch, ShowUsage, TurnSwitch
from bot.obey import obey
from bot.proposals.field_rules import FieldPolicy, FieldRule
from bot.slack.command_words import OVERTAKEN
from bot.store import Database
from bot.store.audit import Audit, NotRecorded
from bot.store.field_rules import FieldRules
from bot.store.spending import Spending
from bot.store.switches import Switches
from tests.builders import settings

NEVER = FieldRule(FieldPolicy.NEVER)


@pytest.fixture
def here(db: Database) -> SimpleNamespace:
    return SimpleNamespace(
        settings=settings(CHORISTER_ADMINS="U0ROSA0"),
        switches=Switches(db),
        field_rules=FieldRules(db),
        audit=Audit(db),
        spending=Spending(db),
        now=lambda: 5.0,
    )


async def test_everybody_may_look(here: SimpleNamespace) -> None:
    for command in (Help(), ShowSwitch("writes"), ShowRules(), ShowUsage()):
        assert await obey(command, "UANYBODY", "k", here)


@pytest.mark.parametrize(
    "command", [TurnSwitch("writes", False), SetRule("Champion", NEVER), ClearRule("Champion")]
)
async def test_only_admins_change_something(here: SimpleNamespace, command: object) -> None:
    said = await obey(command, "UANYBODY", "k", here)
    assert "<@U0ROSA0>" in said
    assert await here.switches.get("writes") is None
    assert await here.field_rules.all() == {}


async def test_admins_see_what_everybody_spent_and_others_their_own(here: SimpleNamespace) -> None:
    for who, usd in (("UANA", 1.25), ("UBEN", 2.5)):
        await here.spending.add(f"run|{who}", "run", who, "1970-01-01", Amount(usd, 1_000))
    every, own = [await obey(ShowUsage(), who, "k", here) for who in ("U0ROSA0", "UANA")]
    assert "Today: $3.75 of $100.00" in every
    assert "<@UBEN>: $2.50" in every
    assert "Today: $1.25 of $10.00" in own
    assert "UBEN" not in own


async def test_a_switch_is_turned_and_on_record(here: SimpleNamespace) -> None:
    assert "off from now on" in await obey(TurnSwitch("writes", False), "U0ROSA0", "k1", here)
    assert (await here.switches.get("writes")).on is False
    assert "on again" in await obey(TurnSwitch("writes", True), "U0ROSA0", "k2", here)
    rows = await here.audit.of("switch:writes")
    assert {(r["what"], r["who"], r["detail"]["was"]) for r in rows} == {
        ("switched off", "U0ROSA0", "on"),
        ("switched on", "U0ROSA0", "off"),
    }


async def test_a_rule_is_set_and_taken_away_with_what_it_was_before(here: SimpleNamespace) -> None:
    await obey(SetRule("Champion__c", NEVER), "U0ROSA0", "k1", here)
    assert await here.field_rules.all() == {"champion": NEVER}
    await obey(ClearRule("Champion"), "U0ROSA0", "k2", here)
    assert await here.field_rules.all() == {}
    assert "has no rule of its own" in await obey(ClearRule("Champion"), "U0ROSA0", "k3", here)
    rows = await here.audit.of("field:champion")
    assert [(r["what"], r["detail"]["was"]) for r in rows] == [
        ("rule set", None),
        ("rule cleared", ["never"]),
    ]


async def test_a_rule_that_somebody_else_set_meanwhile_stays(here: SimpleNamespace) -> None:
    assert await obey(SetRule("Champion", NEVER), "U0ROSA0", "k1", here, seen=0) != OVERTAKEN
    late = SetRule("Champion", FieldRule(FieldPolicy.APPEND))
    assert await obey(late, "U0ROSA0", "k2", here, seen=0) == OVERTAKEN
    assert await obey(ClearRule("Champion"), "U0ROSA0", "k3", here, seen=1.0) == OVERTAKEN
    assert await here.field_rules.all() == {"champion": NEVER}


async def test_without_a_record_nothing_changes(here: SimpleNamespace, db: Database) -> None:
    async with db.engine.begin() as connection:
        await connection.execute(sa.text("drop table audit"))
    with pytest.raises(NotRecorded):
        await obey(TurnSwitch("writes", False), "U0ROSA0", "k", here)
    assert await here.switches.get("writes") is None
