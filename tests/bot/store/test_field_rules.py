"""A field has one rule, however its name is spelled."""

from bot.proposals.field_rules import FieldPolicy, FieldRule
from bot.store import Database
from bot.store.field_rules import FieldRules, ListedRule

REPLACE = FieldRule(FieldPolicy.REPLACE, ("Commit", "Best case"))


async def test_a_rule_is_kept_replaced_listed_and_taken_away(db: Database) -> None:
    rules = FieldRules(db)
    await rules.set("Forecast__c", FieldRule(FieldPolicy.NEVER), "UROSA", 1.0)
    await rules.set("forecast", REPLACE, "UMIA", 2.0)
    assert await rules.all() == {"forecast": REPLACE}
    assert await rules.listed() == [ListedRule("forecast", REPLACE, "UMIA", 2.0)]
    assert await rules.clear("Forecast")
    assert not await rules.clear("Forecast")
    assert await rules.all() == {}
