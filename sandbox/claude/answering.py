"""From a request to its message: check, reply (scripted or planned), usage, signatures."""

from collections import deque
from dataclasses import dataclass
from typing import Any

from sandbox.claude.binding import verify
from sandbox.claude.caching import Cache, Measured
from sandbox.claude.canonical import digest
from sandbox.claude.errors import ApiError, refused
from sandbox.claude.journal import Request
from sandbox.claude.message import settle
from sandbox.claude.mishaps import REPLY_FAULTS, WORDLESS_FAULTS, spoil_reply
from sandbox.claude.models import MODELS
from sandbox.claude.planner import obey, plan, plan_extraction
from sandbox.claude.replies import Reply, Scripted
from sandbox.claude.rules import Asked, first_error
from sandbox.claude.rules.transport import betas_of
from sandbox.clock import Clock
from sandbox.faults import Fault


@dataclass(frozen=True)
class Outcome:
    """A finished message, and the seed that its wire form varies with."""

    message: dict[str, Any]
    seed: str


class Answering:
    """One workspace's mind: its prompt cache, its queued replies, and the planner behind them."""

    def __init__(self, clock: Clock, replies: deque[Scripted]) -> None:
        self._clock = clock
        self._replies = replies
        self._cache = Cache()
        self._born = clock.now().isoformat()
        self.obeys = False
        """Whether the mind is fooled by every order in the texts it is given."""

    def check(self, entry: Request, *, counting: bool = False) -> ApiError | None:
        """Why this request is refused, or None."""
        betas = frozenset(betas_of(entry.headers))
        asked = Asked(entry.body, entry.headers["anthropic-version"], betas, counting)
        error = first_error(asked) or verify(entry.body, asked.model, set(betas)).error
        if error:
            return error
        tokens = self._measure(entry).total
        if tokens > asked.model.context:
            return refused(f"prompt is too long: {tokens} tokens > {asked.model.context} maximum")
        return None

    def count(self, entry: Request) -> dict[str, Any] | ApiError:
        """The answer to `count_tokens`."""
        error = self.check(entry, counting=True)
        return error or {"input_tokens": self._measure(entry).total}

    def answer(self, entry: Request, fault: Fault | None) -> Outcome:
        """The message for a request that was found good; its prompt is cached from here on."""
        body = entry.body
        seed = digest(self._born, entry.n, body).hex()
        measured = self._measure(entry)
        reply = Reply() if fault and fault.kind in WORDLESS_FAULTS else self._reply(body)
        if fault and fault.kind in REPLY_FAULTS:
            reply = spoil_reply(fault, reply, body)
        message = settle(reply, body, MODELS[body["model"]], measured, seed)
        dropped = verify(body, MODELS[body["model"]], set(betas_of(entry.headers))).dropped
        if dropped:
            message["input_transformations"] = dropped
        self._cache.remember(measured, entry.at)
        return Outcome(message, seed)

    def _reply(self, body: dict[str, Any]) -> Reply:
        if body["max_tokens"] == 0:
            return Reply([], "max_tokens")
        if self._replies:
            scripted = self._replies.popleft()
            return Reply.of(scripted(body) if callable(scripted) else scripted)
        if form := (body.get("output_config") or {}).get("format"):
            return plan_extraction(body["messages"], form["schema"])
        may_call = (body.get("tool_choice") or {}).get("type") != "none"
        planned = obey if self.obeys else plan
        return planned(body.get("tools") or [], body["messages"], may_call=may_call)

    def _measure(self, entry: Request) -> Measured:
        return self._cache.measure(entry.body, MODELS[entry.body["model"]], entry.at)
