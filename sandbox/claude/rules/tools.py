"""Tool definitions: names, kinds, keys, deferral; one bad tool refuses the whole request."""

import re
from collections.abc import Iterator
from typing import Any

from sandbox.claude.errors import ApiError, extra, missing, refused
from sandbox.claude.rules.schemas import example_errors, schema_errors

SEARCH_TOOLS = {
    "tool_search_tool_bm25": "tool_search_tool_bm25",
    "tool_search_tool_bm25_20251119": "tool_search_tool_bm25",
    "tool_search_tool_regex": "tool_search_tool_regex",
    "tool_search_tool_regex_20251119": "tool_search_tool_regex",
}
_SERVER_TOOLS = {
    **SEARCH_TOOLS,
    "bash_20250124": "bash",
    "code_execution_20250825": "code_execution",
    "code_execution_20260120": "code_execution",
    "code_execution_20260521": "code_execution",
    "memory_20250818": "memory",
    "text_editor_20250728": "str_replace_based_edit_tool",
    "web_fetch_20260209": "web_fetch",
    "web_search_20250305": "web_search",
    "web_search_20260209": "web_search",
}
_KEYS = frozenset(
    [
        "name",
        "description",
        "input_schema",
        "type",
        "cache_control",
        "strict",
        "defer_loading",
        "allowed_callers",
        "eager_input_streaming",
        "input_examples",
    ]
)
_SEARCH_KEYS = frozenset(["name", "type", "cache_control", "defer_loading", "allowed_callers", "strict"])
_NAME = re.compile(r"[a-zA-Z0-9_-]{1,128}")


def tool_errors(tools: Any) -> Iterator[ApiError]:
    """Errors of each tool, then of the list."""
    if tools is None:
        return
    if not isinstance(tools, list):
        yield refused("tools: Input should be a valid list")
    for at, tool in enumerate(tools):
        if not isinstance(tool, dict):
            yield refused(f"tools.{at}: Input should be a valid dictionary")
        if tool.get("type") in (None, "custom"):
            yield from _custom_errors(f"tools.{at}.custom", tool)
        else:
            yield from _server_errors(f"tools.{at}", tool)
    yield from _list_errors(tools)


def _list_errors(tools: list[dict[str, Any]]) -> Iterator[ApiError]:
    names = [tool["name"] for tool in tools]
    if len(set(names)) < len(names):
        yield refused("tools: Tool names must be unique.")
    if tools and all(tool.get("defer_loading") for tool in tools):
        yield refused("At least one tool must have defer_loading=false. All tools cannot be deferred.")
    if any(tool.get("defer_loading") and tool.get("cache_control") for tool in tools):
        yield refused("Tools with defer_loading cannot use prompt caching")


def _custom_errors(path: str, tool: dict[str, Any]) -> Iterator[ApiError]:
    for key in tool:
        if key not in _KEYS:
            yield extra(f"{path}.{key}")
    yield from _name_errors(path, tool)
    if not isinstance(tool.get("description") or "", str):
        yield refused(f"{path}.description: Input should be a valid string")
    if "input_schema" not in tool:
        yield missing(f"{path}.input_schema")
    yield from schema_errors(f"{path}.input_schema", tool["input_schema"])
    for key in ("strict", "defer_loading", "eager_input_streaming"):
        if not isinstance(tool.get(key), bool | None):
            yield refused(f"{path}.{key}: Input should be a valid boolean")
    yield from example_errors(path, tool)


def _name_errors(path: str, tool: dict[str, Any]) -> Iterator[ApiError]:
    name = tool.get("name")
    if name is None:
        yield missing(f"{path}.name")
    if not isinstance(name, str):
        yield refused(f"{path}.name: Input should be a valid string")
    elif len(name) > 128:
        yield refused(f"{path}.name: String should have at most 128 characters")
    elif not _NAME.fullmatch(name):
        yield refused(f"{path}.name: String should match pattern '^[a-zA-Z0-9_-]{{1,128}}$'")


def _server_errors(path: str, tool: dict[str, Any]) -> Iterator[ApiError]:
    kind = str(tool["type"])
    if kind not in _SERVER_TOOLS:
        tags = ", ".join(f"'{known}'" for known in ("custom", *sorted(_SERVER_TOOLS)))
        yield refused(f"{path}: Input tag '{kind}' does not match any of the expected tags: {tags}")
    if tool.get("name") != _SERVER_TOOLS[kind]:
        yield refused(f"{path}.{kind}.name: Input should be '{_SERVER_TOOLS[kind]}'")
    if kind in SEARCH_TOOLS:
        for key in tool:
            if key not in _SEARCH_KEYS:
                yield extra(f"{path}.{kind}.{key}")
