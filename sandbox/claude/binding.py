"""Thinking signatures: what each is bound to, and whether a replayed block still fits its place."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.claude.canonical import (
    Block,
    blocks_of,
    canonical_block,
    digest,
    referenced_tools,
    stream_of,
    visible_tools,
)
from sandbox.claude.errors import ApiError, refused
from sandbox.claude.models import Model

_KEY = b"the sandbox planner's signing key"
_HEAD = base64.b64decode("EsEC")
_BOUND = 48
_SIZE = len(_HEAD) + 12 + _BOUND + 12
_THINKING = ("thinking", "redacted_thinking")
BINDING_BETA = "thinking-binding-controls-2026-08-01"


class Prefix:
    """Everything said before some point of a conversation, reduced to what a signature remembers."""

    def __init__(self, body: dict[str, Any]) -> None:
        system = [canonical_block(block) for block in blocks_of(body.get("system"))]
        self._model = digest(body.get("model"))
        self._system = digest(system)
        self._tools: list[dict[str, Any]] = body.get("tools") or []
        self._referenced: set[str] = set()
        self._visible: bytes | None = None
        self._said = bytes(12)

    @classmethod
    def of_request(cls, body: dict[str, Any]) -> "Prefix":
        """The prefix that the next answer's first block will be bound to."""
        prefix = cls(body)
        for _, _, role, block in stream_of(body["messages"]):
            prefix.add(role, block)
        return prefix

    def add(self, role: str, block: Block) -> None:
        """Moves the point behind one more block; thinking itself is not part of what others are bound to."""
        if block.get("type") in _THINKING:
            return
        self._said = digest(self._said.hex(), role, canonical_block(block))
        found = referenced_tools([block]) - self._referenced
        if found:
            self._referenced |= found
            self._visible = None

    def fingerprint(self) -> bytes:
        """Model, system, set of visible tools and all that was said, in 48 bytes."""
        if self._visible is None:
            tools = visible_tools(self._tools, self._referenced)
            self._visible = digest(sorted(tools, key=lambda tool: str(tool.get("name"))))
        return self._model + self._system + self._visible + self._said


def sign(prefix: Prefix, thinking: str, seed: str) -> str:
    """The signature of a thinking block that stands at this point of the conversation."""
    payload = _HEAD + hashlib.sha256(seed.encode()).digest()[:12] + prefix.fingerprint() + digest(thinking)
    return base64.b64encode(payload + _seal(payload)).decode()


def _seal(payload: bytes) -> bytes:
    return hmac.digest(_KEY, payload, "sha256")[:16]


def _opened(signature: str) -> tuple[bytes, bytes] | None:
    """The fingerprint and text digest inside a signature, or None if we did not make it."""
    try:
        raw = base64.b64decode(signature, validate=True)
    except ValueError:
        return None
    payload, seal = raw[:_SIZE], raw[_SIZE:]
    if not payload.startswith(_HEAD) or not hmac.compare_digest(seal, _seal(payload)):
        return None
    start = len(_HEAD) + 12
    return payload[start : start + _BOUND], payload[start + _BOUND :]


@dataclass
class Verdict:
    """What checking the replayed thinking blocks came to."""

    error: ApiError | None = None
    dropped: list[dict[str, Any]] = field(default_factory=list)


def verify(body: dict[str, Any], model: Model, betas: set[str]) -> Verdict:
    """Checks every replayed thinking block against the conversation as it was sent."""
    verdict = Verdict()
    drop = _drops(body)
    latest = max((at for at, m in enumerate(body["messages"]) if m.get("role") == "assistant"), default=-1)
    for at, index, flaw in _flaws(body):
        path = f"messages.{at}.content.{index}"
        if flaw == "edited" and at == latest:
            verdict.error = refused(_EDITED.format(path=path))
        elif flaw in ("edited", "forged"):
            verdict.error = refused(f"{path}: Invalid `signature` in `thinking` block")
        elif not model.binds_thinking:
            continue
        elif drop:
            verdict.dropped.append({"type": "thinking_dropped", "path": path, "reason": flaw})
            continue
        else:
            verdict.error = refused(_moved(path, BINDING_BETA in betas))
        return verdict
    return verdict


def _flaws(body: dict[str, Any]) -> Iterator[tuple[int, int, str]]:
    prefix = Prefix(body)
    for at, index, role, block in stream_of(body["messages"]):
        if block.get("type") == "thinking":
            flaw = _flaw(prefix, block)
            if flaw:
                yield at, index, flaw
        prefix.add(role, block)


def _flaw(prefix: Prefix, block: Block) -> str | None:
    opened = _opened(str(block.get("signature")))
    if opened is None:
        return "forged"
    bound, text = opened
    if text != digest(block.get("thinking")):
        return "edited"
    now = prefix.fingerprint()
    if bound[:12] != now[:12]:
        return "model_binding_mismatch"
    return None if bound == now else "prefix_binding_mismatch"


def _drops(body: dict[str, Any]) -> bool:
    thinking = body.get("thinking") or {}
    binding = thinking.get("block_binding") or {}
    return binding.get("prefix_mismatch_behavior") == "drop_block"


_EDITED = (
    "{path}: `thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified. "
    "These blocks must remain as they were in the original response."
)


def _moved(path: str, has_header: bool) -> str:
    text = (
        f"{path}: Invalid `signature` in `thinking` block. The block is bound to a different conversation. "
        'Remove the block, or set `thinking.block_binding.prefix_mismatch_behavior` to "drop_block".'
    )
    return text if has_header else f"{text} This setting requires the beta header `{BINDING_BETA}`."
