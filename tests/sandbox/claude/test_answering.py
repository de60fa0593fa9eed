import anthropic
import pytest


async def test_too_long_a_prompt_is_refused(send, request_body):
    request_body.update(model="claude-haiku-4-5", thinking={"type": "disabled"}, output_config={})
    request_body["messages"].pop(1)
    request_body["messages"].append({"role": "user", "content": "long " * 200_000})
    with pytest.raises(anthropic.BadRequestError, match=r"prompt is too long: \d+ tokens > 200000 maximum"):
        await send(request_body)


async def test_prewarming_writes_the_cache_and_says_nothing(client, claude, send, request_body):
    warmed = await client.messages.create(**{**request_body, "max_tokens": 0})
    assert (warmed.content, warmed.stop_reason) == ([], "max_tokens")
    claude.script("Yes.")
    assert (await send(request_body)).usage.cache_read_input_tokens > 512


async def test_a_turn_of_a_conversation_reads_the_turn_before(claude, send, append, request_body):
    claude.script("One.", "Two.")
    first = await send(request_body)
    append(request_body, first)
    second = await send(request_body)
    usage = first.usage
    assert second.usage.cache_read_input_tokens == usage.cache_creation_input_tokens
    assert second.usage.input_tokens == 0
