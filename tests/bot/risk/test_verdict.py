"""How serious reasons are, and for which deals a rule counts."""

import pytest

from bot.risk.rule_file import default_rules
from bot.risk.rulebook import Rule
from bot.risk.verdict import Level, Reason, gate, level_of
from tests.bot.risk.deals import NOW, a_deal, judging

BOOK = default_rules()


def reasons(n: int, hard: bool = False) -> tuple[Reason, ...]:
    return tuple(Reason("R1", "n", "f", NOW, (str(i),), hard=hard) for i in range(n))


@pytest.mark.parametrize(
    "n, level", [(0, Level.FINE), (1, Level.WATCH), (2, Level.AT_RISK), (3, Level.ACT), (9, Level.ACT)]
)
def test_the_level_is_the_number_of_reasons(n: int, level: Level) -> None:
    assert level_of(reasons(n), BOOK) is level


def test_one_hard_reason_is_enough() -> None:
    assert level_of(reasons(1, hard=True), BOOK) is Level.ACT


@pytest.mark.parametrize(
    "rule, more, counts",
    [
        ({}, {}, True),
        ({"from": "Proposal"}, {"stage": "Negotiation/Review"}, True),
        ({"from": "Proposal"}, {"stage": "Evaluation"}, False),
        ({"from": "Proposal"}, {"stage": "Legal"}, "the stage “Legal” is not in the rules"),
        ({"from": "Proposal"}, {"stage": None}, "its stage is not known"),
        ({"amount": 180_000.0}, {}, True),
        ({"amount": 180_001.0}, {}, False),
        ({"amount": 1.0}, {"amount": None}, "its amount is not known"),
        ({"from": "Proposal", "amount": 1.0}, {"stage": "Discovery", "amount": None}, False),
    ],
)
def test_a_rule_counts_by_stage_and_amount(rule: dict, more: dict, counts: bool | str) -> None:
    assert gate(a_deal(**more), Rule.model_validate(rule), BOOK) == counts


def test_dates_are_those_of_the_readers_zone() -> None:
    late = NOW.replace(hour=23)
    assert judging().day(late) == "4 Jun", "it is past midnight in Berlin"
