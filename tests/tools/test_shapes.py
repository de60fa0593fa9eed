"""Whatever Chorus wraps a value in, the value comes out, and a gap is a gap."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from tools import shapes

STRIPPED = {"id": "1", "type": "recording", "attributes": {"name": "A", "status": "done"}}
FLAT = {"id": "1", "type": "recording", "name": "A", "status": "done"}


@pytest.mark.parametrize(
    "answer",
    [
        STRIPPED,
        FLAT,
        {"data": STRIPPED},
        {"result": STRIPPED},
        {"result": {"data": STRIPPED}},
        [STRIPPED],
        {"result": [{"data": STRIPPED}]},
    ],
)
def test_one_thing_comes_out_the_same_of_every_wrapping(answer: Any) -> None:
    assert shapes.document(answer) == FLAT


@pytest.mark.parametrize("answer", [None, "text", 3, [], {}, {"data": []}, {"result": []}])
def test_nothing_is_an_empty_thing(answer: Any) -> None:
    assert shapes.document(answer) == {}


@pytest.mark.parametrize(
    "answer",
    [
        [STRIPPED, FLAT],
        {"result": [STRIPPED, FLAT]},
        {"results": [STRIPPED, FLAT, None, "rubbish"]},
        {"data": [STRIPPED, FLAT]},
        {"engagements": [STRIPPED, FLAT]},
        {"result": {"engagements": [STRIPPED, FLAT]}},
        {"result": [{"engagements": [STRIPPED, FLAT], "continuation_key": "k"}]},
        {"result": [{"data": [STRIPPED, FLAT]}]},
    ],
)
def test_rows_come_out_the_same_of_every_envelope(answer: Any) -> None:
    assert shapes.rows(answer) == [FLAT, FLAT]


@pytest.mark.parametrize(
    "answer", [None, {}, {"result": None}, {"result": []}, "text", {"result": [{"data": []}]}]
)
def test_no_rows_are_an_empty_list(answer: Any) -> None:
    assert shapes.rows(answer) == []


@pytest.mark.parametrize(
    "answer, cursor",
    [
        ({"next_cursor": "1.0 AB "}, "1.0 AB "),
        ({"continuation_key": "k"}, "k"),
        ({"next_cursor": None, "continuation_key": "k"}, "k"),
        ({"result": {"continuation_key": "k"}}, "k"),
        ({"result": [{"engagements": [], "continuation_key": "k"}]}, "k"),
        ({"next_cursor": ""}, None),
        ({"result": [FLAT]}, None),
        ([FLAT], None),
        (None, None),
        ({"next_cursor": 12}, "12"),
    ],
)
def test_the_cursor_is_found_and_left_as_it_is(answer: Any, cursor: str | None) -> None:
    assert shapes.cursor(answer) == cursor


@pytest.mark.parametrize(
    "value, found",
    [
        (305921, "305921"),
        ("305921", "305921"),
        (305921.0, "305921"),
        (1.5, "1.5"),
        (" AB ", "AB"),
        ("", None),
        (0, None),
        ("0", None),
        (None, None),
        (True, None),
        ({}, None),
        ([1], None),
        ("x" * 255, "x" * 255),
        ("x" * 256, None),
    ],
)
def test_an_id_is_text_whatever_it_was(value: Any, found: str | None) -> None:
    assert shapes.identity(value) == found


def test_the_first_key_with_an_id_in_it_wins() -> None:
    assert shapes.first_id({"a": None, "b": "", "c": 3, "d": 4}, "a", "b", "c", "d") == "3"
    assert shapes.first_id({}, "a") is None


@pytest.mark.parametrize(
    "value, found",
    [
        ("Scope agreed.<br>Pricing open.", "Scope agreed.\nPricing open."),
        ("a<BR/>b<br />c", "a\nb\nc"),
        ("<p>One</p><p>Two &amp; three</p>", "One\nTwo & three"),
        ("<ul><li>a</li><li class='x'>b</li></ul>", "• a\n• b"),
        ("a&nbsp;&lt;b&gt;  c", "a <b> c"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<br><br><br><br>a<br><br><br>b", "a\n\nb"),
        ("  ", None),
        ("<br>", None),
        (None, None),
        (["x"], None),
        (12, "12"),
    ],
)
def test_html_becomes_plain_text(value: Any, found: str | None) -> None:
    assert shapes.plain(value) == found


@pytest.mark.parametrize(
    "value, found",
    [(["a", None, "", "b<br>"], ("a", "b")), ("one", ("one",)), (None, ()), ({}, ()), (("x",), ("x",))],
)
def test_a_list_of_words_loses_its_empty_ones(value: Any, found: tuple[str, ...]) -> None:
    assert shapes.texts(value) == found


@pytest.mark.parametrize(
    "value, found",
    [
        (1800.5, 1800.5),
        ("1800.5", 1800.5),
        (3, 3.0),
        ("x", None),
        ("nan", None),
        ("1e999", None),
        (None, None),
        (True, None),
        ([], None),
    ],
)
def test_a_number_is_finite_or_none(value: Any, found: float | None) -> None:
    assert shapes.number(value) == found


@pytest.mark.parametrize(
    "value",
    [
        1780322400,
        1780322400.0,
        "1780322400",
        "1780322400.0",
        1780322400000,
        "2026-06-01T14:00:00Z",
        "2026-06-01T14:00:00",
        "2026-06-01T16:00:00.000+02:00",
        datetime(2026, 6, 1, 14, tzinfo=UTC),
        datetime.fromisoformat("2026-06-01T14:00:00"),
        datetime(2026, 6, 1, 16, tzinfo=timezone(timedelta(hours=2))),
    ],
)
def test_a_time_is_the_same_in_every_spelling(value: Any) -> None:
    found = shapes.when(value)
    assert found == datetime(2026, 6, 1, 14, tzinfo=UTC)
    assert found.tzinfo is not None


@pytest.mark.parametrize("value", [None, "", "soon", 1e30, True, {}, "2026-13-01"])
def test_no_time_is_none(value: Any) -> None:
    assert shapes.when(value) is None


@pytest.mark.parametrize(
    "value, found", [(True, True), ("true", True), (1, True), ("False", False), (None, False)]
)
def test_a_flag_has_several_spellings(value: Any, found: bool) -> None:
    assert shapes.flag(value) is found


@pytest.mark.parametrize(
    "word, side",
    [
        ("prospect", "theirs"),
        ("customer", "theirs"),
        ("CUST", "theirs"),
        ("rep", "ours"),
        ("ours", "ours"),
        ("unknown", None),
        (None, None),
    ],
)
def test_three_words_for_the_customer_are_one_side(word: Any, side: str | None) -> None:
    assert shapes.side(word) == side


def test_a_missing_part_is_empty_and_a_keyed_one_is_a_list() -> None:
    assert shapes.part({"a": None}, "a") == {}
    assert shapes.part({"a": {"b": 1}}, "a") == {"b": 1}
    assert shapes.parts({"a": {"x": {"b": 1}, "y": None}}, "a") == [{"b": 1}]
    assert shapes.parts({"a": [{"b": 1}, None, 3]}, "a") == [{"b": 1}]
    assert shapes.parts({"a": "rubbish"}, "a") == []


@pytest.mark.parametrize(
    "answer, is_one",
    [
        ([], True),
        ({"result": []}, True),
        ({"result": {"engagements": []}}, True),
        ({"result": [{"engagements": []}]}, True),
        ({}, False),
        ({"message": "ok"}, False),
        ({"result": None}, False),
        ("<html>", False),
        (None, False),
    ],
)
def test_what_is_no_list_is_told_from_an_empty_one(answer: Any, is_one: bool) -> None:
    assert shapes.is_list(answer) is is_one
