from sandbox.claude.planner.offered import call, coerce, find, fit, required_string, signature_of
from sandbox.claude.planner.scene import Scene


def a_tool(name, required=(), **properties):
    schema = {"type": "object", "properties": properties, "required": list(required)}
    return {"name": name, "input_schema": schema}


def a_scene(*tools, may_call=True):
    return Scene(list(tools), [{"role": "user", "content": "hi"}], may_call)


def test_the_plainest_name_wins():
    scene = a_scene(a_tool("list_all_chorus_conversations_live"), a_tool("list_all_chorus_conversations"))
    found = find(scene, "list_all_chorus_conversations")
    assert found is not None
    assert found["name"] == "list_all_chorus_conversations"


def test_arguments_follow_the_schema():
    tool = a_tool("x", ["id"], id={"type": "integer"}, note={"type": "string"}, kind={"enum": ["a"]})
    assert fit(tool, {"id": "12", "other": 1, "note": None}) == {"id": 12}
    assert coerce(7, {"type": "string"}) == "7"
    assert coerce(30.0, {"type": "integer"}) == 30
    assert signature_of(tool, {"id": 12}) == {"note": "chorister"}


def test_the_one_text_argument_is_found_by_type():
    assert (
        required_string(a_tool("x", ["n", "link"], n={"type": "integer"}, link={"type": "string"})) == "link"
    )
    assert required_string(a_tool("x", url={"type": "string"})) == "url"
    assert required_string(a_tool("x")) is None


def test_no_call_is_made_when_calls_are_over():
    reply = call(a_scene(a_tool("list_all_chorus_me"), may_call=False), "list_all_chorus_me", {})
    assert reply.stop_reason == "end_turn"
    assert "I had to stop before this was finished" in reply.content[0]["text"]


def test_a_deferred_tool_without_search_cannot_be_called():
    tool = {**a_tool("list_all_chorus_me"), "defer_loading": True}
    assert "no tool for it is on offer" in call(a_scene(tool), "list_all_chorus_me", {}).content[0]["text"]


def test_a_regex_search_is_given_a_pattern():
    search = {"type": "tool_search_tool_regex_20251119", "name": "tool_search_tool_regex"}
    tool = {**a_tool("list_all_chorus_me"), "defer_loading": True}
    content = call(a_scene(tool, search), "list_all_chorus_me", {}).content
    assert content[0]["input"] == {"pattern": "list_all_chorus_me"}
    assert content[-1]["name"] == "list_all_chorus_me"
