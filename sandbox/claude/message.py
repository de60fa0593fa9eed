"""From a reply to the message on the wire: ids, callers, thinking and its signature, usage."""

from typing import Any

from sandbox.claude.binding import Prefix, sign
from sandbox.claude.caching import Measured, count_tokens
from sandbox.claude.canonical import Block
from sandbox.claude.ids import chance, message_id, server_tool_use_id, tool_use_id
from sandbox.claude.models import Model
from sandbox.claude.replies import Reply, thinking

_SUMMARY = "Reading what was asked, the tools on offer and the results so far."


def settle(reply: Reply, body: dict[str, Any], model: Model, measured: Measured, seed: str) -> dict[str, Any]:
    """The whole message for one reply; the same for a stream and for a plain answer."""
    content = _identified(_with_thinking(reply.content, body, model), seed)
    _sign_all(content, body, seed)
    return {
        "model": body["model"],
        "id": message_id(seed),
        "type": "message",
        "role": "assistant",
        "content": content,
        "stop_reason": reply.stop_reason,
        "stop_sequence": reply.stop_sequence,
        "stop_details": reply.stop_details,
        "usage": {**measured.usage(), **_output_usage(content, seed), **_PLACE},
    }


_PLACE = {"service_tier": "standard", "inference_geo": "global"}


def _with_thinking(content: list[Block], body: dict[str, Any], model: Model) -> list[Block]:
    """Puts a thinking block first on some turns; which ones depends on the conversation alone."""
    if not content or any(block["type"] == "thinking" for block in content):
        return content
    if not _may_think(body, model):
        return content
    if chance(Prefix.of_request(body).fingerprint().hex(), 3) == 0:
        return content
    shown = (body.get("thinking") or {}).get("display") == "summarized"
    return [thinking(_SUMMARY if shown else ""), *content]


def _may_think(body: dict[str, Any], model: Model) -> bool:
    way = (body.get("thinking") or {}).get("type")
    if (body.get("tool_choice") or {}).get("type") in ("any", "tool"):
        return False
    return model.thinks_unasked if way is None else way in ("adaptive", "enabled")


def _identified(content: list[Block], seed: str) -> list[Block]:
    """Gives ids to calls that have none, and ties each server tool's result to the call before it."""
    done: list[Block] = []
    searched = ""
    for index, block in enumerate(content):
        block = dict(block)
        if block["type"] == "tool_use":
            block.setdefault("id", tool_use_id(f"{seed}/{index}"))
            block.setdefault("caller", {"type": "direct"})
        elif block["type"] == "server_tool_use":
            searched = block.setdefault("id", server_tool_use_id(f"{seed}/{index}"))
            block.setdefault("caller", {"type": "direct"})
        elif block["type"] == "tool_search_tool_result":
            block.setdefault("tool_use_id", searched)
        done.append(_ordered(block))
    return done


def _ordered(block: Block) -> Block:
    """The keys in the order the API writes them."""
    first = [key for key in ("type", "id", "tool_use_id", "name", "input") if key in block]
    return {key: block[key] for key in [*first, *(key for key in block if key not in first)]}


def _sign_all(content: list[Block], body: dict[str, Any], seed: str) -> None:
    prefix = Prefix.of_request(body)
    for index, block in enumerate(content):
        if block["type"] == "thinking":
            block["signature"] = sign(prefix, block["thinking"], f"{seed}/{index}")
        prefix.add("assistant", block)


def _output_usage(content: list[Block], seed: str) -> dict[str, Any]:
    thought = sum(12 + chance(seed, 60) for block in content if block["type"] == "thinking")
    spoken = sum(count_tokens(block) for block in content if block["type"] != "thinking")
    return {"output_tokens": spoken + thought, "output_tokens_details": {"thinking_tokens": thought}}
