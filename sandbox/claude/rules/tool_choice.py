"""`tool_choice`: which forms exist, and which models no longer take force."""

from collections.abc import Iterator
from typing import Any

from sandbox.claude.errors import ApiError, extra, missing, refused
from sandbox.claude.models import Model

_KEYS = {
    "auto": {"type", "disable_parallel_tool_use"},
    "any": {"type", "disable_parallel_tool_use"},
    "tool": {"type", "disable_parallel_tool_use", "name"},
    "none": {"type"},
}


def tool_choice_errors(body: dict[str, Any], model: Model) -> Iterator[ApiError]:
    """Errors of `tool_choice` by itself, against the model and against the tools."""
    choice = body.get("tool_choice")
    if choice is None:
        return
    kind = str(choice.get("type") if isinstance(choice, dict) else None)
    if kind not in _KEYS:
        tags = ", ".join(f"'{known}'" for known in _KEYS)
        yield refused(f"tool_choice: Input tag '{kind}' does not match any of the expected tags: {tags}")
    for key in choice:
        if key not in _KEYS[kind]:
            yield extra(f"tool_choice.{kind}.{key}")
    if not body.get("tools"):
        yield refused("tool_choice may only be specified while providing tools")
    if kind in ("any", "tool") and not model.forces_tools:
        yield refused('tool_choice: type "tool" and "any" are not supported for this model.')
    if kind != "tool":
        return
    if "name" not in choice:
        yield missing("tool_choice.tool.name")
    if choice["name"] not in {tool.get("name") for tool in body["tools"]}:
        yield refused(f"Tool '{choice['name']}' not found in provided tools")
