"""What the stand-in may answer: blocks with a stop reason, short to write in a test."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from sandbox.claude.canonical import Block


def text(words: str) -> Block:
    """A text block."""
    return {"type": "text", "text": words}


def thinking(words: str = "") -> Block:
    """A thinking block; it is signed when it is sent."""
    return {"type": "thinking", "thinking": words, "signature": ""}


def tool_use(name: str, input: Mapping[str, Any] | None = None, id: str | None = None) -> Block:
    """A call of a tool; without an id it gets one when it is sent."""
    block: Block = {"type": "tool_use", "name": name, "input": dict(input or {})}
    return block if id is None else {**block, "id": id}


def tool_search(query: str, found: Sequence[str], by: str = "tool_search_tool_bm25") -> list[Block]:
    """A search for deferred tools and its result, as they stand in one message."""
    key = "pattern" if by.endswith("regex") else "query"
    references = [{"type": "tool_reference", "tool_name": name} for name in found]
    result = {"type": "tool_search_tool_search_result", "tool_references": references}
    return [
        {"type": "server_tool_use", "name": by, "input": {key: query}},
        {"type": "tool_search_tool_result", "content": result},
    ]


@dataclass(frozen=True)
class Reply:
    """One answer before it gets ids, signatures and usage."""

    content: list[Block] = field(default_factory=list)
    stop_reason: str = ""
    stop_details: dict[str, Any] | None = None
    stop_sequence: str | None = None

    @classmethod
    def of(cls, given: Any) -> Self:
        """A reply from any of the forms a script may use."""
        if isinstance(given, cls):
            return given if given.stop_reason else replace(given, stop_reason=_reason(given.content))
        if isinstance(given, str):
            given = [text(given)]
        elif isinstance(given, Mapping) and "type" in given:
            given = [dict(given)]
        if isinstance(given, Mapping):
            content = [dict(block) for block in given["content"]]
            reason = given.get("stop_reason") or _reason(content)
            return cls(content, reason, given.get("stop_details"), given.get("stop_sequence"))
        content = [dict(block) for block in given]
        return cls(content, _reason(content))


Scripted = Reply | str | Block | list[Block] | Callable[[dict[str, Any]], Any]


def _reason(content: list[Block]) -> str:
    return "tool_use" if any(block["type"] == "tool_use" for block in content) else "end_turn"
