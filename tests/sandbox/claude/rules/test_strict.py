CLOSED = {"type": "object", "properties": {}, "additionalProperties": False}


def strict(*schemas):
    tools = [
        {"name": f"strict_{at}", "strict": True, "input_schema": schema} for at, schema in enumerate(schemas)
    ]
    return lambda body: body.update(tools=tools)


def closed(**properties):
    return {**CLOSED, "properties": properties}


def test_twenty_strict_tools_pass_and_twenty_one_do_not(refusal):
    assert refusal(strict(*[CLOSED] * 20)) is None
    assert (refusal(strict(*[CLOSED] * 21)) or "").startswith("Too many strict tools (21).")


def test_optional_and_union_parameters_are_counted_over_all_tools(refusal):
    optional = closed(**{f"a{at}": {"type": "string"} for at in range(13)})
    union = closed(**{f"a{at}": {"type": ["string", "null"]} for at in range(9)})
    union["required"] = list(union["properties"])
    assert "optional parameters (26)" in (refusal(strict(optional, optional)) or "")
    assert "union types (18)" in (refusal(strict(union, union)) or "")


def test_strict_objects_must_be_closed_at_every_level(refusal):
    inner = closed(a={"type": "object", "properties": {}})
    words = "For 'object' type, 'additionalProperties' must be explicitly set to false"
    assert words in (refusal(strict(inner)) or "")
