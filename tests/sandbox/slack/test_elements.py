from typing import Any

import pytest

from sandbox.slack.elements import find, interactive, missing_inputs, press, state_of

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str) -> Json:
    return {"text": plain(value.upper()), "value": value}


BOXES = {
    "type": "checkboxes",
    "action_id": "pick",
    "options": [option("a"), option("b"), option("c")],
    "initial_options": [option("a")],
}
BLOCKS: list[Json] = [
    {"type": "input", "block_id": "fields", "label": plain("Fields"), "element": BOXES},
    {
        "type": "input",
        "block_id": "note",
        "label": plain("Note"),
        "element": {"type": "plain_text_input", "action_id": "text"},
    },
    {"type": "section", "block_id": "who", "accessory": {"type": "users_select", "action_id": "user"}},
    {
        "type": "actions",
        "block_id": "do",
        "elements": [
            {
                "type": "button",
                "action_id": "approve",
                "text": plain("Approve"),
                "value": "p1",
                "style": "primary",
            },
            {"type": "overflow", "action_id": "more", "options": [option("x")]},
        ],
    },
]


def test_everything_with_an_action_id_can_be_found_wherever_it_stands() -> None:
    card = {"type": "card", "block_id": "card", "actions": [{"type": "button", "action_id": "on_card"}]}
    box = {"type": "container", "block_id": "box", "child_blocks": [card]}
    carousel = {
        "type": "carousel",
        "block_id": "c",
        "elements": [{"type": "card", "actions": card["actions"]}],
    }
    found = [(owner, element["action_id"]) for owner, element in interactive([*BLOCKS, box, carousel])]
    assert found == [
        ("fields", "pick"),
        ("note", "text"),
        ("who", "user"),
        ("do", "approve"),
        ("do", "more"),
        ("card", "on_card"),
        ("c", "on_card"),
    ]


def test_pressing_what_is_not_there_tells_what_is() -> None:
    with pytest.raises(AssertionError, match=r"'decline' here; there is: pick \(block fields\).*approve"):
        find(BLOCKS, "decline", None)
    with pytest.raises(AssertionError, match="there is: none"):
        find([], "approve", None)


def test_a_block_id_tells_twins_apart() -> None:
    twin = {"type": "actions", "block_id": "other", "elements": [{"type": "button", "action_id": "approve"}]}
    assert find([*BLOCKS, twin], "approve", "other")[0] == "other"


def test_a_button_sends_its_value() -> None:
    owner, element = find(BLOCKS, "approve", None)
    assert press(element, owner, "1.0", None) == {
        "type": "button",
        "action_id": "approve",
        "block_id": "do",
        "action_ts": "1.0",
        "text": plain("Approve"),
        "value": "p1",
        "style": "primary",
    }


def test_feedback_is_good_unless_said_otherwise() -> None:
    element = {
        "type": "feedback_buttons",
        "action_id": "f",
        "positive_button": {"text": plain("Good"), "value": "+"},
        "negative_button": {"text": plain("Bad"), "value": "-"},
    }
    assert press(element, "b", "1.0", None)["value"] == "+"
    assert press(element, "b", "1.0", "-")["text"] == plain("Bad")


def test_a_menu_sends_the_chosen_option() -> None:
    _, element = find(BLOCKS, "more", None)
    assert press(element, "do", "1.0", "x")["selected_option"] == option("x")


def test_the_state_holds_initial_values() -> None:
    assert state_of(BLOCKS) == {
        "fields": {"pick": {"type": "checkboxes", "selected_options": [option("a")]}},
        "note": {"text": {"type": "plain_text_input", "value": None}},
        "who": {"user": {"type": "users_select", "selected_user": None}},
    }


def test_the_state_holds_what_was_filled_in() -> None:
    filled = state_of(BLOCKS, {("fields", "pick"): ["b", "c"], ("note", "text"): "so", ("who", "user"): "U1"})
    assert filled["fields"]["pick"]["selected_options"] == [option("b"), option("c")]
    assert filled["note"]["text"]["value"] == "so"
    assert filled["who"]["user"]["selected_user"] == "U1"
    assert state_of(BLOCKS, {("fields", "pick"): []})["fields"]["pick"]["selected_options"] == []
    assert state_of(BLOCKS, {("fields", "pick"): "b"})["fields"]["pick"]["selected_options"] == [option("b")]


def test_single_choices_hold_one_option_or_none() -> None:
    menu = {"type": "static_select", "action_id": "m", "option_groups": [{"options": [option("a")]}]}
    blocks = [{"type": "actions", "block_id": "b", "elements": [menu]}]
    assert state_of(blocks)["b"]["m"]["selected_option"] is None
    assert state_of(blocks, {("b", "m"): "a"})["b"]["m"]["selected_option"] == option("a")
    assert state_of(blocks, {("b", "m"): None})["b"]["m"]["selected_option"] is None


def test_what_cannot_be_filled_in_is_named() -> None:
    with pytest.raises(AssertionError, match="there is: \\(fields, pick\\)"):
        state_of(BLOCKS, {("fields", "nope"): "x"})
    with pytest.raises(AssertionError, match="no option 'z'; there is: a, b, c"):
        state_of(BLOCKS, {("fields", "pick"): "z"})


def test_required_inputs_left_empty_are_named() -> None:
    optional = {**BLOCKS[1], "optional": True}
    assert missing_inputs(BLOCKS, state_of(BLOCKS)) == ["note"]
    assert missing_inputs([BLOCKS[0], optional], state_of([BLOCKS[0], optional])) == []
    assert missing_inputs(BLOCKS, state_of(BLOCKS, {("fields", "pick"): [], ("note", "text"): "x"})) == [
        "fields"
    ]
