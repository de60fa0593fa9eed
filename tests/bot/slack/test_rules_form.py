"""A company's rules in a form: over as many inputs as they need, and each mistake below the line that holds it."""

import pytest

from bot.risk.rule_file import DEFAULTS, BadRules, read_rules
from bot.slack.modals import INPUT
from bot.slack.rules_form import PARTS, pieces, rule_errors, rules_form, typed_rules
from sandbox.slack import check_view
from tests.bot.slack.test_home_forms import sent

LONG = "\n".join(f"# line {n} of a long file" for n in range(1, 400))


def test_rules_come_back_as_they_were_shown() -> None:
    for text in ("", "levels: {act: 7}", "\nlevels:\n\n  act: 7", LONG, DEFAULTS.read_text("utf-8")):
        view = rules_form(text, 3)
        assert view is not None
        assert "\n".join(typed_rules(sent(view))).rstrip() == text.rstrip()


def test_long_rules_are_cut_at_the_ends_of_lines_with_room_for_more() -> None:
    parts = pieces(LONG)
    assert len(parts) > 2
    assert all(len(part) <= INPUT for part in parts)
    view = rules_form(LONG, 0)
    assert view is not None
    labels = [block["label"]["text"] for block in view["blocks"][1:]]
    second = parts[0].count("\n") + 2
    assert labels[:2] == ["Rules, as YAML", f"From line {second} on"]
    assert labels[-1] == "More"


def test_what_is_too_long_for_a_form_is_none() -> None:
    assert rules_form("\n".join(["#" * 2000] * (2 * PARTS)), 0) is None
    assert rules_form("# " + "x" * INPUT, 0) is None
    full = rules_form("\n".join(["#" * 2900] * PARTS), 0)
    assert full is not None
    assert check_view(full) == []


@pytest.mark.parametrize(
    "parts, errors",
    [
        (
            ["levels:\n  act: 0"],
            {"rules:0": "Line 2: levels.act: this must be at least 1"},
        ),
        (["# one\n# two", "levels:\n  act: x"], {"rules:1": "Line 2: levels.act: "}),
        (["levels: {act: 1"], {"rules:0": "Line 1: "}),
        (["window_days: 1\nlevels: {act: 0}"], {"rules:0": "Line 1: window_days: "}),
    ],
)
def test_each_mistake_is_told_with_its_line_in_its_input(parts: list[str], errors: dict[str, str]) -> None:
    with pytest.raises(BadRules) as bad:
        read_rules("\n".join(parts))
    found = rule_errors(str(bad.value), parts)
    assert list(found) == list(errors)
    assert all(said.startswith(errors[field]) or errors[field] in said for field, said in found.items())


def test_a_mistake_without_a_line_stands_below_the_first_input() -> None:
    assert rule_errors("the rules: odd", [""]) == {"rules:0": "the rules: odd"}
