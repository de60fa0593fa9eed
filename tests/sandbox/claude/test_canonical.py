from sandbox.claude.canonical import blocks_of, canonical_block, digest, referenced_tools, visible_tools


def test_a_string_is_one_text_block():
    assert blocks_of("Hi") == [{"type": "text", "text": "Hi"}]
    assert blocks_of(None) == []


def test_markers_nulls_and_outer_space_are_no_content():
    marked = {"type": "text", "text": " Hi\n", "cache_control": {"type": "ephemeral"}, "citations": None}
    assert canonical_block(marked) == canonical_block({"type": "text", "text": "Hi"})
    plain = {"type": "tool_result", "tool_use_id": "a", "content": "x", "is_error": False}
    listed = {"type": "tool_result", "tool_use_id": "a", "content": [{"type": "text", "text": "x"}]}
    assert canonical_block(plain) == canonical_block(listed)


def test_input_keeps_its_nulls():
    call = {"type": "tool_use", "id": "a", "name": "x", "input": {"a": None}, "caller": {"type": "direct"}}
    assert canonical_block(call) == {"type": "tool_use", "id": "a", "name": "x", "input": {"a": None}}


def test_digests_do_not_depend_on_the_order_of_keys():
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest({"a": 1}) != digest({"a": 2})


def test_deferred_tools_become_visible_by_reference():
    found = {
        "type": "tool_search_tool_search_result",
        "tool_references": [{"type": "tool_reference", "tool_name": "a"}],
    }
    names = referenced_tools([{"type": "tool_search_tool_result", "content": found}])
    tools = [{"name": "a", "defer_loading": True}, {"name": "b", "defer_loading": True}, {"name": "c"}]
    assert [tool["name"] for tool in visible_tools(tools, names)] == ["a", "c"]
