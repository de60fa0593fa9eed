"""The rules as data: which stage is which, what does not fit together, and what names a set of rules."""

from bot.risk.rule_file import default_rules, read_rules
from bot.risk.rulebook import rules_changed


def test_a_stage_is_known_by_our_name_and_by_the_crms() -> None:
    book = read_rules("stages:\n  Discovery: [SQL, 1 - Qualify]\n").own
    assert [
        book.rank(name) for name in ("sql", "1 - qualify", "Discovery", "Negotiation/Review", "Legal", None)
    ] == [
        *(0, 0, 0, 4),
        *(None, None),
    ]


def test_what_does_not_fit_together_is_named_where_it_stands() -> None:
    book = default_rules()
    levels = book.levels.model_copy(update={"act": 1})
    rules = book.rules.model_copy(update={"R2": book.rules.R2.model_copy(update={"from_stage": "Nowhere"})})
    wrong = book.model_copy(update={"levels": levels, "rules": rules})
    assert [place for place, _ in wrong.contradictions()] == [("levels", "act"), ("rules", "R2", "from")]


def test_other_numbers_have_another_fingerprint() -> None:
    book = default_rules()
    assert book.fingerprint == default_rules().fingerprint
    assert book.fingerprint != book.model_copy(update={"window_days": 30}).fingerprint


def test_the_rules_that_are_not_the_ones_that_come_with_chorister_are_known() -> None:
    other = read_rules("rules: {R2: {days: {small: 3}}, R12: {enabled: false}}").own
    assert rules_changed(other, default_rules()) == ["R2", "R12"]
    assert rules_changed(default_rules(), default_rules()) == []
