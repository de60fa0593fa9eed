"""What was spent: today and before, by everybody for admins, by oneself for others."""

import pytest

from bot.agent.allowance import Amount
from bot.slack.usage_words import everybodys, ones_own, since
from bot.store.spending import NOBODY
from tests.builders import NOON, settings

NOW = NOON.timestamp()
SPENT = {
    ("UANA", "2026-06-03"): Amount(1.0, 950),
    ("UANA", "2026-05-28"): Amount(2.0, 12_000),
    ("UANA", "2026-05-27"): Amount(4.0, 1_000_000),
    ("UBEN", "2026-06-03"): Amount(0.5, 2_400_000),
    (NOBODY, "2026-05-05"): Amount(0.25, 999_600),
    ("UOLD", "2026-05-04"): Amount(9.0, 1),
}


def test_thirty_days_are_told_of_today_among_them() -> None:
    assert since(NOW) == "2026-05-05"


def test_admins_see_everybody_whoever_spent_most_first() -> None:
    spent = {key: amount for key, amount in SPENT.items() if key[1] >= since(NOW)}
    assert everybodys(spent, NOW, settings()).splitlines() == [
        "*Spent at Claude by everybody*",
        "• Today: $1.50 of $100.00, 2.4M of 100M tokens",
        "• Last 7 days: $3.50, 2.4M tokens",
        "• Last 30 days: $7.75, 4.4M tokens",
        "*By person (today, 7 days, 30 days)*",
        "• <@UANA>: $1.00, $3.00, $7.00 (950, 13k, 1M tokens)",
        "• <@UBEN>: $0.50, $0.50, $0.50 (2.4M, 2.4M, 2.4M tokens)",
        "• Digests, for red-flag words: $0.00, $0.00, $0.25 (0, 0, 1M tokens)",
        "Limits: one run $2.00 and 2M tokens; one person a day $10.00 and 10M tokens; all together $100.00 and 100M "
        "tokens. Days go by UTC. Whoever runs Chorister can change them.",
    ]


def test_others_see_their_own_alone() -> None:
    lines = ones_own(SPENT, "UBEN", NOW, settings()).splitlines()
    assert lines[:4] == [
        "*Spent at Claude by you*",
        "• Today: $0.50 of $10.00, 2.4M of 10M tokens",
        "• Last 7 days: $0.50, 2.4M tokens",
        "• Last 30 days: $0.50, 2.4M tokens",
    ]
    assert len(lines) == 5
    assert "Today: $0.00 of" in ones_own({}, "UBEN", NOW, settings())


def test_where_nothing_was_spent_nobody_is_listed() -> None:
    assert "By person" not in everybodys({}, NOW, settings())


def test_twenty_people_have_a_line_and_the_others_one_together() -> None:
    many = {(f"U{n:02}", "2026-06-03"): Amount(float(n), n) for n in range(1, 24)}
    lines = everybodys(many, NOW, settings(CHORISTER_AUDIT_DAYS="6")).splitlines()
    assert lines[2] == "*By person (today)*"
    assert lines[3] == "• <@U23>: $23.00 (23 tokens)"
    assert lines[22:24] == ["• <@U04>: $4.00 (4 tokens)", "• 3 others: $6.00 (6 tokens)"]


@pytest.mark.parametrize("days, told", [("6", []), ("7", ["7 days"]), ("30", ["7 days", "30 days"])])
def test_only_spans_that_are_still_kept_whole_are_told(days: str, told: list[str]) -> None:
    said = everybodys(SPENT, NOW, settings(CHORISTER_AUDIT_DAYS=days))
    assert [span for span in ("7 days", "30 days") if f"Last {span}" in said] == told
