import asyncio

import anthropic
import pytest

from sandbox.claude import text, tool_use


async def test_the_recommended_request_gets_an_answer(claude, send, request_body):
    claude.script("You are Ada.")
    message = await send(request_body)
    assert message.content[-1].text == "You are Ada."
    assert message.stop_reason == "end_turn"
    assert message.model == "claude-opus-5-5"
    entry = claude.journal[0]
    assert (entry.n, entry.status, entry.path) == (1, 200, "/v1/messages")
    assert entry.body["max_tokens"] == 32000
    assert entry.headers["anthropic-version"] == "2026-10-21"
    assert entry.response["id"] == message.id


async def test_streamed_and_plain_answers_are_alike(claude, client, send, request_body):
    words = 'Zoë said "90 %\nor more" — naïve?\\ 日本'
    reply = [text(words), tool_use("list_all_chorus_me", {"q": words, "deep": [{"é": None}]}, id="toolu_1")]
    claude.script(reply, reply)
    streamed = await send(request_body)
    plain = await client.messages.create(**{**request_body, "max_tokens": 16000})
    assert [b for b in streamed.to_dict()["content"] if b["type"] != "thinking"] == [
        b for b in plain.to_dict()["content"] if b["type"] != "thinking"
    ]
    assert streamed.content[-1].input["q"] == words
    assert streamed.stop_reason == plain.stop_reason == "tool_use"


async def test_errors_come_as_json_with_their_ids_even_for_streams(claude, client, request_body):
    request_body["tools"][0]["input_schema"] = {"type": "object", "oneOf": []}
    with pytest.raises(anthropic.BadRequestError) as caught:
        async with client.messages.stream(**request_body):
            pass
    response = caught.value.response
    assert response.headers["content-type"].startswith("application/json")
    assert caught.value.type == "invalid_request_error"
    assert caught.value.request_id == claude.journal[0].request_id
    assert caught.value.request_id.startswith("req_011")
    assert caught.value.body["request_id"] == caught.value.request_id


async def test_wrong_keys_and_unknown_models_have_their_own_errors(claude, client, request_body):
    with pytest.raises(anthropic.AuthenticationError):
        await client.with_options(api_key="sk-wrong").messages.create(**{**request_body, "max_tokens": 10})
    with pytest.raises(anthropic.NotFoundError, match="model: claude-none"):
        await client.messages.create(**{**request_body, "max_tokens": 10, "model": "claude-none"})
    with pytest.raises(anthropic.NotFoundError):
        await client.get("/v1/nothing", cast_to=object)


async def test_every_answer_has_rate_limit_headers(client, request_body):
    raw = await client.messages.with_raw_response.create(**{**request_body, "max_tokens": 10})
    assert raw.headers["anthropic-ratelimit-input-tokens-limit"] == "2000000"
    assert raw.headers["anthropic-ratelimit-requests-reset"] == "2026-11-22T16:00:00Z"
    assert raw.headers["request-id"].startswith("req_011")
    assert raw.headers["date"] == "Sun, 22 Nov 2026 16:00:00 GMT"


async def test_models_are_listed_and_described(client):
    ids = [model.id async for model in client.models.list()]
    assert "claude-opus-5-5" in ids
    model = await client.models.retrieve("claude-haiku-5-5")
    assert (model.max_input_tokens, model.max_tokens, model.lifecycle) == (1_000_000, 128_000, "active")
    with pytest.raises(anthropic.NotFoundError, match="model: nobody"):
        await client.models.retrieve("nobody")


async def test_counting_equals_what_a_message_is_billed(claude, client, send, request_body):
    counted = {name: value for name, value in request_body.items() if name not in ("max_tokens", "metadata")}
    count = await client.messages.count_tokens(**counted)
    claude.script("Yes.")
    usage = (await send(request_body)).usage
    billed = usage.input_tokens + usage.cache_creation_input_tokens + usage.cache_read_input_tokens
    assert count.input_tokens == billed
    assert len(claude.asked) == 1
    counted["messages"] = []
    with pytest.raises(anthropic.BadRequestError):
        await client.messages.count_tokens(**counted)


async def test_a_script_may_be_a_function_of_the_request(claude, send, request_body):
    claude.script(lambda body: f"{len(body['tools'])} tools")
    assert (await send(request_body)).content[-1].text == "2 tools"


async def test_a_held_answer_waits_for_release(claude, send, request_body):
    claude.faults.add("hold")
    claude.script("Late.")
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(send(request_body))
        entry = await claude.wait_for(lambda: claude.asked and claude.asked[0])
        assert entry.status is None
        claude.release()
    assert waiting.result().content[-1].text == "Late."


async def test_a_silent_stream_goes_on_after_release(claude, client, request_body):
    claude.faults.add("silence", events=4)
    claude.script("Slow.")
    async with client.messages.stream(**request_body) as events:
        first = await anext(aiter(events))
        assert first.type == "message_start"
        claude.release()
        assert (await events.get_final_message()).content[-1].text == "Slow."


async def test_stopping_lets_go_of_held_answers(claude, send, request_body):
    claude.faults.add("hold")
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(send(request_body))
        await claude.wait_for(lambda: claude.asked)
        await claude.stop()
    assert waiting.result().stop_reason
    with pytest.raises(anthropic.APIConnectionError):
        await send(request_body)


async def test_waiting_in_vain_says_what_was_asked(claude, client):
    with pytest.raises(AssertionError, match="last requests to Claude:\nnone"):
        await claude.wait_for(lambda: claude.asked, timeout=0.01)


async def test_a_client_that_went_away_does_not_disturb_the_next(claude, send, request_body):
    claude.faults.add("hold")
    claude.script("Unheard.", "Heard.")
    gone = asyncio.ensure_future(send(request_body))
    await claude.wait_for(lambda: claude.asked)
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    claude.release()
    await claude.wait_for(lambda: claude.asked[0].status)
    assert (await send(request_body)).content[-1].text == "Heard."


async def test_a_slow_answer_still_comes(claude, send, request_body):
    claude.faults.add("slow", seconds=0.001)
    claude.latency = 0.001
    claude.script("At last.")
    assert (await send(request_body)).content[-1].text == "At last."
