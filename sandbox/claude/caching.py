"""Prompt caching by real prefix hashes, so that an accidental change of the prefix shows in `usage`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sandbox.claude.canonical import blocks_of, canonical_block, digest, dump, referenced_tools, visible_tools
from sandbox.claude.models import Model

_TTL = {"5m": timedelta(minutes=5), "1h": timedelta(hours=1)}
_LOOK_BACK = 20
_CALLS = ("tool_use", "tool_result")


@dataclass(frozen=True)
class Segment:
    """One piece of the prompt that a breakpoint can stand behind."""

    text: str
    type: str
    ttl: str | None = None


@dataclass(frozen=True)
class Point:
    """A place in the prompt: the hash and the tokens of everything up to it."""

    key: bytes
    tokens: int
    ttl: str | None
    type: str


@dataclass
class Entry:
    """A cached prefix, until when."""

    expires: datetime
    ttl: str


@dataclass(frozen=True)
class Measured:
    """What a prompt costs, and the prefixes to remember once its answer starts."""

    read: int
    written: dict[str, int]
    fresh: int
    keep: tuple[tuple[bytes, str], ...]

    @property
    def total(self) -> int:
        """All tokens of the prompt."""
        return self.read + sum(self.written.values()) + self.fresh

    def usage(self) -> dict[str, Any]:
        """The input half of a `usage` object."""
        return {
            "input_tokens": self.fresh,
            "cache_creation_input_tokens": sum(self.written.values()),
            "cache_read_input_tokens": self.read,
            "cache_creation": {
                "ephemeral_5m_input_tokens": self.written["5m"],
                "ephemeral_1h_input_tokens": self.written["1h"],
            },
        }


class Cache:
    """One workspace's prefix cache."""

    def __init__(self) -> None:
        self._entries: dict[bytes, Entry] = {}

    def measure(self, body: dict[str, Any], model: Model, now: datetime) -> Measured:
        """Splits the prompt into read, written and fresh tokens; changes nothing but refreshed expiries."""
        points = list(_points(body))
        marks = [at for at, point in enumerate(points) if point.ttl]
        hit = max((self._hit(points, at, now) for at in marks), default=-1)
        read = points[hit].tokens if hit >= 0 else 0
        written, reached, keep = {"5m": 0, "1h": 0}, read, []
        for at in marks:
            point = points[at]
            if at > hit and point.tokens >= model.cache_minimum:
                written[str(point.ttl)] += point.tokens - reached
                reached = point.tokens
                keep.append((point.key, str(point.ttl)))
        return Measured(read, written, points[-1].tokens - reached, tuple(keep))

    def remember(self, measured: Measured, started: datetime) -> None:
        """Makes the written prefixes readable, counted from the start of their request."""
        for key, ttl in measured.keep:
            self._entries[key] = Entry(started + _TTL[ttl], ttl)

    def _hit(self, points: list[Point], mark: int, now: datetime) -> int:
        """The longest cached prefix at or before a breakpoint, within the look-back window; -1 if none."""
        position, before = 0, ""
        for at in range(mark, -1, -1):
            point = points[at]
            # A run of tool_use or tool_result blocks counts as one position.
            position += not (point.type in _CALLS and point.type == before)
            before = point.type
            if position > _LOOK_BACK:
                return -1
            entry = self._entries.get(point.key)
            if entry and entry.expires > now:
                entry.expires = max(entry.expires, now + _TTL[entry.ttl])
                return at
        return -1


def count_tokens(value: Any) -> int:
    """About how many tokens a piece of JSON has."""
    return max(1, len(value if isinstance(value, str) else dump(value)) // 4)


def _points(body: dict[str, Any]) -> Iterator[Point]:
    key, tokens = digest(body.get("model")), 0
    for segment in _segments(body):
        key = digest(key.hex(), segment.text)
        tokens += 0 if segment.type == "settings" else max(1, len(segment.text) // 4)
        yield Point(key, tokens, segment.ttl, segment.type)


def _segments(body: dict[str, Any]) -> Iterator[Segment]:
    for tool in body.get("tools") or []:
        if not tool.get("defer_loading"):
            yield Segment(dump(visible_tools([tool], set())), "tool", _ttl(tool))
    for block in blocks_of(body.get("system")):
        yield Segment(dump(["system", canonical_block(block)]), "system", _ttl(block))
    yield Segment(dump(["settings", _settings(body)]), "settings")
    yield from _message_segments(body)


def _message_segments(body: dict[str, Any]) -> Iterator[Segment]:
    deferred = {tool["name"]: tool for tool in body.get("tools") or [] if tool.get("defer_loading")}
    automatic = body.get("cache_control")
    messages = body["messages"]
    pairs = [(m["role"], block) for m in messages for block in blocks_of(m.get("content"))]
    last = max((at for at, (_, block) in enumerate(pairs) if _is_cacheable(block)), default=-1)
    for at, (role, block) in enumerate(pairs):
        text = dump([role, canonical_block(block)])
        # A searched tool's definition is laid where it was found, so the prefix before it stays as it was.
        text += "".join(dump(deferred[name]) for name in sorted(referenced_tools([block]) & deferred.keys()))
        ttl = _ttl(block) or (_ttl({"cache_control": automatic}) if at == last else None)
        yield Segment(text, str(block.get("type")), ttl)


def _is_cacheable(block: dict[str, Any]) -> bool:
    if block.get("type") in ("thinking", "redacted_thinking"):
        return False
    return block.get("type") != "text" or bool(block.get("text"))


def _settings(body: dict[str, Any]) -> list[Any]:
    """The parameters that, when changed, make the messages' part of the cache useless."""
    return [body.get("tool_choice"), body.get("thinking"), body.get("output_config")]


def _ttl(block: dict[str, Any]) -> str | None:
    control = block.get("cache_control")
    return str(control.get("ttl") or "5m") if isinstance(control, dict) else None
