"""The rules as data: a company's own over ours, and mistakes named by line."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.risk.rule_file import BadRules, default_rules, read_rules


def wrong(text: str) -> str:
    with pytest.raises(BadRules) as found:
        read_rules(text, "rules.yaml")
    return str(found.value)


def test_ours_fit_together() -> None:
    assert default_rules().contradictions() == []
    assert read_rules("").own == read_rules("# nothing").own == default_rules()


def test_a_file_says_only_what_differs() -> None:
    book = read_rules("rules:\n  R2:\n    days: {enterprise: 21}\n").own
    days = book.rules.R2.days
    assert (days.small, days.mid, days.enterprise) == (7, 14, 21)
    assert book.rules.R3 == default_rules().rules.R3


def test_stages_with_names_of_ones_own_come_in_their_own_order() -> None:
    own = "stages: {Discovery: [a], Scoping: [b], Qualification: [c], Proposal: [d], Negotiation: [e]}"
    book = read_rules(own).own
    assert [book.rank(name) for name in ("Discovery", "Scoping", "c", "Proposal", "e", "Evaluation")] == [
        *(0, 1, 2, 3, 4),
        None,
    ]


@pytest.mark.parametrize(
    "text, said",
    [
        (
            "rules:\n  R2:\n    days: {small: -1}\n",
            "line 3: rules.R2.days.small: this must be more than 0",
        ),
        ("rules:\n  R2:\n    dys: 3\n", "rules.yaml, line 3: rules.R2.dys: there is no such name here"),
        ("\nrules:\n  R2:\n    from: Nowhere\n", "line 4: rules.R2.from: “Nowhere” is not among the stages"),
        ("levels:\n  act: 1\n", "line 2: levels.act: must not be less than at_risk"),
        ("segments:\n  mid: 900000\n", "line 1: segments.enterprise: must not be less than mid"),
        ("stages:\n  Discovery: [Quote]\n", "line 1: stages: one name stands for two stages"),
        ("rules:\n  R7: {}\n", "line 2: rules.R7: there is no such name"),
        ("rules:\n  R2: null\n", "line 2: rules.R2: names with values below them"),
        ("stages: {'': [x]}", "line 1: stages: a stage needs a name"),
        ("a: " + "[" * 3000 + "]" * 3000, "it is nested too deeply"),
        ("a: 1\nlevels: &a\n  x: *a", "line 3: please write out what *a stands for"),
        ("a: [", "line 1: expected the node content"),
        ("- R1\n", "line 1: names with values below them"),
        ("rules:\n\tR1: {}\n", "line 2: found character '\\t'"),
        ("a: !!python/object:os.system x", "line 1: could not determine a constructor"),
        ("window_days: .inf", "line 1: window_days: a number belongs here"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_reason(text: str, said: str) -> None:
    assert said in wrong(text)


def test_a_profile_says_only_what_differs_from_the_companys_own_rules() -> None:
    rules = read_rules(
        "window_days: 60\nprofiles:\n  enterprise:\n    rules:\n      R2:\n        days: {enterprise: 45}\n"
    )
    own, enterprise = rules.own, rules.book("enterprise")
    assert enterprise is not None
    assert (enterprise.window_days, enterprise.rules.R2.days.enterprise, own.rules.R2.days.enterprise) == (
        60,
        45,
        30,
    )
    assert (rules.book(""), rules.book("gone")) == (own, None)
    assert own.fingerprint == read_rules("window_days: 60").own.fingerprint != enterprise.fingerprint


@pytest.mark.parametrize(
    "text, said",
    [
        ("profiles: [a]", "line 1: profiles: names with rules below them"),
        ("profiles:\n  small: 3\n", "line 2: profiles.small: what differs"),
        ("profiles:\n  1: {}\n", "line 2: profiles.1: a profile needs a name"),
        (f"profiles: {{{'x' * 41}: {{}}}}", "a profile needs a name of 1 to 40"),
        ("profiles:\n  a:\n    window_days: 3\n", "line 3: profiles.a.window_days: this must be at least"),
        ("profiles:\n  a:\n    levels:\n      act: 1\n", "line 4: profiles.a.levels.act: must not be less"),
        ("profiles: {" + ", ".join(f"p{n}: {{}}" for n in range(51)) + "}", "line 1: profiles: at most 50"),
        ("profiles: {'a ': {}}", "a profile needs a name"),
        ("profiles:\n  smb: {}\n  smb: {window_days: 60}\n", "line 3: smb stands there twice"),
        ("levels: {act: 0}\nprofiles: {a: {window_days: 3}}", "line 1: levels.act"),
    ],
)
def test_a_mistake_in_a_profile_is_named_with_its_line_too(text: str, said: str) -> None:
    assert said in wrong(text)


def test_every_mistake_is_named_at_once() -> None:
    assert wrong("levels: {act: 0}\nwindow_days: 3\n").count("rules.yaml, line") == 2


@given(st.text(max_size=200))
def test_no_text_does_anything_but_be_read_or_refused(text: str) -> None:
    with suppress(BadRules):
        assert read_rules(text).own.contradictions() == []
