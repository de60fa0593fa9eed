import anthropic
import httpx2
import pytest

from sandbox.claude import text, tool_use
from sandbox.claude.mishaps import FAULTS

CALL = [
    text("One moment."),
    tool_use("chorus_conversations_join", {"invitation_text": "https://zoom.us/j/1", "n": 1}),
]


@pytest.fixture
def spoiled(claude, send, request_body):
    """Sends the valid request with a fault ordered and a call scripted."""

    async def ask(kind, **params):
        claude.faults.add(kind, **params)
        claude.script(CALL)
        return await send(request_body)

    return ask


async def test_rate_limits_come_with_and_without_a_time(spoiled):
    with pytest.raises(anthropic.RateLimitError) as caught:
        await spoiled("429", retry_after=17)
    assert caught.value.response.headers["retry-after"] == "17"
    with pytest.raises(anthropic.RateLimitError) as caught:
        await spoiled("429")
    assert "retry-after" not in caught.value.response.headers


async def test_a_spend_cap_says_so_in_its_details(spoiled):
    with pytest.raises(anthropic.RateLimitError) as caught:
        await spoiled("spend_cap")
    assert caught.value.error_code == "enforced_spend_limit_reached"
    assert "retry-after" not in caught.value.response.headers


@pytest.mark.parametrize(
    "kind, status, type_",
    [("529", 529, "overloaded_error"), ("500", 500, "api_error"), ("credit", 400, None)],
)
async def test_failing_servers_have_their_status(spoiled, kind, status, type_):
    with pytest.raises(anthropic.APIStatusError) as caught:
        await spoiled(kind)
    assert caught.value.status_code == status
    assert caught.value.type == (type_ or "invalid_request_error")


async def test_a_reset_is_a_connection_error(spoiled):
    with pytest.raises(anthropic.APIConnectionError):
        await spoiled("reset")


async def test_a_cut_stream_breaks_the_transport(spoiled):
    with pytest.raises(httpx2.TransportError):
        await spoiled("cut", events=3)


async def test_a_stream_without_its_stop_ends_quietly(spoiled):
    assert (await spoiled("no_stop")).content[-1].type == "tool_use"
    assert (await spoiled("cut", events=5, clean=True)).stop_reason is None


async def test_an_error_event_comes_behind_the_start_of_a_call(claude, client, request_body):
    claude.faults.add("error_event", error_type="overloaded_error")
    claude.script(CALL)
    seen = []

    async def read() -> None:
        async with client.messages.stream(**request_body) as events:
            async for event in events:
                seen.append(event)

    with pytest.raises(anthropic.APIStatusError) as caught:
        await read()
    assert caught.value.status_code == 200
    assert caught.value.type == "overloaded_error"
    assert seen[-1].type == "content_block_start"
    assert seen[-1].content_block.type == "tool_use"


async def test_endings_have_their_stop_reasons(spoiled):
    empty = await spoiled("empty_end_turn")
    assert (empty.content, empty.stop_reason) == ([], "end_turn")
    cut = await spoiled("max_tokens")
    assert cut.stop_reason == "max_tokens"
    assert cut.content[-1].type == "tool_use"
    assert cut.content[-1].input != CALL[1]["input"]
    refused = await spoiled("refusal", category="cyber")
    assert (refused.content, refused.stop_reason) == ([], "refusal")
    assert refused.stop_details.category == "cyber"
    assert (await spoiled("refusal", with_content=True)).content
    assert (await spoiled("unknown_stop")).stop_reason == "moon_phase"


async def test_a_paused_turn_can_be_resent(claude, spoiled, send, request_body):
    paused = await spoiled("pause_turn")
    assert paused.stop_reason == "pause_turn"
    content = paused.to_dict(mode="json")["content"]
    request_body["messages"].append({"role": "assistant", "content": content})
    assert (await send(request_body)).stop_reason == "tool_use"


async def test_unknown_events_and_doubled_deltas_do_not_disturb_the_client(spoiled):
    for kind in ("unknown_event", "duplicated_delta"):
        message = await spoiled(kind)
        assert message.content[-1].input == CALL[1]["input"]
        assert message.stop_reason == "tool_use"


async def test_calls_can_be_wrong_in_three_ways(spoiled):
    assert (await spoiled("bad_input")).content[-1].input == {"no_such_argument": [None]}
    assert (await spoiled("unknown_tool")).content[-1].name == "chorus_read_minds"
    eight = [block.id for block in (await spoiled("eight_parallel")).content if block.type == "tool_use"]
    assert len(set(eight)) == 8


async def test_faults_wait_for_a_request_that_is_not_refused_anyway(claude, client, send, request_body):
    claude.faults.add("529")
    bad = {**request_body, "messages": []}
    with pytest.raises(anthropic.BadRequestError):
        await send(bad)
    with pytest.raises(anthropic.InternalServerError):
        await send(request_body)


def test_every_fault_is_known_by_name():
    assert {"429", "spend_cap", "529", "500", "reset", "cut", "no_stop", "error_event"} <= FAULTS
