import pytest

from sandbox.claude import Reply, text, tool_search, tool_use


@pytest.mark.parametrize(
    "given, kinds, reason",
    [
        ("Hi", ["text"], "end_turn"),
        (text("Hi"), ["text"], "end_turn"),
        ([text("Hi"), tool_use("x")], ["text", "tool_use"], "tool_use"),
        ({"content": [text("Hi")], "stop_reason": "max_tokens"}, ["text"], "max_tokens"),
        ({"content": [tool_use("x")]}, ["tool_use"], "tool_use"),
        (Reply([tool_use("x")]), ["tool_use"], "tool_use"),
        ([], [], "end_turn"),
    ],
)
def test_replies_may_be_written_in_many_ways(given, kinds, reason):
    reply = Reply.of(given)
    assert [block["type"] for block in reply.content] == kinds
    assert reply.stop_reason == reason


def test_a_search_by_pattern_has_a_pattern():
    assert tool_search("sales", ["a"], "tool_search_tool_regex")[0]["input"] == {"pattern": "sales"}
