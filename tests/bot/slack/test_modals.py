"""What every form is made of: taken by Slack, and read back as it was filled in."""

from typing import Any

import pytest

from bot.slack import modals
from sandbox.slack import check_view
from sandbox.slack.elements import state_of
from sandbox.slack.render import lines_of

BOX = {"type": "plain_text_input", "initial_value": "as it was"}


def test_a_form_comes_back_with_what_it_carries_and_what_is_typed() -> None:
    inputs = [
        modals.input_of("a", "First", BOX),
        modals.input_of("b", "Second", BOX, "A hint.", optional=True),
    ]
    view = modals.form("some_form", "A form", {"id": "1"}, inputs)
    assert check_view(view) == []
    assert modals.carried_by(view) == {"id": "1"}
    sent = view | {"state": {"values": state_of(view["blocks"], {("b", "value"): "typed"})}}
    assert {field: held["value"] for field, held in modals.values_in(sent).items()} == {
        "a": "as it was",
        "b": "typed",
    }


def test_what_is_no_input_of_ours_is_passed_over() -> None:
    assert modals.values_in({"state": {"values": {"other": {"x": {"value": "1"}}}}}) == {}


@pytest.mark.parametrize("answer, action", [(modals.instead, "update"), (modals.on_top, "push")])
def test_a_notice_stands_in_the_forms_place_or_above_it(answer: Any, action: str) -> None:
    made = answer(modals.notice("A title that is longer than Slack takes", "One.", "Two."))
    assert made["response_action"] == action
    assert check_view(made["view"]) == []
    assert lines_of(made["view"]["blocks"]) == ["One.", "Two."]


def test_a_mistake_is_said_below_its_input_at_a_length_that_is_read() -> None:
    assert modals.errors({"field": "x" * 900}) == {
        "response_action": "errors",
        "errors": {"field": "x" * 300},
    }
