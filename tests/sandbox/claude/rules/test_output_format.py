import pytest

CLOSED = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}


def wants(form):
    return lambda body: body.update(output_config={"effort": "low", "format": form})


def schema(**properties):
    made = {**CLOSED, "properties": properties, "required": list(properties)}
    return wants({"type": "json_schema", "schema": made})


ROW = {**CLOSED, "properties": {"kind": {"type": "string", "enum": ["a", "b"]}}, "required": ["kind"]}


def test_a_closed_schema_is_accepted(refusal):
    assert refusal(schema(rows={"type": "array", "items": ROW, "minItems": 1})) is None
    assert refusal(wants(None)) is None


@pytest.mark.parametrize(
    "form, words",
    [
        ("json", "output_config.format.type: Input should be 'json_schema'"),
        ({"type": "json_object"}, "output_config.format.type: Input should be 'json_schema'"),
        ({"type": "json_schema"}, "output_config.format.schema: Field required"),
        ({"type": "json_schema", "schema": CLOSED, "name": "x"}, "output_config.format.name: Extra inputs"),
        ({"type": "json_schema", "schema": {"type": "thing"}}, "JSON schema is invalid"),
    ],
)
def test_what_is_no_form_is_refused(refusal, form, words):
    assert words in (refusal(wants(form)) or "")


@pytest.mark.parametrize(
    "part, words",
    [
        ({"type": "object", "properties": {}}, "'additionalProperties' must be explicitly set to false"),
        ({"type": "integer", "minimum": 0, "maximum": 9}, "properties minimum, maximum are not supported"),
        ({"type": "string", "maxLength": 9}, "For 'string' type, properties maxLength are not supported"),
        ({"type": "array", "items": ROW, "maxItems": 3}, "properties maxItems are not supported"),
        ({"type": "array", "items": ROW, "minItems": 2}, "'minItems' values other than 0 or 1"),
        ({"oneOf": [{"type": "string"}]}, "'oneOf' is not supported"),
    ],
)
def test_what_no_answer_can_be_held_to_is_refused(refusal, part, words):
    assert words in (refusal(schema(a={"type": "array", "items": part})) or "")


def test_optional_and_union_parameters_are_counted(refusal):
    optional = {**CLOSED, "properties": {f"a{n}": {"type": "string"} for n in range(25)}}
    assert "optional parameters (25)" in (refusal(schema(a=optional)) or "")
    unions = {f"a{n}": {"type": ["string", "null"]} for n in range(17)}
    assert "union types (17)" in (refusal(schema(**unions)) or "")


def test_an_answer_in_a_form_cannot_be_begun_by_the_asker(refusal):
    def begin(body):
        schema()(body)
        body["messages"].append({"role": "assistant", "content": "{"})

    assert (refusal(begin) or "").startswith("Prefilling the assistant message is not supported")
