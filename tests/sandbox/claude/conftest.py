"""A running stand-in, a real client, and a valid request to spoil."""

import copy
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import anthropic
import pytest

from sandbox.claude import ClaudeServer
from sandbox.claude.canonical import blocks_of
from sandbox.claude.rules import Asked, first_error
from sandbox.clock import Clock

MODEL = "claude-opus-5-5"


def a_tool(name: str, required: list[str] | None = None, **rest: Any) -> dict[str, Any]:
    properties = rest.pop("properties", {name: {"type": "string"} for name in required or []})
    schema = {"type": "object", "properties": properties, "required": required or []}
    return {"name": name, "description": f"Does {name}.", "input_schema": schema, **rest}


@pytest.fixture
def tool() -> Callable[..., dict[str, Any]]:
    return a_tool


@pytest.fixture
def request_body() -> dict[str, Any]:
    """The request that the reference tells a client to send, with one tool turn behind it."""
    return {
        "model": MODEL,
        "max_tokens": 32000,
        "output_config": {"effort": "medium"},
        "thinking": {"type": "adaptive"},
        "cache_control": {"type": "ephemeral"},
        "metadata": {"user_id": "u_3f9c"},
        "tool_choice": {"type": "auto"},
        "tools": [a_tool("chorus_conversations_join", ["invitation_text"]), a_tool("list_all_chorus_me")],
        "system": [
            {"type": "text", "text": "Be exact. " * 300, "cache_control": {"type": "ephemeral", "ttl": "1h"}}
        ],
        "messages": [
            {"role": "user", "content": [{"type": "text", "text": "Who am I?"}]},
            {"role": "system", "content": "Current date: 2026-11-22 (UTC)."},
            {
                "role": "assistant",
                "content": [{"type": "tool_use", "id": "call_1", "name": "list_all_chorus_me", "input": {}}],
            },
            {
                "role": "user",
                "content": [{"type": "tool_result", "tool_use_id": "call_1", "content": '{"id":"305921"}'}],
            },
        ],
    }


@pytest.fixture
def refusal(request_body: dict[str, Any]) -> Callable[..., str | None]:
    """The first error's sentence after a change of the valid request; None when it is accepted."""

    def check(change: Callable[[dict[str, Any]], Any] | None = None, **asked: Any) -> str | None:
        body = copy.deepcopy(request_body)
        if change:
            change(body)
        error = first_error(Asked(body, **asked))
        return error.message if error else None

    return check


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 11, 22, 16, 0, tzinfo=UTC), speed=0)


@pytest.fixture
async def claude(clock: Clock) -> AsyncIterator[ClaudeServer]:
    server = ClaudeServer(clock)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def client(claude: ClaudeServer) -> AsyncIterator[anthropic.AsyncAnthropic]:
    async with anthropic.AsyncAnthropic(api_key=claude.key, base_url=claude.url, max_retries=0) as client:
        yield client


@pytest.fixture
def send(client: anthropic.AsyncAnthropic) -> Callable[..., Any]:
    """Streams one request and returns the finished message."""

    async def stream(body: dict[str, Any], **extra: Any) -> anthropic.types.Message:
        async with client.messages.stream(**body, **extra) as events:
            return await events.get_final_message()

    return stream


@pytest.fixture
def append() -> Callable[..., None]:
    """Adds a received message to the conversation, and results for its calls."""

    def add(body: dict[str, Any], message: anthropic.types.Message, result: str = "{}") -> None:
        content = message.to_dict(mode="json")["content"]
        body["messages"].append({"role": "assistant", "content": content})
        calls = [block for block in blocks_of(content) if block["type"] == "tool_use"]
        results = [{"type": "tool_result", "tool_use_id": call["id"], "content": result} for call in calls]
        body["messages"].append({"role": "user", "content": results or "And then?"})

    return add
