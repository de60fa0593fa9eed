"""Mistakes in a rule file, in plain words."""

import pytest

from bot.risk.rule_file import BadRules, read_rules


@pytest.mark.parametrize(
    "text, said",
    [
        ("levels: {red: 1}", "levels.red: there is no such name here"),
        ("levels: {act: many}", "levels.act: a whole number belongs here"),
        ("levels: {act: 0}", "levels.act: this must be at least 1"),
        ("window_days: 400", "window_days: this must be at most 365"),
        ("rules: {R2: {enabled: perhaps}}", "rules.R2.enabled: true or false belongs here"),
        ("rules: {R2: 5}", "rules.R2: names with values below them belong here"),
        ("rules: {R12: {days: 0}}", "rules.R12.days: this must be more than 0"),
        ("rules: {R4: {titles: CFO}}", "rules.R4.titles: a list belongs here"),
        ("rules: {R4: {titles: []}}", "rules.R4.titles: at least one belongs here"),
    ],
)
def test_a_mistake_is_told_without_a_word_of_the_library(text: str, said: str) -> None:
    with pytest.raises(BadRules) as found:
        read_rules(text)
    assert str(found.value) == f"the rules, line 1: {said}"
