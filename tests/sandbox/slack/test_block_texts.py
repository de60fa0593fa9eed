from typing import Any

import pytest

from sandbox.slack.block_texts import array, items, option, required, string, text


def test_a_text_is_measured_in_characters() -> None:
    assert list(string("é" * 75, "/text", 75)) == []
    assert list(string("é" * 76, "/text", 75)) == ["must be less than 76 characters [json-pointer:/text]"]


@pytest.mark.parametrize("value", [None, 3, "words", {"type": "markdown", "text": "x"}, {"type": "mrkdwn"}])
def test_only_a_text_object_is_a_text(value: Any) -> None:
    assert list(text(value, "/text", 10))


def test_a_list_has_a_least_and_a_most() -> None:
    assert list(array([1], "", 1, 2)) == []
    assert list(array([], "", 1, 2)) == ["no fewer than 1 items required [json-pointer:]"]
    assert list(array([1, 2, 3], "", 1, 2)) == ["no more than 2 items allowed [json-pointer:]"]
    assert list(array({}, "", 1, 2)) == ["must be an array [json-pointer:]"]


def test_what_is_no_list_has_no_items() -> None:
    assert list(items("abc")) == []
    assert list(items([{"a": 1}, 2])) == [(0, {"a": 1})]


def test_an_empty_value_counts_as_missing() -> None:
    assert len(list(required({"a": "", "b": []}, "", "a", "b", "c"))) == 3


def test_only_checkboxes_take_mrkdwn_options() -> None:
    marked = {"text": {"type": "mrkdwn", "text": "*a*"}, "value": "a"}
    assert list(option(marked, "", mrkdwn=True)) == []
    assert list(option(marked, "", mrkdwn=False))
