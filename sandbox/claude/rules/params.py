"""Top-level parameters: which exist, which are required, what each may hold."""

from collections.abc import Iterator, Set
from typing import Any

from sandbox.claude.errors import ApiError, extra, missing, refused
from sandbox.claude.models import Model

_COUNTED = frozenset(
    [
        "cache_control",
        "messages",
        "model",
        "output_config",
        "speed",
        "system",
        "thinking",
        "tool_choice",
        "tools",
        "user_profile_id",
        "workspace_id",
    ]
)
_KNOWN = _COUNTED | frozenset(
    [
        "container",
        "diagnostics",
        "inference_geo",
        "max_tokens",
        "metadata",
        "service_tier",
        "stop_sequences",
        "stream",
    ]
)
_SAMPLING = ("temperature", "top_p", "top_k")
_BETA_FIELDS = {
    "compaction": "compact-2026-09-04",
    "context_management": "context-management-2025-06-27",
    "fallbacks": "server-side-fallback-2026-07-01",
    "mcp_servers": "mcp-client-2026-09-15",
    "thread": "message-threads-2026-08-12",
}


def presence_errors(body: dict[str, Any], betas: Set[str], *, counting: bool) -> Iterator[ApiError]:
    """Required fields first, then fields nobody knows."""
    for name in ("model", "messages") if counting else ("model", "messages", "max_tokens"):
        if name not in body:
            yield missing(name)
    known = _COUNTED if counting else _KNOWN
    for name in body:
        if name in known or (name in _SAMPLING and not counting):
            continue
        if _BETA_FIELDS.get(name) not in betas:
            yield extra(name)
    if not isinstance(body["model"], str):
        yield refused("model: Input should be a valid string")
    if not isinstance(body["messages"], list):
        yield refused("messages: Input should be a valid list")
    if not body["messages"]:
        yield refused("messages: at least one message is required")


def param_errors(body: dict[str, Any], model: Model, version: str) -> Iterator[ApiError]:
    """What the single parameters hold."""
    yield from _sampling_errors(body, model, version)
    if "max_tokens" in body:
        yield from _max_tokens_errors(body, model)
    yield from _system_errors(body.get("system"))
    yield from _metadata_errors(body.get("metadata"))
    if not isinstance(body.get("stream", False), bool):
        yield refused("stream: Input should be a valid boolean")
    if body.get("service_tier") not in (None, "auto", "standard_only"):
        yield refused("service_tier: Input should be 'auto' or 'standard_only'")
    for at, stop in enumerate(body.get("stop_sequences") or []):
        if not isinstance(stop, str) or not stop.strip():
            yield refused(f"stop_sequences.{at}: each stop sequence must contain non-whitespace")
    previous = (body.get("diagnostics") or {}).get("previous_message_id")
    if previous is not None and not str(previous).startswith("msg_"):
        yield refused("diagnostics.previous_message_id: String should match pattern '^msg_'")


def _sampling_errors(body: dict[str, Any], model: Model, version: str) -> Iterator[ApiError]:
    for name in _SAMPLING:
        if name not in body:
            continue
        if version >= "2026-10-21":
            yield refused(f"{name}: sampling parameters are not accepted on API version {version}")
        elif "enabled" not in model.thinking:
            yield refused(f"`{name}` is deprecated for this model.")


def _max_tokens_errors(body: dict[str, Any], model: Model) -> Iterator[ApiError]:
    asked = body["max_tokens"]
    if not isinstance(asked, int) or isinstance(asked, bool):
        yield refused("max_tokens: Input should be a valid integer")
    if asked < 0 or (asked == 0 and body.get("stream")):
        yield refused("max_tokens: Input should be greater than or equal to 1")
    if asked > model.output:
        yield refused(
            f"max_tokens: {asked} > {model.output}, which is the maximum allowed number of output tokens "
            f"for {model.id}"
        )


def _system_errors(system: Any) -> Iterator[ApiError]:
    if system is None or isinstance(system, str):
        return
    if not isinstance(system, list):
        yield refused("system: Input should be a valid list")
    for at, block in enumerate(system):
        if not isinstance(block, dict) or block.get("type") != "text":
            yield refused(f"system.{at}.type: Input should be 'text'")
        for key in block:
            if key not in ("type", "text", "cache_control", "citations"):
                yield extra(f"system.{at}.{key}")
        if not isinstance(block.get("text"), str):
            yield missing(f"system.{at}.text")
        if not block["text"]:
            if block.get("cache_control"):
                yield refused(f"system.{at}: cache_control cannot be set for empty text blocks")
            yield refused("system: text content blocks must be non-empty")


def _metadata_errors(metadata: Any) -> Iterator[ApiError]:
    for key, value in (metadata or {}).items():
        if key != "user_id":
            yield extra(f"metadata.{key}")
        if value is not None and len(str(value)) > 256:
            yield refused("metadata.user_id: String should have at most 256 characters")
