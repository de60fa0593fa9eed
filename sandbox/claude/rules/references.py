"""Tools that the conversation speaks of must be among the tools of the request."""

from collections.abc import Iterator
from typing import Any

from sandbox.claude.canonical import referenced_tools, stream_of
from sandbox.claude.errors import ApiError, refused


def reference_errors(body: dict[str, Any]) -> Iterator[ApiError]:
    """A searched tool must stay offered; a tool change must name a tool that exists."""
    offered = {tool.get("name") for tool in body.get("tools") or []}
    for at, index, _, block in stream_of(body["messages"]):
        for name in sorted(referenced_tools([block]) - offered):
            yield refused(
                f"messages.{at}.content.{index}: Tool reference '{name}' not found in available tools"
            )
        if block["type"] in ("tool_addition", "tool_removal"):
            named = block.get("tool", {})
            if named.get("type") == "tool_reference" and named.get("name") not in offered:
                name = named.get("name")
                yield refused(f"tool_addition/tool_removal references unknown tool '{name}'")
