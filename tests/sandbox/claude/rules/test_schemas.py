import pytest

INVALID = "JSON schema is invalid. It must match JSON Schema draft 2020-12"


def schema(**fields):
    return lambda body: body["tools"][0].update(input_schema=fields)


def obj(**properties):
    return schema(type="object", properties=properties)


@pytest.mark.parametrize(
    "change, words",
    [
        (schema(properties={}), "tools.0.custom.input_schema.type: Field required"),
        (schema(type="array"), "tools.0.custom.input_schema.type: Input should be 'object'"),
        (schema(type="object", oneOf=[{}]), "does not support oneOf, allOf, or anyOf at the top level"),
        (schema(type="object", anyOf=[{}]), "does not support oneOf, allOf, or anyOf at the top level"),
        (obj(**{"filter[x]": {}}), "properties: Property keys should match pattern"),
        (obj(**{"a" * 65: {}}), "properties: Property keys should match pattern"),
        (obj(a={"type": "object", "properties": {"$top": {}}}), "Property keys should match pattern"),
        (obj(a={"type": "number", "minimum": 1, "exclusiveMinimum": True}), INVALID),
        (obj(a={"type": "array", "items": [{"type": "string"}]}), INVALID),
        (obj(a={"type": "string", "required": True}), INVALID),
        (obj(a="string"), INVALID),
        (obj(a={"type": "text"}), INVALID),
        (obj(a={"$ref": "#/$defs/missing"}), INVALID),
    ],
)
def test_bad_schemas_are_refused(refusal, change, words):
    assert words in (refusal(change) or "")


@pytest.mark.parametrize(
    "change",
    [
        schema(type="object"),
        obj(a={"type": ["string", "null"], "x-order": 3, "nullable": True}),
        obj(a={"anyOf": [{"type": "string"}, {"type": "number"}]}, **{"a.b-c_d": {}}),
        schema(
            type="object", **{"$defs": {"d": {"type": "string"}}}, properties={"a": {"$ref": "#/$defs/d"}}
        ),
    ],
)
def test_unusual_schemas_are_accepted(refusal, change):
    assert refusal(change) is None


def test_examples_must_fit_the_schema(refusal):
    def change(body):
        body["tools"][0]["input_examples"] = [{"invitation_text": "a"}, {}]

    assert "input_examples.1" in (refusal(change) or "")
