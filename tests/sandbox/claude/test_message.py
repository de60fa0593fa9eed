import re

import pytest

from sandbox.claude import tool_use


async def test_ids_have_the_shapes_of_the_api(claude, send, request_body):
    claude.script([tool_use("list_all_chorus_me"), tool_use("list_all_chorus_me")])
    message = await send(request_body)
    calls = [block for block in message.content if block.type == "tool_use"]
    assert re.fullmatch(r"msg_01[1-9A-HJ-NP-Za-km-z]{22}", message.id)
    assert all(re.fullmatch(r"toolu_01[1-9A-HJ-NP-Za-km-z]{22}", call.id) for call in calls)
    assert calls[0].id != calls[1].id
    assert calls[0].caller.type == "direct"


async def test_the_same_request_twice_gets_different_ids(claude, send, request_body):
    claude.script("a", "a")
    assert (await send(request_body)).id != (await send(request_body)).id


async def test_some_turns_think_and_some_do_not_and_the_same_turn_always_does_the_same(
    claude, send, request_body
):
    thought = {}
    for at in [*range(12), *range(12)]:
        claude.script("Yes.")
        request_body["messages"][0]["content"][0]["text"] = f"Question {at}?"
        message = await send(request_body)
        kinds = [block.type for block in message.content]
        assert thought.setdefault(at, kinds) == kinds
        spent = message.usage.output_tokens_details.thinking_tokens
        assert (spent > 0) == ("thinking" in kinds)
    assert {tuple(kinds) for kinds in thought.values()} == {("text",), ("thinking", "text")}


@pytest.mark.parametrize(
    "model, thinking, choice",
    [
        ("claude-haiku-5-5", {"type": "disabled"}, "auto"),
        ("claude-sonnet-5-5", {"type": "between_tools"}, "auto"),
        ("claude-haiku-5-5", {"type": "adaptive"}, "any"),
    ],
)
async def test_no_thinking_where_it_is_off_or_a_tool_is_forced(
    claude, send, request_body, model, thinking, choice
):
    request_body.update(model=model, thinking=thinking, tool_choice={"type": choice})
    for at in range(6):
        claude.script("Yes.")
        request_body["messages"][0]["content"][0]["text"] = f"Question {at}?"
        assert [block.type for block in (await send(request_body)).content] == ["text"]


async def test_summaries_are_shown_when_asked_for(claude, send, request_body):
    request_body["thinking"] = {"type": "adaptive", "display": "summarized"}
    texts = []
    for at in range(8):
        claude.script("Yes.")
        request_body["messages"][0]["content"][0]["text"] = f"Question {at}?"
        texts += [block.thinking for block in (await send(request_body)).content if block.type == "thinking"]
    assert texts
    assert all(texts)
