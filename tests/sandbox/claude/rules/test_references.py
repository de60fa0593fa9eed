def with_reference(name):
    reference = {"type": "tool_reference", "tool_name": name}
    return lambda body: body["messages"][-1]["content"][0].update(content=[reference])


def test_a_referenced_tool_must_stay_among_the_tools(refusal):
    assert "Tool reference 'gone' not found in available tools" in (refusal(with_reference("gone")) or "")
    assert refusal(with_reference("list_all_chorus_me")) is None


def test_tool_changes_need_a_header_and_a_known_tool(refusal):
    def add(name):
        block = {"type": "tool_addition", "tool": {"type": "tool_reference", "name": name}}
        return lambda body: body["messages"].append({"role": "system", "content": [block]})

    betas = frozenset({"mid-conversation-tool-changes-2026-07-01"})
    assert "tool_addition" in (refusal(add("list_all_chorus_me")) or "")
    assert refusal(add("list_all_chorus_me"), betas=betas) is None
    words = "tool_addition/tool_removal references unknown tool 'gone'"
    assert refusal(add("gone"), betas=betas) == words
