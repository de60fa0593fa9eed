import anthropic
import pytest

from sandbox.claude import text, thinking, tool_search, tool_use
from sandbox.claude.binding import BINDING_BETA

MOVED = "The block is bound to a different conversation."


@pytest.fixture
async def conversation(claude, send, append, request_body):
    """A conversation with a thinking block, a call, its result, and another thinking block."""
    claude.script(
        [thinking(), tool_use("list_all_chorus_me", {"a": 1})], [thinking(), text("You are Ada.")], "Yes."
    )
    for result in ('{"id": "305921"}', ""):
        append(request_body, await send(request_body), result)
    return request_body


@pytest.mark.parametrize(
    "edit",
    [
        lambda body: body["system"][0].update(text="Be exact. Today is Monday."),
        lambda body: body["tools"].append({**body["tools"][0], "name": "one_more"}),
        lambda body: body["tools"].pop(0),
        lambda body: body["tools"][0].update(description="Better words."),
        lambda body: body["messages"][0]["content"][0].update(text="Who are you?"),
        lambda body: body["messages"][3]["content"][0].update(content='{"cut": true}'),
        lambda body: body["messages"][3]["content"].append({"type": "text", "text": "A reminder."}),
        lambda body: body["messages"][4]["content"][1].update(input={"a": 2}),
        lambda body: body["messages"].pop(1),
        lambda body: body.update(model="claude-fable-5-2"),
    ],
)
async def test_an_edited_prefix_breaks_the_thinking_behind_it(conversation, send, edit):
    edit(conversation)
    with pytest.raises(anthropic.BadRequestError) as caught:
        await send(conversation)
    assert "Invalid `signature` in `thinking` block." in caught.value.message
    assert MOVED in caught.value.message
    assert BINDING_BETA in caught.value.message


@pytest.mark.parametrize(
    "edit",
    [
        lambda body: body["tools"].reverse(),
        lambda body: body["system"][0].pop("cache_control"),
        lambda body: body["messages"][0].update(content=" Who am I?\n"),
        lambda body: body["messages"][4]["content"][1].pop("caller"),
        lambda body: body["messages"][3]["content"][0].update(is_error=False),
        lambda body: body.update(max_tokens=100, output_config={"effort": "low"}),
        lambda body: body["tools"].append({**body["tools"][0], "name": "later", "defer_loading": True}),
    ],
)
async def test_what_is_no_edit_keeps_the_thinking(conversation, send, edit):
    edit(conversation)
    assert await send(conversation)


def without_thinking(body):
    for message in body["messages"]:
        if message["role"] == "assistant":
            message["content"] = [block for block in message["content"] if block["type"] != "thinking"]


async def test_taking_all_thinking_out_repairs_a_broken_conversation(conversation, send):
    conversation["system"][0]["text"] = "Be exact. Today is Monday."
    with pytest.raises(anthropic.BadRequestError):
        await send(conversation)
    without_thinking(conversation)
    assert await send(conversation)


async def test_thinking_of_the_latest_turn_cannot_be_modified(conversation, send):
    conversation["messages"][-2]["content"][0]["thinking"] = "other"
    with pytest.raises(anthropic.BadRequestError, match="in the latest assistant message cannot be modified"):
        await send(conversation)


async def test_a_forged_signature_is_refused_in_one_clause(conversation, send):
    conversation["messages"][4]["content"][0]["signature"] = "EsECforged"
    with pytest.raises(anthropic.BadRequestError) as caught:
        await send(conversation)
    assert "messages.4.content.0: Invalid `signature` in `thinking` block" in caught.value.message
    assert MOVED not in caught.value.message


async def test_dropping_is_asked_for_by_header_and_reported(claude, conversation, send):
    conversation["system"][0]["text"] = "Changed."
    conversation["thinking"] = {
        "type": "adaptive",
        "block_binding": {"prefix_mismatch_behavior": "drop_block"},
    }
    message = await send(conversation, extra_headers={"anthropic-beta": BINDING_BETA})
    dropped = message.to_dict()["input_transformations"]
    assert [item["path"] for item in dropped] == ["messages.4.content.0", "messages.6.content.0"]
    assert {item["reason"] for item in dropped} == {"prefix_binding_mismatch"}


async def test_a_searched_tool_joins_the_bound_tools_where_it_was_found(
    claude, send, append, request_body, tool
):
    request_body["tools"] += [
        tool("hidden", defer_loading=True),
        {"type": "tool_search_tool_bm25_20251119", "name": "tool_search_tool_bm25"},
    ]
    claude.script(
        [thinking(), *tool_search("hidden", ["hidden"]), tool_use("hidden")], [thinking(), text("a")]
    )
    append(request_body, await send(request_body))
    append(request_body, await send(request_body))
    assert await send(request_body)
    request_body["tools"][2]["description"] = "Changed after it was found."
    with pytest.raises(anthropic.BadRequestError, match=r"messages\.6\.content\.0"):
        await send(request_body)
