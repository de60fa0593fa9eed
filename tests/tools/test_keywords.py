"""Each keyword of an older or hand-written schema is put right, or left out; never passed on broken."""

from typing import Any

import pytest

from tools.keywords import PLAIN, Drop, modern


@pytest.mark.parametrize(
    "keyword, value, right",
    [
        ("type", "string", "string"),
        ("type", "String", "string"),
        ("type", "int", "integer"),
        ("type", "float", "number"),
        ("type", "datetime", "string"),
        ("type", "dict", "object"),
        ("type", ["string", "null"], ["string", "null"]),
        ("type", ["str", "text"], "string"),
        ("title", 3, "3"),
        ("description", "x", "x"),
        ("pattern", "^a+$", "^a+$"),
        ("enum", ["a", "b", "a"], ["a", "b"]),
        ("enum", [1, True, None], [1, None]),
        ("const", None, None),
        ("default", {"a": 1}, {"a": 1}),
        ("examples", "one", ["one"]),
        ("examples", ["one"], ["one"]),
        ("minimum", "3", 3),
        ("maximum", "3.5", 3.5),
        ("maximum", 7, 7),
        ("multipleOf", 0.5, 0.5),
        ("minLength", "2", 2),
        ("maxItems", 2.0, 2),
        ("uniqueItems", "True", True),
        ("readOnly", False, False),
    ],
)
def test_a_value_is_put_right(keyword: str, value: Any, right: Any) -> None:
    assert PLAIN[keyword](value) == right


@pytest.mark.parametrize(
    "keyword, value",
    [
        ("type", "any"),
        ("type", ["string", "any"]),
        ("type", "gibberish"),
        ("type", []),
        ("type", None),
        ("type", {"a": 1}),
        ("description", {"en": "x"}),
        ("description", None),
        ("pattern", "(?<name>x)"),
        ("pattern", "["),
        ("pattern", 3),
        ("enum", []),
        ("enum", "a|b"),
        ("minimum", True),
        ("minimum", "low"),
        ("minimum", None),
        ("maximum", float("nan")),
        ("multipleOf", 0),
        ("minLength", -1),
        ("minLength", 1.5),
        ("uniqueItems", "yes"),
        ("deprecated", 1),
    ],
)
def test_a_value_that_means_nothing_is_dropped(keyword: str, value: Any) -> None:
    with pytest.raises(Drop):
        PLAIN[keyword](value)


@pytest.mark.parametrize(
    "old, new",
    [
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ({"maximum": 9, "exclusiveMaximum": False}, {"maximum": 9}),
        ({"exclusiveMaximum": True}, {}),
        ({"exclusiveMinimum": 3}, {"exclusiveMinimum": 3}),
        ({"items": [{"type": "string"}]}, {"prefixItems": [{"type": "string"}]}),
        (
            {"items": [{"type": "string"}], "additionalItems": False},
            {"prefixItems": [{"type": "string"}], "items": False, "additionalItems": False},
        ),
        ({"type": "string", "nullable": True}, {"type": ["string", "null"], "nullable": True}),
        ({"type": ["string"], "nullable": True}, {"type": ["string", "null"], "nullable": True}),
        (
            {"enum": ["a"], "nullable": True},
            {"enum": ["a", None], "nullable": True},
        ),
        ({"example": 3}, {"example": 3, "examples": [3]}),
        ({"example": 3, "examples": [4]}, {"example": 3, "examples": [4]}),
        (
            {"properties": [{"name": "a", "type": "string"}, {"type": "string"}, 3]},
            {"properties": {"a": {"type": "string"}}},
        ),
    ],
)
def test_older_spellings_become_those_of_draft_2020_12(old: dict[str, Any], new: dict[str, Any]) -> None:
    before = dict(old)
    notes: list[str] = []
    assert modern(old, notes.append) == new
    assert old == before
    assert bool(notes) == (old not in SOUND)


SOUND = ({"exclusiveMinimum": 3}, {"example": 3, "examples": [4]})
"""What needs no respelling, and is therefore not told of."""


def test_an_older_draft_is_told_of_and_our_own_is_not() -> None:
    notes: list[str] = []
    modern({"$schema": "https://json-schema.org/draft/2020-12/schema"}, notes.append)
    assert notes == []
    modern({"$schema": "http://json-schema.org/draft-07/schema#"}, notes.append)
    assert notes == ["an older draft of JSON Schema was respelled"]
