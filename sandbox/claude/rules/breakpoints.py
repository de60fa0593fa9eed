"""Cache breakpoints: how many, in which order, and how the automatic one fits among them."""

from collections.abc import Iterator
from typing import Any

from sandbox.claude.canonical import blocks_of
from sandbox.claude.errors import ApiError, extra, refused

_MOST = 4


def breakpoint_errors(body: dict[str, Any]) -> Iterator[ApiError]:
    """Errors of `cache_control` in tools, system, messages and at the top."""
    marks = [(path, block["cache_control"]) for path, block in _places(body) if block.get("cache_control")]
    automatic = body.get("cache_control")
    for path, control in [*marks, *([("", automatic)] if automatic else [])]:
        yield from _value_errors(f"{path}.cache_control".lstrip("."), control)
    explicit = len(marks)
    if explicit > _MOST:
        yield refused(f"A maximum of {_MOST} blocks with cache_control may be provided. Found {explicit}.")
    ttls = [_ttl(control) for _, control in marks]
    if automatic:
        yield from _automatic_errors(body, automatic, explicit)
        ttls.append(_ttl(automatic))
    for at, ttl in enumerate(ttls):
        if ttl == "1h" and "5m" in ttls[:at]:
            yield refused(
                "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. "
                "Note that blocks are processed in the following order: `tools`, `system`, `messages`."
            )


def _automatic_errors(body: dict[str, Any], automatic: dict[str, Any], explicit: int) -> Iterator[ApiError]:
    last = blocks_of(body["messages"][-1]["content"])[-1:]
    own = last[0].get("cache_control") if last else None
    if own and _ttl(own) != _ttl(automatic):
        yield refused("cache_control: the last block has a cache_control with another ttl")
    if not own and explicit >= _MOST:
        yield refused(
            f"A maximum of {_MOST} blocks with cache_control may be provided. Found {explicit + 1}."
        )


def _places(body: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for at, tool in enumerate(body.get("tools") or []):
        yield f"tools.{at}", tool
    for at, block in enumerate(blocks_of(body.get("system"))):
        yield f"system.{at}", block
    for at, message in enumerate(body["messages"]):
        for index, block in enumerate(blocks_of(message["content"])):
            path = f"messages.{at}.content.{index}"
            if block["type"] == "tool_result" and isinstance(block.get("content"), list):
                yield from ((f"{path}.content.{i}", item) for i, item in enumerate(block["content"]))
            yield path, block


def _value_errors(path: str, control: Any) -> Iterator[ApiError]:
    if not isinstance(control, dict) or control.get("type") != "ephemeral":
        yield refused(f"{path}.type: Input should be 'ephemeral'")
    for key in control:
        if key not in ("type", "ttl"):
            yield extra(f"{path}.ephemeral.{key}")
    if control.get("ttl") not in (None, "5m", "1h"):
        yield refused(f"{path}.ephemeral.ttl: Input should be '5m' or '1h'")


def _ttl(control: dict[str, Any]) -> str:
    return str(control.get("ttl") or "5m")
