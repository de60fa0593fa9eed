"""Messages one by one: roles, block types, the keys and values each block may have."""

import re
from collections.abc import Iterator, Set
from typing import Any

from sandbox.claude.errors import ApiError, extra, missing, refused

_BLOCKS: dict[str, tuple[set[str], set[str]]] = {
    "text": ({"text"}, {"cache_control", "citations"}),
    "thinking": ({"thinking", "signature"}, set()),
    "redacted_thinking": ({"data"}, set()),
    "tool_use": ({"id", "name", "input"}, {"cache_control", "caller", "toolset_name"}),
    "tool_result": ({"tool_use_id"}, {"content", "is_error", "cache_control", "toolset_name"}),
    "server_tool_use": ({"id", "name", "input"}, {"cache_control", "caller"}),
    "tool_search_tool_result": ({"tool_use_id", "content"}, {"cache_control"}),
    "web_search_tool_result": ({"tool_use_id", "content"}, {"cache_control", "caller"}),
    "web_fetch_tool_result": ({"tool_use_id", "content"}, {"cache_control", "caller"}),
    "code_execution_tool_result": ({"tool_use_id", "content"}, {"cache_control"}),
    "bash_code_execution_tool_result": ({"tool_use_id", "content"}, {"cache_control"}),
    "text_editor_code_execution_tool_result": ({"tool_use_id", "content"}, {"cache_control"}),
    "image": ({"source"}, {"cache_control", "transformations"}),
    "document": ({"source"}, {"cache_control", "citations", "context", "title"}),
    "search_result": ({"source", "title", "content"}, {"cache_control", "citations"}),
    "container_upload": ({"file_id"}, {"cache_control"}),
    "connector_text": ({"connector_text"}, {"signature"}),
    "mid_conv_system": ({"content"}, {"cache_control"}),
}
_TAGS = ", ".join(f"'{tag}'" for tag in sorted(_BLOCKS))
_IN_RESULT = {"text", "image", "document", "search_result", "tool_reference"}
_IN_SYSTEM = {"text"}
_TOOL_CHANGES = {"tool_addition", "tool_removal"}
_CHANGES_BETAS = {"mid-conversation-tool-changes-2026-07-01", "inline-tools-2026-09-15"}
_ID = re.compile(r"[a-zA-Z0-9_-]+")
_IMAGES = ("image/jpeg", "image/png", "image/gif", "image/webp")
_IMAGE_TYPES = "'image/jpeg', 'image/png', 'image/gif' or 'image/webp'"


def block_errors(messages: list[Any], betas: Set[str], *, newest: bool) -> Iterator[ApiError]:
    """Errors inside single messages; how they follow each other is not looked at here."""
    for at, message in enumerate(messages):
        yield from _message_errors(at, message, is_last=at == len(messages) - 1)
        content = message["content"]
        for index, block in enumerate(content if isinstance(content, list) else ()):
            path = f"messages.{at}.content.{index}"
            if message["role"] == "system":
                yield from _system_block_errors(path, block, betas)
            else:
                yield from _one_block_errors(path, block)
            if newest and isinstance(block, dict):
                yield from _newest_errors(path, message["role"], block)


def _message_errors(at: int, message: Any, *, is_last: bool) -> Iterator[ApiError]:
    if not isinstance(message, dict):
        yield refused(f"messages.{at}: Input should be a valid dictionary")
    for name in ("role", "content"):
        if name not in message:
            yield missing(f"messages.{at}.{name}")
    for key in message:
        if key not in ("role", "content"):
            yield extra(f"messages.{at}.{key}")
    if message["role"] not in ("user", "assistant", "system"):
        yield refused(f"messages.{at}.role: Input should be 'user', 'assistant' or 'system'")
    content = message["content"]
    if not isinstance(content, str | list):
        yield refused(f"messages.{at}.content: Input should be a valid list")
    if not content and not (is_last and message["role"] == "assistant"):
        yield refused(
            f"messages.{at}: all messages must have non-empty content except for the optional final "
            "assistant message"
        )
    if isinstance(content, str) and content and not content.strip():
        yield refused("messages: text content blocks must contain non-whitespace text")


def _one_block_errors(path: str, block: Any) -> Iterator[ApiError]:
    kind = str(block.get("type") if isinstance(block, dict) else None)
    if kind not in _BLOCKS:
        yield refused(
            f"{path}: Input tag '{kind}' found using 'type' does not match any of the expected tags: {_TAGS}"
        )
    required, optional = _BLOCKS[kind]
    for key in sorted(required):
        if key not in block:
            yield missing(f"{path}.{kind}.{key}")
    for key in block:
        if key != "type" and key not in required | optional:
            yield extra(f"{path}.{kind}.{key}")
    yield from _value_errors(path, kind, block)


def _value_errors(path: str, kind: str, block: dict[str, Any]) -> Iterator[ApiError]:
    if kind == "text":
        yield from _text_errors(block)
    elif kind in ("tool_use", "server_tool_use"):
        yield from _id_errors(f"{path}.{kind}.id", block["id"])
        if not isinstance(block["input"], dict):
            yield refused(f"{path}.{kind}.input: Input should be a valid dictionary")
    elif kind == "tool_result":
        yield from _id_errors(f"{path}.{kind}.tool_use_id", block["tool_use_id"])
        yield from _result_errors(f"{path}.{kind}", block)
    elif kind == "image":
        source = block["source"] if isinstance(block["source"], dict) else {}
        if source.get("type") == "base64" and source.get("media_type") not in _IMAGES:
            yield refused(f"{path}.image.source.base64.media_type: Input should be {_IMAGE_TYPES}")
    elif kind == "thinking" and not isinstance(block["signature"], str):
        yield refused(f"{path}.thinking.signature: Input should be a valid string")


def _text_errors(block: dict[str, Any]) -> Iterator[ApiError]:
    words = block["text"]
    if not isinstance(words, str):
        yield refused("messages: text content blocks must be strings")
    if words.strip():
        return
    if block.get("cache_control"):
        yield refused("cache_control cannot be set for empty text blocks")
    if not words:
        yield refused("messages: text content blocks must be non-empty")
    yield refused("messages: text content blocks must contain non-whitespace text")


def _id_errors(path: str, value: Any) -> Iterator[ApiError]:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        yield refused(f"{path}: String should match pattern '^[a-zA-Z0-9_-]+$'")


def _result_errors(path: str, block: dict[str, Any]) -> Iterator[ApiError]:
    content = block.get("content")
    if not isinstance(block.get("is_error"), bool | None):
        yield refused(f"{path}.is_error: Input should be a valid boolean")
    if content is None or isinstance(content, str):
        return
    if not isinstance(content, list):
        yield refused(f"{path}.content: Input should be a valid list")
    if not content:
        yield refused(f"{path}.content: List should have at least 1 item after validation, not 0")
    for at, item in enumerate(content):
        kind = item.get("type") if isinstance(item, dict) else None
        if kind not in _IN_RESULT:
            tags = ", ".join(f"'{tag}'" for tag in sorted(_IN_RESULT))
            yield refused(f"{path}.content.{at}: Input tag '{kind}' does not match any of the tags: {tags}")
        if kind == "tool_reference":
            for key in item:
                if key not in ("type", "tool_name", "cache_control"):
                    yield extra(f"{path}.content.{at}.tool_reference.{key}")
        else:
            yield from _one_block_errors(f"{path}.content.{at}", item)


def _system_block_errors(path: str, block: Any, betas: Set[str]) -> Iterator[ApiError]:
    kind = block.get("type") if isinstance(block, dict) else None
    if kind in _TOOL_CHANGES and betas & _CHANGES_BETAS:
        return
    if kind not in _IN_SYSTEM:
        yield refused(
            f"{path}: Input tag '{kind}' found using 'type' does not match any of the expected tags: 'text'"
        )
    yield from _one_block_errors(path, block)


def _newest_errors(path: str, role: str, block: dict[str, Any]) -> Iterator[ApiError]:
    """What API version 2026-10-21 no longer takes."""
    if role == "assistant" and block["type"] == "document":
        yield refused(f"{path}: `document` blocks are not allowed in assistant messages")
    if role == "user" and block["type"] == "text" and block.get("citations"):
        yield refused(f"{path}.text.citations: citations are not allowed on text in user messages")
