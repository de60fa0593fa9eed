"""Our own tools, as Claude sees them and as it may call them."""

from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from bot.agent.local_tools import LOCAL_TOOLS, REVIEW, LocalTool, ReviewCalls
from sandbox.claude.rules.tools import tool_errors


@pytest.mark.parametrize("tool", LOCAL_TOOLS, ids=lambda tool: tool.name)
def test_claude_accepts_the_tool(tool: LocalTool) -> None:
    made = tool.for_claude()
    assert list(tool_errors([made])) == []
    Draft202012Validator.check_schema(made["input_schema"])
    assert made["input_schema"]["additionalProperties"] is False
    assert made["description"]


@pytest.mark.parametrize("tool", LOCAL_TOOLS, ids=lambda tool: tool.name)
def test_every_argument_is_explained_in_one_line(tool: LocalTool) -> None:
    made = tool.for_claude()
    for words in (
        made["description"],
        *(p["description"] for p in made["input_schema"]["properties"].values()),
    ):
        assert words
        assert "\n" not in words


def test_the_same_tool_is_the_same_every_time() -> None:
    assert REVIEW.for_claude() == REVIEW.for_claude()


def test_a_review_without_more_words_is_of_the_economic_buyer_over_half_an_hour() -> None:
    args = ReviewCalls.model_validate({"date": "2026-06-03"})
    assert (args.date, args.longer_than_minutes, args.field) == (date(2026, 6, 3), 30, "Economic Buyer")


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"date": "yesterday"},
        {"date": "2026-06-31"},
        {"date": "2026-06-03", "longer_than_minutes": -1},
        {"date": "2026-06-03", "longer_than_minutes": 1000},
        {"date": "2026-06-03", "field": ""},
        {"date": "2026-06-03", "field": "x" * 81},
        {"date": "2026-06-03", "deal": "any"},
    ],
)
def test_what_does_not_fit_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ReviewCalls.model_validate(given)


@pytest.mark.parametrize(
    "field", ["Economic Buyer", "Décision – critères (2)", "R&D / Ops", "予算", "Buyer's why?"]
)
def test_a_review_takes_any_name_of_a_field(field: str) -> None:
    assert ReviewCalls.model_validate({"date": "2026-06-03", "field": field}).field == field


@pytest.mark.parametrize(
    "field",
    ["https://evil.example/?q=1", "www.evil.example", "<!channel>", "@here", "a\nb", "a\u202eb", "x://y"],
)
def test_a_review_takes_nothing_else_into_its_title(field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ReviewCalls.model_validate({"date": "2026-06-03", "field": field})
    assert field not in refused.value.errors()[0]["msg"]
