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


async def test_of_two_who_saw_the_same_only_the_first_sets_or_clears(db: Database) -> None:
    rules, never = FieldRules(db), FieldRule(FieldPolicy.NEVER)
    assert await rules.set("Forecast__c", REPLACE, "UROSA", 1.0, seen=0)
    assert not await rules.set("forecast", never, "UIVO", 1.5, seen=0)
    assert await rules.set("forecast", never, "UIVO", 2.0, seen=1.0)
    assert not await rules.set("forecast", REPLACE, "UROSA", 3.0, seen=1.0)
    assert not await rules.clear("forecast", seen=1.0)
    assert await rules.all() == {"forecast": never}
    assert await rules.clear("forecast", seen=2.0)
