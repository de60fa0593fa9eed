"""What /chorister answers: how things stand, and nothing that a field's name could forge."""

import pytest

from bot.proposals.field_rules import FieldPolicy, FieldRule
from bot.slack import command_words as words
from bot.store.field_rules import ListedRule
from bot.store.switches import Switch
from tests.builders import settings


@pytest.mark.parametrize("name", ["writes", "joins"])
def test_a_switch_is_told_as_it_stands(name: str) -> None:
    assert "is on" in words.how_it_stands(name, settings(), None)
    assert "switched off by <@UROSA>" in words.how_it_stands(
        name, settings(), Switch(name, False, "UROSA", 1.0)
    )
    assert "switched on by <@UROSA>" in words.how_it_stands(
        name, settings(), Switch(name, True, "UROSA", 1.0)
    )
    off = settings(CHORISTER_WRITES="off", CHORISTER_JOINS="off")
    assert "settings" in words.how_it_stands(name, off, Switch(name, True, "UROSA", 1.0))
    assert "only whoever runs Chorister" in words.turned(name, off, on=True)
    assert "on again" in words.turned(name, settings(), on=True)
    assert "off from now on" in words.turned(name, settings(), on=False)


def test_what_narrows_writing_is_told_along() -> None:
    narrow = settings(CHORISTER_WRITE_CHANNELS="C0DEALS", CHORISTER_WRITE_PEOPLE="U0ANA00")
    said = words.how_it_stands("writes", narrow, None)
    assert "<#C0DEALS>" in said
    assert "<@U0ANA00>" in said


def test_rules_are_listed_with_who_set_them_and_what_holds_for_the_rest() -> None:
    rule = ListedRule("Forecast <!here>", FieldRule(FieldPolicy.REPLACE, ("Commit",)), "UROSA", 1.0)
    said = words.all_rules([rule])
    assert "Commit" in said
    assert "<@UROSA>" in said
    assert "<!here>" not in said
    assert "Stage, amount, close date and owner: *never*" in said
    assert "No field has a rule" in words.all_rules([])


def test_a_change_is_said_back() -> None:
    assert "not proposed" in words.rule_set("Champion", FieldRule(FieldPolicy.NEVER))
    assert "Champion" in words.rule_cleared("Champion", had_one=True)
    assert "never" in words.rule_cleared("Amount", had_one=True)


def test_a_refusal_names_who_could() -> None:
    assert "<@UROSA>" in words.not_an_admin(["UROSA"])
    assert "there is none" in words.not_an_admin([])
