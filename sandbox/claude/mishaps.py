"""Scripted faults: what an ordered fault turns a request, a reply or a stream into."""

import json
from dataclasses import replace
from typing import Any

from sandbox.claude.canonical import Block
from sandbox.claude.errors import ApiError
from sandbox.claude.replies import Reply, text, tool_search, tool_use
from sandbox.claude.stream import RAW_JSON, Event
from sandbox.faults import Fault

_STATUS = {
    "invalid_request_error": 400,
    "rate_limit_error": 429,
    "api_error": 500,
    "timeout_error": 504,
    "overloaded_error": 529,
}
_SAYS = {
    "rate_limit_error": "This request would exceed the rate limit for your organization (sandbox) of 30,000 "
    "input tokens per minute. Please try again later.",
    "api_error": "Internal server error",
    "timeout_error": "Request timed out",
    "overloaded_error": "Overloaded",
}
REPLY_FAULTS = frozenset(
    [
        "empty_end_turn",
        "max_tokens",
        "refusal",
        "pause_turn",
        "unknown_stop",
        "bad_input",
        "unknown_tool",
        "eight_parallel",
    ]
)
WORDLESS_FAULTS = frozenset(["empty_end_turn", "pause_turn"])
"""These come before the reply that is due, which stays due for the next request."""
STREAM_FAULTS = frozenset(["cut", "no_stop", "error_event", "unknown_event", "duplicated_delta", "silence"])
HTTP_FAULTS = frozenset(["429", "spend_cap", "529", "500", "credit"])
FAULTS = REPLY_FAULTS | STREAM_FAULTS | HTTP_FAULTS | {"reset", "hold", "slow"}


def error_of(kind: str, message: str | None = None) -> ApiError:
    """An API error by its type, with its usual status and sentence."""
    return ApiError(message or _SAYS.get(kind, "Something went wrong."), _STATUS.get(kind, 500), kind)


def http_error(fault: Fault) -> ApiError | None:
    """The refusal that replaces the whole answer, if this fault is one."""
    if fault.kind == "429":
        wait = fault.get("retry_after")
        headers = {} if wait is None else {"retry-after": str(wait)}
        return replace(error_of("rate_limit_error"), headers=headers)
    if fault.kind == "spend_cap":
        capped = error_of("rate_limit_error", "Your organization has reached its monthly spend limit.")
        return replace(capped, details={"error_code": "enforced_spend_limit_reached"})
    if fault.kind == "credit":
        return ApiError(
            "Your credit balance is too low to access the Anthropic API. "
            "Please go to Plans & Billing to upgrade or purchase credits."
        )
    kinds = {"529": "overloaded_error", "500": "api_error"}
    return error_of(kinds[fault.kind]) if fault.kind in kinds else None


def spoil_reply(fault: Fault, reply: Reply, body: dict[str, Any]) -> Reply:
    """The reply as this fault changes it."""
    if fault.kind == "empty_end_turn":
        return Reply([], "end_turn")
    if fault.kind == "max_tokens":
        return _cut_short(reply)
    if fault.kind == "refusal":
        return _refused(fault, reply)
    if fault.kind == "pause_turn":
        return Reply([text("Looking for the right tool."), *tool_search("chorus", [])], "pause_turn")
    if fault.kind == "unknown_stop":
        return replace(reply, stop_reason=str(fault.get("reason", "moon_phase")))
    return _with_calls(fault, reply, body)


def spoil_events(fault: Fault, events: list[Event]) -> list[Event]:
    """The stream as this fault changes it; `cut` and `silence` are the server's own doing."""
    if fault.kind == "no_stop":
        return [event for event in events if event[0] != "message_stop"]
    if fault.kind == "error_event":
        return [*events[: _broken_at(fault, events)], ("error", _error_event(fault))]
    if fault.kind == "unknown_event":
        delta = {"type": "content_block_delta", "index": 0, "delta": {"type": "mood_delta", "mood": "calm"}}
        news: list[Event] = [
            ("weather_report", {"type": "weather_report", "sky": "clear"}),
            ("content_block_delta", delta),
        ]
        return [*events[:2], *news, *events[2:]]
    if fault.kind == "duplicated_delta":
        return [item for event in events for item in ([event] * (1 + (event[0] == "message_delta")))]
    return events


def _error_event(fault: Fault) -> dict[str, Any]:
    error = error_of(str(fault.get("error_type", "overloaded_error")), fault.get("message"))
    return {"type": "error", "error": {"type": error.type, "message": error.message}}


def _broken_at(fault: Fault, events: list[Event]) -> int:
    """Behind the ordered number of events, else behind the start of the first tool call or block."""
    if (ordered := fault.get("events")) is not None:
        return int(ordered)
    starts = [at for at, event in enumerate(events) if event[0] == "content_block_start"]
    calls = [at for at in starts if events[at][1]["content_block"]["type"] == "tool_use"]
    return ([*calls, *starts, 0])[0] + 1


def _cut_short(reply: Reply) -> Reply:
    """Stops in the middle of the last call's JSON, or of the text."""
    content = [dict(block) for block in reply.content] or [text("The answer is")]
    last = content[-1]
    if last["type"] == "tool_use":
        whole = json.dumps(last["input"], ensure_ascii=False)
        last[RAW_JSON] = whole[: max(1, len(whole) * 2 // 3)]
        last["input"] = dict(list(last["input"].items())[:-1])
    elif last["type"] == "text":
        last["text"] = last["text"][: max(1, len(last["text"]) * 2 // 3)]
    return Reply(content, "max_tokens")


def _refused(fault: Fault, reply: Reply) -> Reply:
    details = {"type": "refusal", "category": fault.get("category"), "explanation": None}
    content = _cut_short(reply).content if fault.get("with_content") else []
    return Reply(content, "refusal", details)


def _with_calls(fault: Fault, reply: Reply, body: dict[str, Any]) -> Reply:
    calls = [block for block in reply.content if block["type"] == "tool_use"]
    rest = [block for block in reply.content if block["type"] != "tool_use"]
    call = dict(calls[0]) if calls else _any_call(body)
    call.pop("id", None)
    if fault.kind == "unknown_tool":
        return Reply([*rest, {**call, "name": str(fault.get("name", "chorus_read_minds"))}], "tool_use")
    if fault.kind == "bad_input":
        return Reply([*rest, {**call, "input": fault.get("input", {"no_such_argument": [None]})}], "tool_use")
    return Reply([*rest, *({**call} for _ in range(8))], "tool_use")


def _any_call(body: dict[str, Any]) -> Block:
    """A call of the first offered tool that needs no arguments, for replies that call nothing."""
    for tool in body.get("tools") or []:
        schema = tool.get("input_schema")
        if schema and not schema.get("required") and not tool.get("defer_loading"):
            return tool_use(tool["name"], {})
    return tool_use("list_all_chorus_me", {})
