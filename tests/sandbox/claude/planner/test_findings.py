from datetime import date

import pytest

from sandbox.claude.planner.findings import look_at, say_findings, say_review
from sandbox.claude.planner.results import record

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "buyer, state",
    [
        ({}, "empty"),
        ({"new_value": "  "}, "empty"),
        ({"new_value": "?"}, "at risk"),
        ({"new_value": "N/A", "supporting_quote": "q"}, "at risk"),
        ({"new_value": "Kim"}, "at risk"),
        ({"new_value": "Kim", "supporting_quote": "I sign"}, "fine"),
    ],
)
def test_empty_is_told_apart_from_at_risk(qualification, row, buyer, state):
    assert look_at(row("A1", 1), record(qualification(**buyer)), "Economic Buyer").state == state


def test_a_field_that_is_not_there_is_empty(row):
    assert look_at(row("A1", 1), {}, "Economic Buyer").state == "empty"


def test_a_clean_day_is_said_to_be_clean():
    words = say_findings([], 4, DAY, 30, "Economic Buyer").content[0]["text"]
    assert (
        words
        == "None of 4 finished meetings over 30 minutes on 2026-11-22 has an empty or doubtful Economic Buyer."
    )
    words = say_review({"result": {}}, DAY, 30, "Economic Buyer").content[0]["text"]
    assert "named no meeting" in words
