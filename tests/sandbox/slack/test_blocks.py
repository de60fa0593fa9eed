from typing import Any

import pytest

from sandbox.slack.blocks import SURFACES, check_blocks, check_message, check_view

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str = "hi", **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def table(kind: str = "table") -> Json:
    row = [{"type": "raw_text", "text": "x"}]
    return {"type": kind, "rows": [row, row], "caption": "c"}


def test_a_fine_message_has_no_problems() -> None:
    assert check_message({"text": "hi", "blocks": [section(), {"type": "divider"}]}) == []


def test_a_message_without_words_is_refused() -> None:
    assert check_message({"text": ""}) == ["no_text [json-pointer:]"]


def test_a_message_holds_fifty_blocks_and_a_modal_a_hundred() -> None:
    assert check_blocks([section()] * 50) == []
    assert check_blocks([section()] * 51) == ["no more than 50 items allowed [json-pointer:/blocks]"]
    assert check_blocks([section()] * 100, "modal") == []
    assert check_blocks([section()] * 101, "home") != []


def test_markdown_goes_with_neither_text_nor_blocks() -> None:
    assert "markdown_text_conflict [json-pointer:/markdown_text]" in check_message(
        {"text": "a", "markdown_text": "b"}
    )
    assert check_message({"markdown_text": "b" * 12_000}) == []
    assert check_message({"markdown_text": "b" * 12_001}) != []


def test_markdown_blocks_are_counted_together() -> None:
    half = {"type": "markdown", "text": "x" * 6000}
    assert check_blocks([half, half]) == []
    assert "together" in check_blocks([half, half, {"type": "markdown", "text": "x"}])[0]


@pytest.mark.parametrize("kinds", [("table", "table"), ("table", "data_table"), ("data_table", "data_table")])
def test_one_table_is_allowed_and_no_second(kinds: tuple[str, str]) -> None:
    assert check_blocks([table(kinds[0])]) == []
    assert "only_one_table_allowed [json-pointer:/blocks]" in check_blocks([table(kind) for kind in kinds])


def test_a_table_inside_a_container_counts() -> None:
    box = {"type": "container", "title": plain("t"), "child_blocks": [table()]}
    assert check_blocks([box]) == []
    assert check_blocks([box, table()]) == ["only_one_table_allowed [json-pointer:/blocks]"]


def test_block_ids_are_unique() -> None:
    assert check_blocks([section(block_id="a"), section(block_id="b")]) == []
    assert check_blocks([section(block_id="a"), section(block_id="a")]) == [
        "block_id must be unique: a [json-pointer:/blocks]"
    ]


def test_action_ids_are_unique_within_their_block_only() -> None:
    press = {"type": "button", "action_id": "go", "text": plain("Go")}
    row = {"type": "actions", "elements": [press]}
    assert check_blocks([row, row]) == []
    assert check_blocks([{"type": "actions", "elements": [press, press]}]) == [
        "action_id must be unique within its block: go [json-pointer:/blocks]"
    ]


@pytest.mark.parametrize(
    "kind, surfaces",
    [
        ("markdown", {"message"}),
        ("plan", {"message"}),
        ("task_card", {"message"}),
        ("context_actions", {"message"}),
        ("alert", {"modal"}),
        ("table", {"message", "home"}),
        ("section", {"message", "modal", "home"}),
    ],
)
def test_each_block_has_its_surfaces(kind: str, surfaces: set[str]) -> None:
    assert {name for name, kinds in SURFACES.items() if kind in kinds} == surfaces


def test_an_alert_cannot_carry_a_warning_in_a_message() -> None:
    alert = {"type": "alert", "text": plain("Careful"), "level": "warning"}
    assert check_blocks([alert], "modal") == []
    assert check_blocks([alert]) == ["alert is not allowed in a message [json-pointer:/blocks/0/type]"]


@pytest.mark.parametrize("block", [{}, {"type": "made_up"}, "words", None])
def test_what_is_no_block_is_refused(block: Any) -> None:
    assert "unsupported type" in check_blocks([block])[0]


def test_blocks_that_are_no_list_are_refused() -> None:
    assert check_blocks({"type": "section"}) == ["must be an array [json-pointer:/blocks]"]


def test_attachments_are_checked_too() -> None:
    assert check_message({"text": "a", "attachments": [{"blocks": [section("x" * 3001)]}]}) == [
        "must be less than 3001 characters [json-pointer:/attachments/0/blocks/0/text/text]"
    ]


def modal(**more: Any) -> Json:
    return {"type": "modal", "title": plain("Title"), "blocks": [section()], **more}


def test_a_fine_modal_has_no_problems() -> None:
    assert check_view(modal(private_metadata="", callback_id="edit")) == []


@pytest.mark.parametrize(
    "more",
    [
        {"title": plain("x" * 25)},
        {"title": None},
        {"submit": plain("x" * 25)},
        {"close": {"type": "mrkdwn", "text": "No"}},
        {"private_metadata": "x" * 3001},
        {"callback_id": "x" * 256},
        {"blocks": []},
        {"blocks": [table()]},
    ],
)
def test_a_modal_beyond_its_limits_is_refused(more: Json) -> None:
    assert check_view(modal(**more))


def test_a_form_needs_a_submit_button() -> None:
    asked = {
        "type": "input",
        "label": plain("Why"),
        "element": {"type": "plain_text_input", "action_id": "why"},
    }
    assert check_view(modal(blocks=[asked])) == [
        "a modal with an input block needs submit [json-pointer:/submit]"
    ]
    assert check_view(modal(blocks=[asked], submit=plain("Send"))) == []


def test_a_home_tab_has_no_buttons_of_a_modal() -> None:
    assert check_view({"type": "home", "blocks": [section()]}) == []
    assert check_view({"type": "home", "blocks": [], "submit": plain("Go")}) == [
        "not allowed on a home tab [json-pointer:/submit]"
    ]


def test_a_view_of_another_type_is_refused() -> None:
    assert "must be one of: modal, home [json-pointer:/type]" in check_view(
        {"type": "popup", "blocks": [section()]}
    )
