import pytest

SEARCH = {"type": "tool_search_tool_bm25_20251119", "name": "tool_search_tool_bm25"}


def with_tool(**fields):
    return lambda body: body["tools"][0].update(fields)


def with_tools(*tools):
    return lambda body: body.update(tools=[*body["tools"], *tools])


@pytest.mark.parametrize(
    "change, words",
    [
        (with_tool(name="a.b"), "tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'"),
        (with_tool(name="a" * 129), "tools.0.custom.name: String should have at most 128 characters"),
        (with_tool(name="list_all_chorus_me"), "tools: Tool names must be unique."),
        (with_tool(colour="red"), "tools.0.custom.colour: Extra inputs are not permitted"),
        (with_tool(type="magic"), "tools.0: Input tag 'magic'"),
        (with_tool(strict="yes"), "tools.0.custom.strict: Input should be a valid boolean"),
        (with_tools({"name": "x"}), "tools.2.custom.input_schema: Field required"),
        (with_tools({**SEARCH, "name": "find"}), "name: Input should be 'tool_search_tool_bm25'"),
        (with_tools({**SEARCH, "input_schema": {}}), "input_schema: Extra inputs are not permitted"),
        (
            with_tool(defer_loading=True, cache_control={"type": "ephemeral"}),
            "Tools with defer_loading cannot use prompt caching",
        ),
    ],
)
def test_bad_tools_are_refused(refusal, change, words):
    assert words in (refusal(change) or "")


def test_all_tools_deferred_is_refused(refusal):
    def change(body):
        for tool in body["tools"]:
            tool["defer_loading"] = True

    words = "At least one tool must have defer_loading=false. All tools cannot be deferred."
    assert refusal(change) == words


@pytest.mark.parametrize(
    "change",
    [
        with_tools(SEARCH),
        with_tool(description=""),
        with_tool(type="custom", description=None, defer_loading=None),
        with_tool(eager_input_streaming=True, allowed_callers=["direct"], input_examples=[]),
    ],
)
def test_unusual_tools_are_accepted(refusal, change):
    assert refusal(change) is None
