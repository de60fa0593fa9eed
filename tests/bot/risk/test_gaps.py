"""Empty, placeholder, without a quote: three gaps that are told apart."""

from typing import Any

import pytest

from bot.risk.gaps import (
    PLACEHOLDERS,
    Gap,
    current_value,
    field_gap,
    find_field,
    gap_of,
    is_placeholder,
    text_of,
)
from tests.builders import a_field, a_qualification


@pytest.mark.parametrize(
    "value", [*sorted(PLACEHOLDERS), "TBD", " tbd. ", "N/A", "Unknown.", "?!", "-----", "…?"]
)
def test_a_text_that_stands_for_an_answer_is_a_placeholder(value: str) -> None:
    assert is_placeholder(value)


@pytest.mark.parametrize("value", ["Ingrid", "TBD: Ingrid or Tomás", "none of the above", "Ø", "7", "陳"])
def test_a_text_that_says_something_is_none(value: str) -> None:
    assert not is_placeholder(value)


@pytest.mark.parametrize(
    "new, previous, quote, gap",
    [
        ("Ingrid", None, "She signs.", None),
        ("Ingrid", "Tomás", "She signs.", None),
        (None, None, None, Gap.EMPTY),
        ("  ", "", "She signs.", Gap.EMPTY),
        ([], None, None, Gap.PLACEHOLDER),
        ("TBD", "Tomás", "We will see.", Gap.PLACEHOLDER),
        (None, "?", "We will see.", Gap.PLACEHOLDER),
        ("Ingrid", None, None, Gap.NO_QUOTE),
        ("Ingrid", None, "  ", Gap.NO_QUOTE),
        (None, "Tomás", None, Gap.NO_QUOTE),
        (0, None, "None at all.", None),
        (False, None, "No.", None),
    ],
)
def test_a_field_is_judged_by_its_value_then_by_its_quote(
    new: Any, previous: Any, quote: Any, gap: Gap | None
) -> None:
    field = a_field(new=new, previous_value=previous, quote=quote)
    assert field_gap(field) is gap
    assert gap_of(a_qualification(field), "Economic Buyer") is gap


@pytest.mark.parametrize("name", ["Economic Buyer", "economic_buyer", "ECONOMIC-BUYER", "EconomicBuyer"])
def test_a_field_is_found_however_it_is_spelled(name: str) -> None:
    assert find_field(a_qualification(a_field("Champion"), a_field()), name) == a_field()


def test_a_field_is_found_by_its_id_too() -> None:
    field = a_field("Kaufentscheider", field_id="economic_buyer")
    assert find_field(a_qualification(field), "Economic Buyer") == field


def test_a_field_the_framework_lacks_is_told_apart_from_an_empty_one() -> None:
    assert gap_of(a_qualification(a_field("Champion")), "Economic Buyer") is Gap.NOT_IN_FRAMEWORK


def test_the_new_value_counts_unless_there_is_none() -> None:
    assert current_value(a_field(new="a", previous_value="b")) == "a"
    assert current_value(a_field(new=" ", previous_value="b")) == "b"


def test_nothing_is_no_text_and_false_is_one() -> None:
    assert [text_of(v) for v in (None, " a ", 0, False)] == ["", "a", "0", "False"]
