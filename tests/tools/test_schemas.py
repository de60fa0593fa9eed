"""Any schema comes out as one Claude accepts, or is given up with a reason."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tools.schemas import KEY, Hopeless, Repair, flatten_root, join, legal


def cleaned(schema: Any, repair: Repair | None = None) -> Any:
    found = (repair or Repair()).clean(schema, schema if isinstance(schema, dict) else {})
    Draft202012Validator.check_schema(found)
    return found


@pytest.mark.parametrize(
    "schema, clean",
    [
        ("string", {"type": "string"}),
        (True, True),
        (False, False),
        (None, {}),
        (["string"], {}),
        ({"type": "String", "x-order": 3, "xml": {}}, {"type": "string"}),
        ({"items": "string"}, {}),
        ({"type": "array", "items": {"type": "int"}}, {"type": "array", "items": {"type": "integer"}}),
        ({"anyOf": []}, {}),
        ({"anyOf": [{"type": "string"}, "integer"]}, {"anyOf": [{"type": "string"}, {"type": "integer"}]}),
        ({"additionalProperties": "string"}, {}),
        ({"additionalProperties": False}, {"additionalProperties": False}),
        ({"required": "id"}, {"required": ["id"]}),
        ({"required": ["id", 3, "id"]}, {"required": ["id"]}),
        ({"patternProperties": {"^x": {}}, "propertyNames": {}, "dependencies": {}}, {}),
        ({"properties": None}, {}),
        ({"not": {"type": "null"}}, {"not": {"type": "null"}}),
        ({"dependentRequired": {"a": ["b", "b"], "c": "d"}}, {"dependentRequired": {"a": ["b"], "c": ["d"]}}),
    ],
)
def test_a_schema_is_repaired(schema: Any, clean: Any) -> None:
    assert cleaned(schema) == clean


def test_a_property_that_calls_itself_required_is_listed_by_its_parent() -> None:
    schema = {"properties": {"a": {"type": "string", "required": True}, "b": {"required": False}}}
    assert cleaned(schema) == {
        "type": "object",
        "properties": {"a": {"type": "string"}, "b": {}},
        "required": ["a"],
    }


def test_keys_are_renamed_at_every_depth_and_so_are_their_requirements() -> None:
    repair = Repair()
    inner = {"properties": {"@odata.type": {}, "ok": {}}, "required": ["@odata.type"]}
    schema = {
        "properties": {"filter[x]": {"type": "array", "items": inner}, "plain": inner},
        "required": ["filter[x]"],
        "dependentRequired": {"filter[x]": ["plain"]},
    }
    clean = cleaned(schema, repair)
    assert set(clean["properties"]) == {"filter_x", "plain"}
    assert clean["required"] == ["filter_x"]
    assert clean["dependentRequired"] == {"filter_x": ["plain"]}
    assert clean["properties"]["filter_x"]["items"]["required"] == ["odata_type"]
    assert repair.renames == {
        "filter_x": "filter[x]",
        "filter_x/*/odata_type": "@odata.type",
        "plain/odata_type": "@odata.type",
    }
    assert "arguments: 'filter[x]' is called 'filter_x'" in repair.notes


def test_two_keys_never_become_one_and_a_legal_key_keeps_its_name() -> None:
    repair = Repair()
    schema = {"properties": {"a[x]": {"type": "string"}, "a(x)": {}, "a_x": {"type": "integer"}, "a x": {}}}
    clean = cleaned(schema, repair)
    assert clean["properties"]["a_x"] == {"type": "integer"}
    assert repair.renames == {"a_x_2": "a[x]", "a_x_3": "a(x)", "a_x_4": "a x"}
    assert list(clean["properties"]) == ["a_x_2", "a_x_3", "a_x", "a_x_4"]


def test_the_same_key_in_two_branches_has_one_name() -> None:
    repair = Repair()
    cleaned({"anyOf": [{"properties": {"a[x]": {}}}, {"properties": {"a(x)": {}, "a[x]": {}}}]}, repair)
    assert repair.renames == {"a_x": "a[x]", "a_x_2": "a(x)"}


@pytest.mark.parametrize(
    "key", ["", "$top", "cwd?", "größe", "名前", "x" * 65, "a b", "__proto__!", "[]", "a\nb"]
)
def test_every_key_gets_a_legal_name(key: str) -> None:
    repair = Repair()
    clean = cleaned({"properties": {key: {}}}, repair)
    (name,) = clean["properties"]
    assert KEY.match(name)
    assert repair.renames == {name: key}


def test_long_keys_that_begin_alike_stay_apart() -> None:
    repair = Repair()
    clean = cleaned({"properties": {"x" * 70 + "a": {}, "x" * 70 + "b": {}}}, repair)
    assert len(clean["properties"]) == 2
    assert all(len(name) <= 64 for name in clean["properties"])


def test_references_are_written_out_and_siblings_win() -> None:
    schema = {
        "properties": {
            "a": {"$ref": "#/definitions/Name", "description": "mine"},
            "b": {"$ref": "#/$defs/a~1b"},
        },
        "definitions": {"Name": {"type": "string", "description": "theirs"}},
        "$defs": {"a/b": {"$ref": "#/definitions/Name"}},
    }
    properties = cleaned(schema)["properties"]
    assert properties == {
        "a": {"type": "string", "description": "mine"},
        "b": {"type": "string", "description": "theirs"},
    }


@pytest.mark.parametrize(
    "reference", ["#/definitions/None", "https://x.example/y", "#anchor", "#/properties/a", 3]
)
def test_a_reference_that_leads_nowhere_is_left_out(reference: Any) -> None:
    repair = Repair()
    assert cleaned({"properties": {"a": {"$ref": reference}}}, repair)["properties"] == {"a": {}}
    assert "leads nowhere" in repair.notes[-1]


def test_a_schema_that_contains_itself_ends_after_one_round() -> None:
    schema = {
        "properties": {"tree": {"$ref": "#/definitions/Node"}, "twin": {"$ref": "#/definitions/Node"}},
        "definitions": {
            "Node": {"properties": {"child": {"$ref": "#/definitions/Node"}, "n": {"type": "integer"}}}
        },
    }
    node = {"type": "object", "properties": {"child": {}, "n": {"type": "integer"}}}
    assert cleaned(schema)["properties"] == {"tree": node, "twin": node}


def test_endless_depth_is_cut_and_endless_breadth_is_given_up() -> None:
    deep: dict[str, Any] = {}
    for _ in range(60):
        deep = {"items": deep}
    repair = Repair()
    cleaned(deep, repair)
    assert any("cut off" in note for note in repair.notes)
    with pytest.raises(Hopeless, match="too large"):
        cleaned({"properties": {f"k{n}": {} for n in range(5000)}})


def test_what_was_left_out_is_noted_once_and_in_a_fixed_order() -> None:
    repair = Repair()
    cleaned({"properties": {"a": {"type": "any", "pattern": "[", "minimum": "low"}}}, repair)
    assert repair.notes == [
        "arguments: the type object was added",
        "a: type was not understood and is left out",
        "a: pattern was not understood and is left out",
        "a: minimum was not understood and is left out",
    ]


@pytest.mark.parametrize(
    "schema, note",
    [
        ({"type": "String"}, "arguments: type 'String' is read as 'string'"),
        ({"type": ["str", "text"]}, "arguments: type ['str', 'text'] is read as 'string'"),
        ({"enum": ["a", "a"]}, "arguments: enum ['a', 'a'] is read as ['a']"),
        ({"type": "string", "nullable": True}, "arguments: nullable is told by its type"),
        ({"minimum": 0, "exclusiveMinimum": True}, "arguments: exclusiveMinimum was true or false and is a number"),
        ({"type": "array", "items": [{}]}, "arguments: a list of items is called prefixItems"),
        ({"required": "id"}, "arguments: required 'id' is read as ['id']"),
        ({"type": "object", "properties": {"a": "string"}}, "a: 'string' alone is taken for its type"),
        ({"type": "object", "properties": {"a": {"required": True}}}, "a: required: true is told where its siblings are"),
        ({"type": "string", "xml": {}}, "arguments: xml is left out"),
        ({"dependencies": {}}, "arguments: dependencies is left out"),
        ({"$ref": "#/$defs/A", "$defs": {"A": {"type": "string"}}}, "arguments: the reference '#/$defs/A' is written out"),
        ({"$schema": "http://json-schema.org/draft-04/schema#"}, "arguments: an older draft of JSON Schema was respelled"),
    ],
)  # fmt: skip
def test_every_repair_is_told_of_once(schema: dict[str, Any], note: str) -> None:
    repair = Repair()
    cleaned(schema, repair)
    assert repair.notes == [note]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": ["string", "null"], "enum": ["a", None], "default": "false"},
        {"type": "object", "properties": {"a": {}}, "required": ["a"], "additionalProperties": False},
        {"type": "array", "items": {"type": "string"}, "maxItems": 3, "$comment": "x"},
        {"type": "number", "exclusiveMinimum": 0},
    ],
)
def test_what_is_sound_is_not_told_of(schema: dict[str, Any]) -> None:
    repair = Repair()
    cleaned(schema, repair)
    assert repair.notes == []


def test_root_alternatives_become_one_object_and_a_sentence() -> None:
    branches = [
        {"properties": {"url": {"type": "string"}, "why": {}}, "required": ["url", "why"]},
        {"properties": {"code": {"type": "string"}, "why": {}}, "required": ["code", "why"]},
    ]
    notes: list[str] = []
    root = {"properties": {"base": {}}, "required": ["base"], "oneOf": branches, "minProperties": 1}
    flat, words = flatten_root(root, notes.append)
    assert flat == {
        "type": "object",
        "properties": {"base": {}, "url": {"type": "string"}, "why": {}, "code": {"type": "string"}},
        "required": ["base", "why"],
    }
    assert words == "Give one of these sets of arguments: url, why | code, why."
    assert notes == [
        "minProperties at the root is left out",
        "oneOf at the root was folded into one list of arguments",
    ]


def test_a_property_that_differs_between_alternatives_allows_either() -> None:
    branches = [{"properties": {"kind": {"const": "a"}}}, {"properties": {"kind": {"const": "b"}}}]
    assert flatten_root({"anyOf": branches}, [].append)[0]["properties"] == {
        "kind": {"anyOf": [{"const": "a"}, {"const": "b"}]}
    }
    assert flatten_root({"allOf": branches}, [].append)[0]["properties"] == {
        "kind": {"allOf": [{"const": "a"}, {"const": "b"}]}
    }


def test_everything_that_all_of_requires_is_required() -> None:
    root = {"allOf": [{"required": ["a"]}, {"anyOf": [{"required": ["b"]}]}, True]}
    flat, words = flatten_root(root, [].append)
    assert flat["required"] == ["a", "b"]
    assert words == ""


def test_paths_and_legal_names() -> None:
    assert (join("", "a"), join("a", "*"), join("a/*", "b")) == ("a", "a/*", "a/*/b")
    assert (legal("Crème brûlée!"), legal("???"), legal("a.b/c")) == ("Creme_brulee", "field", "a_b_c")
