"""Cut to a size Claude reads well, mildest cut first, and always with a word on what was cut."""

import json
from typing import Any

import pytest

from tools.trim import LIMIT, TEXT_STEPS, trim


def size(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False))


@pytest.mark.parametrize("answer", [None, {}, [], "", 0, False, {"a": [1, {"b": "é"}]}, "text"])
def test_what_fits_stays_as_it_is(answer: Any) -> None:
    assert trim(answer) == (answer, None)


def test_what_says_nothing_is_dropped_and_false_and_zero_say_something() -> None:
    answer = {
        "a": None,
        "b": "",
        "c": [],
        "d": {"e": {"f": None}},
        "g": False,
        "h": 0,
        "i": [None, {"j": None}],
    }
    assert trim(answer) == ({"g": False, "h": 0, "i": [None, {}]}, None)


@pytest.mark.parametrize("longest", TEXT_STEPS)
def test_texts_are_cut_no_harsher_than_is_needed(longest: int) -> None:
    answer = {"rows": [{"id": f"{n}", "text": "word " * 2000} for n in range(10)]}
    room = 10 * longest + 500
    shown, note = trim(answer, room)
    assert note == f"Texts longer than {longest} characters were cut (they end in …)."
    assert size(shown) <= room
    assert all(len(row["text"]) == longest and row["text"].endswith("…") for row in shown["rows"])
    assert [row["id"] for row in shown["rows"]] == [f"{n}" for n in range(10)]


def test_then_rows_are_left_out_from_the_end_of_the_longest_list() -> None:
    answer = {
        "meeting": {
            "participants": ["Ana", "Ben"],
            "utterances": [{"n": n, "text": "x" * 100} for n in range(2000)],
        }
    }
    shown, note = trim(answer)
    kept = shown["meeting"]["utterances"]
    assert size(shown) <= LIMIT
    assert shown["meeting"]["participants"] == ["Ana", "Ben"]
    assert [u["n"] for u in kept] == list(range(len(kept)))
    assert size(shown) > 0.9 * LIMIT
    assert note is not None
    assert f"first {len(kept)} of 2000 entries" in note


def test_a_bare_list_is_cut_too() -> None:
    shown, note = trim([{"text": "x" * 50} for _ in range(5000)])
    assert size(shown) <= LIMIT
    assert "of 5000 entries" in str(note)


@pytest.mark.parametrize(
    "answer",
    [
        {"a": ["x" * 150] * 400, "b": ["y" * 150] * 390, "c": ["z" * 150] * 380},
        [{"utterances": ["x" * 100] * 2000}],
        {f"key {n}": "x" * 150 for n in range(1000)},
        {"rows": [{f"key {n}": "x" * 150 for n in range(1000)}]},
        ["x" * 100_000],
        "x" * 1_000_000,
        {"a": {"b": {"c": [["x" * 100] * 1000] * 3}}},
    ],
)
def test_whatever_its_shape_it_fits_and_something_is_shown(answer: Any) -> None:
    shown, note = trim(answer)
    assert size(shown) <= LIMIT
    assert note
    assert "xxx" in json.dumps(shown)


def test_the_answer_itself_is_left_alone() -> None:
    answer = {"rows": [{"text": "x" * 10_000} for _ in range(100)]}
    before = json.dumps(answer)
    trim(answer)
    assert json.dumps(answer) == before


def test_letters_beyond_ascii_count_as_one() -> None:
    assert trim({"text": "日" * (LIMIT - 20)})[1] is None
