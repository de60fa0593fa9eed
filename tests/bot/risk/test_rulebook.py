"""The rules as data: which stage is which, what does not fit together, and what names a set of rules."""

from bot.risk.rule_file import default_rules, read_rules


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
