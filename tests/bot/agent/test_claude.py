"""One question to Claude over the wire: a whole message comes back, or a sentence and whether to try again."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.agent.budget import PROMPT
from bot.agent.claude import BOUND_ELSEWHERE, LONGEST_WAIT, Answer, Claude, without_thinking
from bot.agent.prompt import circumstances, system_blocks
from bot.agent.tool_list import tools_for_claude
from sandbox.claude import ClaudeServer
from sandbox.claude.replies import text, thinking, tool_use
from sandbox.clock import Clock
from tests.builders import NOON, a_catalog, a_person

MODEL = "claude-opus-5-5"


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server() -> AsyncIterator[ClaudeServer]:
    server = ClaudeServer(Clock(NOON, speed=0))
    await server.start()
    yield server
    await server.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def claude(server: ClaudeServer) -> AsyncIterator[Claude]:
    """One client for all: making one reads the certificates of this computer."""
    claude = Claude(server.key, server.url, MODEL)
    yield claude
    await claude.close()


@pytest.fixture
def claude_server(server: ClaudeServer) -> ClaudeServer:
    """The server as new."""
    server.faults.clear()
    server.journal.clear()
    return server


def opening(words: str = "hello") -> list[dict[str, Any]]:
    said = {"role": "user", "content": [{"type": "text", "text": words}]}
    return [said, circumstances(a_person(), NOON.timestamp())]


async def ask(claude: Claude, messages: list[dict[str, Any]] | None = None, **more: Any) -> Answer:
    tools = tools_for_claude(a_catalog())
    return await claude.ask(system_blocks(), tools, messages or opening(), user="u1", **more)


def said(answer: Answer) -> str:
    return "".join(b["text"] for b in answer["message"]["content"] if b["type"] == "text")


async def test_an_answer_is_the_whole_message_as_plain_json(
    claude: Claude, claude_server: ClaudeServer
) -> None:
    claude_server.script([thinking("Let me see."), text("Hi."), tool_use("list_conversations", {"a": ["é"]})])
    answer = await ask(claude)
    message = answer["message"]
    assert [b["type"] for b in message["content"]] == ["thinking", "text", "tool_use"]
    assert message["content"][2]["input"] == {"a": ["é"]}
    assert message["stop_reason"] == "tool_use"
    assert message["usage"]["output_tokens"] > 0


async def test_what_came_can_be_sent_back_as_it_came(claude: Claude, claude_server: ClaudeServer) -> None:
    claude_server.script([thinking("Hm."), tool_use("list_conversations")], "Done.")
    messages = opening()
    first = (await ask(claude, messages))["message"]
    result = {"type": "tool_result", "tool_use_id": first["content"][1]["id"], "content": "{}"}
    messages += [{"role": "assistant", "content": first["content"]}, {"role": "user", "content": [result]}]
    assert said(await ask(claude, messages)) == "Done."


async def test_the_request_is_the_one_the_reference_asks_for(
    claude: Claude, claude_server: ClaudeServer
) -> None:
    await ask(claude)
    (request,) = claude_server.asked
    body = request.body
    assert body["stream"] is True
    assert (body["model"], body["max_tokens"]) == (MODEL, 32_000)
    assert body["thinking"] == {"type": "adaptive"}
    assert body["cache_control"] == {"type": "ephemeral"}
    assert body["metadata"] == {"user_id": "u1"}
    assert body["tool_choice"] == {"type": "auto"}
    await ask(claude, max_tokens=64_000, may_call=False)
    body = claude_server.asked[1].body
    assert (body["max_tokens"], body["tool_choice"]) == (64_000, {"type": "none"})


@pytest.mark.parametrize(
    "kind, params, words, retry_in",
    [
        ("429", {}, "slow down", 2.0),
        ("429", {"retry_after": 7}, "slow down", 7.0),
        ("429", {"retry_after": 0}, "slow down", 0.5),
        ("429", {"retry_after": -5}, "slow down", 0.5),
        ("429", {"retry_after": 9999}, "slow down", LONGEST_WAIT),
        ("429", {"retry_after": "soon"}, "slow down", 2.0),
        ("429", {"retry_after": "nan"}, "slow down", 2.0),
        ("529", {}, "overloaded", 2.0),
        ("500", {}, "failed", 2.0),
        ("reset", {}, "could not be reached", 2.0),
        ("cut", {"events": 4}, "", 2.0),
        ("cut", {"events": 4, "clean": True}, "broke off", 1.0),
        ("no_stop", {}, "broke off", 1.0),
        ("error_event", {}, "overloaded", 2.0),
        ("error_event", {"error_type": "api_error"}, "failed", 2.0),
        ("error_event", {"error_type": "rate_limit_error"}, "slow down", 2.0),
    ],
)
async def test_what_may_pass_is_said_with_the_time_to_wait(
    claude: Claude,
    claude_server: ClaudeServer,
    kind: str,
    params: dict[str, Any],
    words: str,
    retry_in: float,
) -> None:
    claude_server.faults.add(kind, **params)
    answer = await ask(claude)
    assert "message" not in answer
    assert words in answer["say"]
    assert answer["retry_in"] == retry_in or kind == "cut"
    assert answer["retry_in"] is not None
    assert len(claude_server.asked) == 1, "the engine owns retries"
    assert "message" in await ask(claude), "and the next one works"


@pytest.mark.parametrize(
    "kind, params, words",
    [
        ("spend_cap", {}, "spending limit"),
        ("credit", {}, "no credit"),
        ("error_event", {"error_type": "invalid_request_error"}, "malformed"),
        ("error_event", {"error_type": "authentication_error"}, "API key"),
        ("error_event", {"error_type": "not_found_error"}, "CHORISTER_MODEL"),
        ("error_event", {"error_type": "permission_error"}, "CHORISTER_MODEL"),
        ("error_event", {"error_type": "request_too_large"}, "too large"),
    ],
)
async def test_what_will_not_pass_is_not_tried_again(
    claude: Claude, claude_server: ClaudeServer, kind: str, params: dict[str, Any], words: str
) -> None:
    claude_server.faults.add(kind, **params)
    answer = await ask(claude)
    assert words in answer["say"]
    assert answer["retry_in"] is None


async def test_a_limit_the_customer_set_is_a_spending_limit_too(
    claude: Claude, claude_server: ClaudeServer
) -> None:
    said = "You have reached your specified API usage limits. You will regain access on 2026-07-01."
    claude_server.faults.add("error_event", error_type="invalid_request_error", message=said)
    assert "spending limit" in (await ask(claude))["say"]


async def test_a_key_that_is_refused_is_the_admins_to_check(claude_server: ClaudeServer) -> None:
    claude = Claude("sk-ant-wrong", claude_server.url, MODEL)
    answer = await ask(claude)
    await claude.close()
    assert answer == {
        "say": "Claude refuses our API key. An admin must check ANTHROPIC_API_KEY.",
        "retry_in": None,
    }


async def test_an_unknown_model_is_the_admins_to_check(claude_server: ClaudeServer) -> None:
    claude = Claude(claude_server.key, claude_server.url, "claude-nothing-1")
    answer = await ask(claude)
    await claude.close()
    assert "CHORISTER_MODEL" in answer["say"]
    assert answer["retry_in"] is None


FORM = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]} | {
    "additionalProperties": False
}


async def extract(claude: Claude, model: str = "claude-haiku-5-5") -> Answer:
    content = [{"type": "text", "text": "How many?"}]
    return await claude.extract("Count.", content, FORM, model=model, user="u1")


async def test_an_answer_can_be_asked_for_in_a_form_from_another_model(
    claude: Claude, claude_server: ClaudeServer
) -> None:
    assert said(await extract(claude)) == '{"n": 0}'
    (request,) = claude_server.asked
    body = request.body
    assert (body["model"], body["max_tokens"], body["stream"]) == ("claude-haiku-5-5", 8_000, True)
    form = {"type": "json_schema", "schema": FORM}
    assert body["output_config"] == {"effort": "low", "format": form}
    assert body["metadata"] == {"user_id": "u1"}


async def test_an_unknown_cheap_model_is_checked_where_it_was_set(claude: Claude) -> None:
    answer = await extract(claude, "claude-nothing-1")
    assert "CHORISTER_CHEAP_MODEL" in answer["say"]
    assert answer["retry_in"] is None


async def test_nobody_at_the_address_is_said_plainly() -> None:
    claude = Claude("sk", "http://127.0.0.1:9", MODEL)
    answer = await ask(claude)
    await claude.close()
    assert answer == {"say": "Claude could not be reached.", "retry_in": 2.0}


@pytest.mark.parametrize("kind", ["unknown_event", "duplicated_delta"])
async def test_small_print_on_the_wire_does_no_harm(
    claude: Claude, claude_server: ClaudeServer, kind: str
) -> None:
    claude_server.faults.add(kind)
    claude_server.script("Hi.")
    assert said(await ask(claude)) == "Hi."


@pytest.mark.parametrize("kind", ["empty_end_turn", "max_tokens", "refusal", "pause_turn", "unknown_stop"])
async def test_every_stop_reason_is_an_answer(claude: Claude, claude_server: ClaudeServer, kind: str) -> None:
    claude_server.faults.add(kind)
    assert "message" in await ask(claude)


async def test_thinking_bound_elsewhere_is_left_out_and_asked_for_once_more(
    claude: Claude, claude_server: ClaudeServer
) -> None:
    claude_server.script([thinking("Hm."), text("First.")], "Second.")
    first = (await ask(claude, opening("one")))["message"]
    moved = [*opening("other words"), {"role": "assistant", "content": first["content"]}, *opening("two")]
    answer = await ask(claude, moved)
    assert said(answer) == "Second."
    assert len(claude_server.asked) == 3
    assert "thinking" not in str(claude_server.asked[2].body["messages"])
    assert "thinking" in str(moved), "what is stored stays as it was"


@pytest.mark.parametrize(
    "kind, params", [("no_stop", {}), ("cut", {"events": 4, "clean": True}), ("error_event", {})]
)
async def test_what_an_answer_cost_until_it_broke_off_is_told(
    claude: Claude, claude_server: ClaudeServer, kind: str, params: dict[str, Any]
) -> None:
    claude_server.faults.add(kind, **params)
    broken, whole = await ask(claude), (await ask(claude))["message"]["usage"]
    assert sum(broken["usage"][name] for name in PROMPT) == sum(whole[name] for name in PROMPT)


async def test_what_was_never_begun_cost_nothing(claude: Claude, claude_server: ClaudeServer) -> None:
    claude_server.faults.add("529")
    assert "usage" not in await ask(claude)
    assert "usage" not in await ask(claude)


async def test_a_binding_error_that_stays_is_said_and_not_repeated(
    claude: Claude, claude_server: ClaudeServer
) -> None:
    said = "messages.1.content.0: Invalid `signature`. The block is bound to a different conversation."
    claude_server.faults.add("error_event", times=2, error_type="invalid_request_error", message=said)
    answer = await ask(claude)
    assert (answer["say"], answer["retry_in"]) == (BOUND_ELSEWHERE, None)
    assert len(claude_server.asked) == 2


async def test_taking_thinking_out_leaves_no_empty_message() -> None:
    thought = {"type": "thinking", "thinking": "Hm.", "signature": "x"}
    kept = {"type": "text", "text": "Hi."}
    messages = [
        {"role": "user", "content": "plain"},
        {"role": "assistant", "content": [thought, kept]},
        {"role": "assistant", "content": [thought, {"type": "redacted_thinking", "data": "x"}]},
    ]
    assert without_thinking(messages) == [messages[0], {"role": "assistant", "content": [kept]}]
    assert messages[1]["content"] == [thought, kept]


async def test_its_words_are_heard_as_they_come_and_nothing_else(
    claude: Claude, claude_server: ClaudeServer
) -> None:
    claude_server.script(
        [thinking("Hm."), text("Let me *see*."), text("Now é."), tool_use("list_conversations")]
    )
    pieces: list[str] = []
    answer = await ask(claude, hear=pieces.append)
    assert "".join(pieces).strip() == "Let me *see*.\n\nNow é."
    assert len(pieces) > 3
    assert len(answer["message"]["content"]) == 4


async def test_what_breaks_off_was_heard_all_the_same(claude: Claude, claude_server: ClaudeServer) -> None:
    claude_server.script([text("A long answer about many calls. " * 20)])
    claude_server.faults.add("cut", events=12, clean=True)
    pieces: list[str] = []
    assert "broke off" in (await ask(claude, hear=pieces.append))["say"]
    assert pieces
