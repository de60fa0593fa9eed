"""A message as server-sent events, with the small print of the real wire."""

import json
from collections.abc import Iterator
from typing import Any

from sandbox.claude.ids import chance

Event = tuple[str, dict[str, Any]]
RAW_JSON = "_raw_json"
"""On a tool_use block: the JSON text to stream instead of its input, when that text is cut short."""

_INPUTS = ("tool_use", "server_tool_use")


def events_of(message: dict[str, Any], seed: str) -> list[Event]:
    """Every event of a finished message, in order."""
    start = {
        **public(message),
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "stop_details": None,
    }
    start["usage"] = _opening_usage(message["usage"], seed)
    events: list[Event] = [("message_start", {"type": "message_start", "message": start})]
    for index, block in enumerate(message["content"]):
        events += _block_events(index, block, f"{seed}/{index}")
        if index == 0:
            events.insert(2, ("ping", {"type": "ping"}))
    events.append(("message_delta", _closing(message)))
    events.append(("message_stop", {"type": "message_stop"}))
    return events


def public(message: dict[str, Any]) -> dict[str, Any]:
    """The message without our own marks, as a call that does not stream returns it."""
    content = [
        {key: value for key, value in block.items() if key != RAW_JSON} for block in message["content"]
    ]
    return {**message, "content": content}


def encode(event: Event, seed: str) -> bytes:
    """One event's bytes; its object is padded with a varying number of spaces before the last brace."""
    name, data = event
    if name == "ping":
        return b'event: ping\ndata: {"type": "ping"}\n\n'
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    padding = " " * chance(seed, 12)
    return f"event: {name}\ndata: {text[:-1]}{padding}}}\n\n".encode()


def fragments(text: str, seed: str) -> Iterator[str]:
    """The text in small pieces that respect neither words nor escapes."""
    largest = max(9, len(text) // 60)
    at = number = 0
    while at < len(text):
        size = 1 + chance(f"{seed}:{number}", largest)
        yield text[at : at + size]
        at, number = at + size, number + 1


def _opening_usage(usage: dict[str, Any], seed: str) -> dict[str, Any]:
    opening = {key: value for key, value in usage.items() if key != "output_tokens_details"}
    return {**opening, "output_tokens": min(usage["output_tokens"], chance(seed, 9))}


def _closing(message: dict[str, Any]) -> dict[str, Any]:
    kept = (
        "input_tokens",
        "cache_creation_input_tokens",
        "cache_read_input_tokens",
        "output_tokens",
        "output_tokens_details",
    )
    delta = {key: message[key] for key in ("stop_reason", "stop_sequence", "stop_details")}
    return {
        "type": "message_delta",
        "delta": delta,
        "usage": {key: message["usage"][key] for key in kept if key in message["usage"]},
    }


def _block_events(index: int, block: dict[str, Any], seed: str) -> Iterator[Event]:
    opened = {key: value for key, value in block.items() if key != RAW_JSON}
    if block["type"] == "text":
        opened["text"] = ""
    elif block["type"] == "thinking":
        opened |= {"thinking": "", "signature": ""}
    elif block["type"] in _INPUTS:
        opened["input"] = {}
    yield (
        "content_block_start",
        {"type": "content_block_start", "index": index, "content_block": opened},
    )
    for delta in _deltas(block, seed):
        yield "content_block_delta", {"type": "content_block_delta", "index": index, "delta": delta}
    yield "content_block_stop", {"type": "content_block_stop", "index": index}


def _deltas(block: dict[str, Any], seed: str) -> Iterator[dict[str, Any]]:
    if block["type"] == "text":
        for piece in fragments(block["text"], seed):
            yield {"type": "text_delta", "text": piece}
    elif block["type"] == "thinking":
        for piece in fragments(block["thinking"], seed):
            yield {"type": "thinking_delta", "thinking": piece}
        yield {"type": "signature_delta", "signature": block["signature"]}
    elif block["type"] in _INPUTS:
        yield {"type": "input_json_delta", "partial_json": ""}
        for piece in fragments(_input_json(block, seed), seed):
            yield {"type": "input_json_delta", "partial_json": piece}


def _input_json(block: dict[str, Any], seed: str) -> str:
    if RAW_JSON in block:
        return str(block[RAW_JSON])
    # Sometimes as \u escapes, sometimes as plain UTF-8: both are valid and both are cut anywhere.
    escaped = bool(chance(seed + "ascii", 2))
    return json.dumps(block["input"], ensure_ascii=escaped) if block["input"] else ""
