from typing import Any

import pytest

from sandbox.slack.blocks import check_blocks

Json = dict[str, Any]


def plain(text: str = "x") -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str = "a", text: str = "A", **more: Any) -> Json:
    return {"text": plain(text), "value": value, **more}


def button(**more: Any) -> Json:
    return {"type": "button", "action_id": "go", "text": plain("Go"), **more}


CONFIRM = {"title": plain(), "text": plain("x" * 300), "confirm": plain("Yes"), "deny": plain("No")}
FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "f",
    "positive_button": {"text": plain("Good"), "value": "+"},
    "negative_button": {"text": plain("Bad"), "value": "-"},
}

FINE: list[Json] = [
    button(
        value="x" * 2000,
        url="https://" + "x" * 2900,
        style="danger",
        confirm=CONFIRM,
        accessibility_label="x",
    ),
    button(visible_to_user_ids=["U1"], agent_prompt="x" * 4000),
    {
        "type": "static_select",
        "action_id": "s",
        "options": [option(str(n)) for n in range(100)],
        "placeholder": plain(),
    },
    {"type": "static_select", "action_id": "s", "option_groups": [{"label": plain(), "options": [option()]}]},
    {
        "type": "checkboxes",
        "action_id": "c",
        "options": [option(), option("b")],
        "initial_options": [option()],
    },
    {
        "type": "checkboxes",
        "action_id": "c",
        "options": [option(description={"type": "mrkdwn", "text": "*why*"})],
    },
    {"type": "radio_buttons", "action_id": "r", "options": [option()], "initial_option": option()},
    {"type": "overflow", "action_id": "o", "options": [option(str(n)) for n in range(5)]},
    {"type": "datepicker", "action_id": "d", "initial_date": "2026-11-24"},
    {"type": "users_select", "action_id": "u"},
    {"type": "timepicker", "action_id": "t", "initial_time": "08:30"},
    {"type": "conversations_select", "action_id": "v", "filter": {"include": ["public", "private"]}},
    {
        "type": "multi_static_select",
        "action_id": "m",
        "option_groups": [{"label": plain(), "options": [option()]}],
        "initial_options": [option()],
    },
]

WRONG: list[tuple[Json, str]] = [
    (button(text=plain("x" * 76)), "must be less than 76 characters"),
    (button(text={"type": "mrkdwn", "text": "Go"}), "type plain_text"),
    (button(value="x" * 2001), "must be less than 2001 characters"),
    (button(url="x" * 3001), "must be less than 3001 characters"),
    (button(action_id="x" * 256), "must be less than 256 characters"),
    (button(style="warning"), "must be one of: primary, danger"),
    (button(confirm={**CONFIRM, "title": plain("x" * 101)}), "must be less than 101 characters"),
    (button(confirm={**CONFIRM, "text": plain("x" * 301)}), "must be less than 301 characters"),
    (button(confirm={**CONFIRM, "deny": plain("x" * 31)}), "must be less than 31 characters"),
    (button(confirm="sure?"), "must be an object"),
    (button(visible_to_user_ids=["U1"] * 11), "no more than 10 items"),
    (
        {"type": "static_select", "action_id": "s", "options": [option(str(n)) for n in range(101)]},
        "no more than 100",
    ),
    ({"type": "static_select", "action_id": "s", "options": [option(text="x" * 76)]}, "must be less than 76"),
    ({"type": "static_select", "action_id": "s", "options": [option("x" * 151)]}, "must be less than 151"),
    (
        {"type": "static_select", "action_id": "s", "options": [option()], "placeholder": plain("x" * 151)},
        "151",
    ),
    (
        {"type": "checkboxes", "action_id": "c", "options": [option(str(n)) for n in range(11)]},
        "no more than 10",
    ),
    (
        {"type": "checkboxes", "action_id": "c", "options": [option()], "initial_options": []},
        "no fewer than 1",
    ),
    (
        {"type": "checkboxes", "action_id": "c", "options": [option()], "initial_options": [option("b")]},
        "initial options must be among the options",
    ),
    ({"type": "radio_buttons", "action_id": "r", "options": []}, "no fewer than 1"),
    ({"type": "overflow", "action_id": "o", "options": [option(str(n)) for n in range(6)]}, "no more than 5"),
    ({"type": "email_text_input", "action_id": "e"}, "unsupported element type: email_text_input"),
    (FEEDBACK, "unsupported element type: feedback_buttons"),
    ({"type": "timepicker", "action_id": "t", "initial_time": "8:30"}, "must be a time"),
    ({"type": "conversations_select", "action_id": "v", "filter": {}}, "at least one rule"),
    (
        {"type": "conversations_select", "action_id": "v", "filter": {"include": ["open"]}},
        "must be one of: im",
    ),
    (
        {
            "type": "static_select",
            "action_id": "s",
            "option_groups": [{"label": plain(), "options": [option()]}],
            "initial_option": option("b"),
        },
        "initial options must be among the options",
    ),
    ({"action_id": "nothing"}, "unsupported element type: None"),
]


@pytest.mark.parametrize("element", FINE, ids=lambda element: element["type"])
def test_an_element_within_its_limits_is_taken(element: Json) -> None:
    assert check_blocks([{"type": "actions", "elements": [element]}]) == []


@pytest.mark.parametrize("element, complaint", WRONG, ids=lambda value: str(value)[:60])
def test_an_element_beyond_its_limits_is_refused_with_the_reason(element: Json, complaint: str) -> None:
    problems = check_blocks([{"type": "actions", "elements": [element]}])
    assert any(complaint in problem for problem in problems), problems


@pytest.mark.parametrize(
    "element, is_fine",
    [
        (
            {"type": "plain_text_input", "action_id": "a", "initial_value": "x" * 3000, "max_length": 3000},
            True,
        ),
        ({"type": "plain_text_input", "action_id": "a", "initial_value": "x" * 3001}, False),
        ({"type": "plain_text_input", "action_id": "a", "max_length": 3001}, False),
        ({"type": "plain_text_input", "action_id": "a", "min_length": -1}, False),
        ({"type": "number_input", "action_id": "a", "is_decimal_allowed": False}, True),
        ({"type": "number_input", "action_id": "a"}, False),
        ({"type": "checkboxes", "action_id": "a", "options": [option()]}, True),
    ],
)
def test_inputs_have_limits_of_their_own(element: Json, is_fine: bool) -> None:
    problems = check_blocks([{"type": "input", "label": plain(), "element": element}])
    assert (problems == []) is is_fine, problems


def test_feedback_belongs_under_an_answer() -> None:
    trash = {"type": "icon_button", "action_id": "t", "icon": "trash", "text": plain("Delete")}
    assert check_blocks([{"type": "context_actions", "elements": [FEEDBACK, trash]}]) == []
    assert check_blocks([{"type": "context_actions", "elements": [{**trash, "icon": "bomb"}]}]) != []
    assert (
        check_blocks([{"type": "context_actions", "elements": [{**FEEDBACK, "negative_button": None}]}]) != []
    )
    assert check_blocks([{"type": "context_actions", "elements": [button()]}]) != []
