from typing import Any

import pytest
from markupsafe import Markup

from sandbox.window.drawing.controls import groups, held_of, label_of, limits, rows_for, typed, words_for
from sandbox.window.drawing.form import rich_of
from sandbox.window.drawing.samples import ELEMENTS, NAMES, NOON, VIEWER
from sandbox.window.drawing.viewer import Reader

READER = Reader(VIEWER, NAMES)


def offered(element: dict[str, Any], held: Any = None) -> list[tuple[str, str, bool]]:
    return [
        (c.value, str(c.label), c.is_chosen) for group in groups(element, held, READER) for c in group.choices
    ]


def test_a_control_without_a_label_is_called_by_its_placeholder_or_what_it_is_for() -> None:
    assert words_for(ELEMENTS["static_select"]) == "Stage"
    assert words_for({"type": "overflow"}) == "More actions"
    assert words_for({"type": "users_select"}) == "Choose"


def test_people_and_channels_are_offered_by_name_and_an_unknown_one_stays() -> None:
    assert offered(ELEMENTS["users_select"], "UGONE") == [
        ("UANA", "Ana Ruiz", False),
        ("UBEN", "Ben Okafor", False),
        ("UCARA", "Cara Lindt", False),
        ("UGONE", "UGONE", True),
    ]
    assert offered(ELEMENTS["multi_channels_select"], ["CDEALS"]) == [
        ("CDEALS", "#deals", True),
        ("CRANDOM", "#random", False),
    ]


@pytest.mark.parametrize(
    "include, wanted",
    [
        (["im"], ["D1"]),
        (["public"], ["CDEALS"]),
        (["private", "im"], ["CDEALS", "D1"]),
        (None, ["CDEALS", "D1"]),
    ],
)
def test_conversations_are_those_the_filter_asks_for(include: list[str] | None, wanted: list[str]) -> None:
    reader = Reader(VIEWER, type(NAMES)({}, {"CDEALS": "deals", "D1": "zoe"}))
    element = {"type": "conversations_select"} | ({"filter": {"include": include}} if include else {})
    assert [c.value for group in groups(element, None, reader) for c in group.choices] == wanted


def test_options_keep_their_groups_and_notes() -> None:
    early, late = groups(ELEMENTS["grouped select"], {"value": "nego"}, READER)
    assert (early.label, late.label) == ("Open", "Late")
    assert [choice.is_chosen for choice in late.choices] == [True]
    boxes = groups(ELEMENTS["checkboxes"], [{"value": "wed"}], READER)[0].choices
    assert [(box.note, box.is_chosen) for box in boxes] == [
        (None, False),
        (None, False),
        ("Half a day", True),
    ]


def test_what_an_input_holds_is_found_in_the_state() -> None:
    values = {"b": {"a": {"type": "datepicker", "selected_date": "2026-06-03"}, "n": {"value": None}}}
    assert held_of(values, "b", "a") == "2026-06-03"
    assert held_of(values, "b", "n") is None
    assert held_of(values, "x", "y") is None


def test_a_field_shows_what_it_holds() -> None:
    assert typed({"type": "datetimepicker"}, NOON, "Asia/Tokyo") == "2026-06-03T21:00"
    assert typed({"type": "rich_text_input"}, rich_of("a\nb"), "UTC") == "a\nb"
    assert typed({"type": "number_input"}, 0, "UTC") == "0"
    assert typed({"type": "datepicker"}, None, "UTC") == ""


def test_the_browser_is_told_the_limits_it_can_hold_a_person_to() -> None:
    assert limits({"type": "number_input", "min_value": "1", "is_decimal_allowed": False}) == {
        "min": "1",
        "step": 1,
    }
    assert limits(ELEMENTS["number_input"]) == {"min": "0", "step": "any"}
    assert limits({"type": "plain_text_input", "max_length": 20}) == {"maxlength": 20}


def test_a_longer_text_gets_more_rows_within_reason() -> None:
    assert [rows_for(text) for text in ("", "a\n" * 4, "x" * 5000)] == [3, 5, 10]


def test_labels_are_read_as_what_they_are() -> None:
    assert label_of({"type": "mrkdwn", "text": "*b*"}, READER) == Markup("<strong>b</strong>")
    assert label_of({"type": "plain_text", "text": "*b* :eyes:"}, READER).startswith("*b* <span")
    assert label_of({"type": "plain_text", "text": ":eyes:", "emoji": False}, READER) == ":eyes:"
    assert label_of("<x>", READER) == "&lt;x&gt;"
    assert label_of(None, READER) == ""
