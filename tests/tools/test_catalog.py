"""Whatever Truto lists, Claude is offered only what its API accepts; the rest is named with a reason."""

import random
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tools.catalog import Offer, TrutoTool, catalog_from, offer_from

AWKWARD: dict[str, dict[str, Any]] = {
    "no schemas at all": {},
    "null schemas": {"query_schema": None, "body_schema": None, "required": None, "description": None},
    "root without type": {"query_schema": {"properties": {"a": {"type": "string"}}}},
    "root without properties": {"query_schema": {"type": "object"}},
    "root as a bare map of properties": {
        "query_schema": {"a": {"type": "string"}, "type": {"type": "string"}}
    },
    "root as JSON in a string": {"query_schema": '{"type":"object","properties":{"a":{"type":"string"}}}'},
    "root that may be null": {"query_schema": {"type": ["object", "null"], "properties": {"a": {}}}},
    "root oneOf": {"body_schema": {"oneOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]}},
    "root allOf with references": {
        "body_schema": {"allOf": [{"$ref": "#/$defs/A"}], "$defs": {"A": {"properties": {"a[b]": {}}}}}
    },
    "root as a reference": {
        "query_schema": {"$ref": "#/definitions/A", "definitions": {"A": {"properties": {"a": {}}}}}
    },
    "keys nobody may use": {
        "query_schema": {"properties": {"filter[x]": {}, "$top": {}, "@odata": {}, "cwd?": {}, "y" * 80: {}}},
        "required": ["filter[x]"],
    },
    "draft 4": {
        "query_schema": {
            "$schema": "http://json-schema.org/draft-04/schema#",
            "id": "urn:x",
            "properties": {
                "a": {"type": "integer", "minimum": 0, "exclusiveMinimum": True, "required": True},
                "b": {"type": "array", "items": [{"type": "string"}]},
                "c": "string",
                "d": {"type": "any"},
            },
        }
    },
    "openapi": {"query_schema": {"properties": {"a": {"type": "string", "nullable": True, "example": "x"}}}},
    "deep": {
        "body_schema": {
            "properties": {"a": {"items": {"anyOf": [{"properties": {"b[c]": {"properties": {"d?": {}}}}}]}}}
        }
    },
    "required but not declared": {"required": ["id"]},
    "in both places": {
        "query_schema": {"properties": {"id": {"type": "integer"}}},
        "body_schema": {"properties": {"id": {"type": "string"}}},
    },
    "endless": {"body_schema": {"properties": {"a": {"$ref": "#"}}}},
    "a name with slashes, dots and length": {"name": "chorus/conversations.list " + "x" * 80},
    "an unicode name": {"name": "größe_名前"},
}


DATA = ("const", "default", "enum", "examples", "dependentRequired")


def a_row(**changes: Any) -> dict[str, Any]:
    return {"resource": "things", "method": "update", "name": "update_a_chorus_thing_by_id"} | changes


def keys_of(schema: Any) -> list[str]:
    """All property names of a schema at any depth; values given as examples and the like are no schemas."""
    if isinstance(schema, list):
        return [key for part in schema for key in keys_of(part)]
    if not isinstance(schema, dict):
        return []
    properties = schema.get("properties", {})
    nested = [part for word, part in schema.items() if word not in (*DATA, "properties")]
    return [*properties, *keys_of([*properties.values(), *nested])]


def refused_by_claude(offer: Offer) -> list[str]:
    """The rules of Claude's API for a tool, as its documentation and its refusals state them."""
    schema = offer.input_schema
    Draft202012Validator.check_schema(schema)
    rules = {
        "name": re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", offer.name),
        "description": offer.description,
        "root": schema["type"] == "object" and schema["additionalProperties"] is False,
        "combinators": not {"oneOf", "anyOf", "allOf"} & schema.keys(),
        "keys": all(re.fullmatch(r"[a-zA-Z0-9_.-]{1,64}", key) for key in keys_of(schema)),
        "required": set(schema["required"]) <= set(schema["properties"]),
    }
    return [name for name, holds in rules.items() if not holds]


@pytest.mark.parametrize("changes", AWKWARD.values(), ids=list(AWKWARD))
def test_an_awkward_tool_is_offered_in_a_form_claude_accepts(changes: dict[str, Any]) -> None:
    catalog = catalog_from([a_row(**changes)])
    assert catalog.disabled == ()
    assert refused_by_claude(catalog.offers[0]) == []


@pytest.mark.parametrize(
    "changes, why",
    [
        ({"body_schema": {"type": "array", "items": {}}}, "a bare array"),
        ({"body_schema": {"type": "string"}}, "a bare string"),
        ({"body_schema": {"type": ["string", "null"]}}, "a bare string"),
        ({"query_schema": "type: object"}, "not JSON"),
        ({"query_schema": {"properties": {f"k{n}": {} for n in range(5000)}}}, "too large"),
        ({"resource": None}, "resource is missing"),
        ({"method": "a/b"}, "method is missing"),
    ],
)
def test_a_hopeless_tool_is_named_with_a_reason_and_spoils_no_other(
    changes: dict[str, Any], why: str
) -> None:
    catalog = catalog_from(
        [a_row(**changes), {"resource": "me", "method": "list", "name": "list_all_chorus_me"}]
    )
    assert [offer.name for offer in catalog.offers] == ["list_all_chorus_me"]
    (disabled,) = catalog.disabled
    assert disabled.name == "update_a_chorus_thing_by_id"
    assert why in disabled.reason
    assert disabled.reason.endswith(".")


def test_the_same_rows_in_any_order_give_the_same_catalogue() -> None:
    rows = [a_row(**changes) | {"method": f"m{n}"} for n, changes in enumerate(AWKWARD.values())]
    first = catalog_from(rows)
    names = [offer.name for offer in first.offers]
    assert names == sorted(names)
    assert len(set(names)) == len(rows)
    for seed in range(5):
        shuffled = rows[:]
        random.Random(seed).shuffle(shuffled)
        assert catalog_from(shuffled).to_json() == first.to_json()


def test_a_tool_listed_twice_is_offered_once() -> None:
    catalog = catalog_from([a_row(), a_row(description="again")])
    assert len(catalog.offers) == 1
    assert "twice" in catalog.disabled[0].reason


def test_two_names_that_become_one_are_told_apart() -> None:
    catalog = catalog_from([a_row(name="a/b"), a_row(name="a.b"), a_row(name="a_b")])
    assert [(o.name, o.tool.name) for o in catalog.offers] == [
        ("a_b", "a.b"),
        ("a_b_2", "a/b"),
        ("a_b_3", "a_b"),
    ]
    assert [repair for offer in catalog.offers for repair in offer.repairs if "called" in repair] == [
        "the tool: 'a.b' is called 'a_b'",
        "the tool: 'a/b' is called 'a_b'",
        "the tool: another tool has the name 'a_b' too; this one is called 'a_b_2'",
        "the tool: another tool has the name 'a_b' too; this one is called 'a_b_3'",
    ]


@pytest.mark.parametrize(
    "changes, repair",
    [
        (AWKWARD["root as JSON in a string"], "arguments: a schema was JSON in a text"),
        (AWKWARD["root as a bare map of properties"], "arguments: a bare map of arguments was made a schema"),
        (AWKWARD["root that may be null"], "arguments: it could be null, and is an object"),
        (AWKWARD["root oneOf"], "arguments: oneOf at the root was folded into one list of arguments"),
        ({"query_schema": ["connection"]}, "arguments: an unreadable schema is taken for no arguments"),
        ({"name": None}, "the tool: Truto gives it no name; this one is made of its resource and method"),
        ({"description": "x" * 5000}, "the tool: its description is cut at 4000 characters"),
    ],
)
def test_a_repair_of_the_whole_tool_is_told_of(changes: dict[str, Any], repair: str) -> None:
    assert repair in catalog_from([a_row(**changes)]).offers[0].repairs


def test_a_tool_without_a_description_gets_one_and_that_is_told() -> None:
    offer = offer_from(TrutoTool("user_settings", "list", "list_all_chorus_user_settings"))
    assert offer.description == "List: user settings in Chorus. Truto gives no description of it."
    assert offer.repairs == (
        "the tool: Truto gives no description; this one is made of its resource and method",
    )


def test_on_a_clash_the_body_s_schema_wins_and_the_argument_goes_to_both() -> None:
    offer = offer_from(TrutoTool("t", "update", "t", **AWKWARD["in both places"]))
    assert offer.input_schema["properties"] == {"id": {"type": "string"}}
    assert (offer.query, offer.body) == ({"id"}, {"id"})
    assert "id: it is in the query and in the body; the body's schema counts" in offer.repairs


@pytest.mark.parametrize(
    "method, home", [("get", "query"), ("list", "query"), ("delete", "query"), ("join", "body")]
)
def test_what_is_required_but_not_declared_is_offered_where_it_belongs(method: str, home: str) -> None:
    offer = offer_from(TrutoTool("t", method, "t", required=("x[y]",)))
    assert offer.input_schema["required"] == ["x_y"]
    assert getattr(offer, home) == {"x[y]"}
    assert "x_y: it was required but not declared" in offer.repairs


def test_requirements_of_the_tool_and_of_its_schemas_add_up() -> None:
    query = {"properties": {"a": {}, "b": {}}, "required": ["b"]}
    body = {"properties": {"c": {}, "d": {"required": True}}}
    offer = offer_from(TrutoTool("t", "create", "t", "", query, body, ("a", "b")))
    assert offer.input_schema["required"] == ["a", "b", "d"]


def test_a_sound_tool_needs_no_repair() -> None:
    body = {
        "type": "object",
        "properties": {
            "meeting_id": {"type": "string"},
            "crm_changes": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"field_name": {"type": "string"}, "new_value": {}},
                    "required": ["field_name"],
                },
            },
        },
    }
    offer = offer_from(TrutoTool("s", "writeback_crm", "w", "Write.", None, body, ("meeting_id",)))
    assert (offer.repairs, offer.renames, offer.description) == ((), {}, "Write.")
    assert offer.input_schema["properties"] == body["properties"]


def test_alternatives_are_told_in_the_description() -> None:
    branches = [{"properties": {"a": {}}, "required": ["a"]}, {"properties": {"b": {}}, "required": ["b"]}]
    offer = offer_from(TrutoTool("t", "join", "t", "Join.", None, {"anyOf": branches}))
    assert offer.description == "Join. Give one of these sets of arguments: a | b."


def test_a_parameter_that_appears_tomorrow_is_offered_tomorrow() -> None:
    today = a_row(body_schema={"properties": {"a": {}}})
    tomorrow = a_row(body_schema={"properties": {"a": {}, "b": {"type": "string"}}})
    assert set(catalog_from([today]).offers[0].input_schema["properties"]) == {"a"}
    assert set(catalog_from([tomorrow]).offers[0].input_schema["properties"]) == {"a", "b"}
