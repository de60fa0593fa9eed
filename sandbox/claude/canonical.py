"""One spelling for things the API treats as equal: the same text as string or block, markers, nulls."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

Block = dict[str, Any]


def blocks_of(content: Any) -> list[Block]:
    """A message's content as blocks, whether it was sent as a string or as a list."""
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    return list(content or [])


def canonical_block(block: Block) -> Block:
    """The block without what does not count as its content."""
    kept = {key: value for key, value in block.items() if value is not None and key != "cache_control"}
    if kept.get("type") == "text":
        return {"type": "text", "text": str(kept.get("text", "")).strip()}
    if kept.get("caller") == {"type": "direct"}:
        del kept["caller"]
    if kept.get("type") == "tool_result":
        inner = [canonical_block(item) for item in blocks_of(kept.get("content"))]
        kept["content"] = inner
        if not kept.get("is_error"):
            kept.pop("is_error", None)
    return kept


def stream_of(messages: Iterable[dict[str, Any]]) -> Iterator[tuple[int, int, str, Block]]:
    """Every block of a conversation in order: message index, block index, role, block."""
    for at, message in enumerate(messages):
        for index, block in enumerate(blocks_of(message.get("content"))):
            yield at, index, str(message.get("role")), block


def dump(value: Any) -> str:
    """JSON that does not depend on the order of keys."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(*values: Any) -> bytes:
    """Twelve bytes that stand for the values."""
    return hashlib.sha256(dump(values).encode()).digest()[:12]


def referenced_tools(blocks: Iterable[Block]) -> set[str]:
    """The names that tool search, or a tool result, has brought into the conversation."""
    names: set[str] = set()
    for block in blocks:
        content = block.get("content")
        if isinstance(content, dict):
            content = content.get("tool_references")
        if not isinstance(content, list):
            continue
        names |= {
            str(item.get("tool_name"))
            for item in content
            if isinstance(item, dict) and item.get("type") == "tool_reference"
        }
    return names


def visible_tools(tools: Iterable[dict[str, Any]], referenced: set[str]) -> list[dict[str, Any]]:
    """The definitions the model has before it: all but deferred ones nobody has referenced yet."""
    return [
        {key: value for key, value in tool.items() if key != "cache_control"}
        for tool in tools
        if not tool.get("defer_loading") or tool.get("name") in referenced
    ]
