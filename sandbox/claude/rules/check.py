"""The order in which a request is checked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.claude.errors import ApiError
from sandbox.claude.models import MODELS, Model
from sandbox.claude.rules.blocks import block_errors
from sandbox.claude.rules.breakpoints import breakpoint_errors
from sandbox.claude.rules.output_format import format_errors
from sandbox.claude.rules.params import param_errors, presence_errors
from sandbox.claude.rules.references import reference_errors
from sandbox.claude.rules.sequence import sequence_errors
from sandbox.claude.rules.strict import strict_errors
from sandbox.claude.rules.thinking import thinking_errors
from sandbox.claude.rules.tool_choice import tool_choice_errors
from sandbox.claude.rules.tools import tool_errors

NEWEST = "2026-10-21"


@dataclass(frozen=True)
class Asked:
    """A request's body with the headers that change its meaning."""

    body: dict[str, Any]
    version: str = NEWEST
    betas: frozenset[str] = field(default_factory=frozenset)
    counting: bool = False

    @property
    def model(self) -> Model:
        """The model asked for; only to be read once its id is known to exist."""
        return MODELS[self.body["model"]]


def first_error(asked: Asked) -> ApiError | None:
    """Why the API would refuse this request, checked in a fixed order."""
    return next(_errors(asked), None)


def _errors(asked: Asked) -> Iterator[ApiError]:
    body = asked.body
    yield from presence_errors(body, asked.betas, counting=asked.counting)
    if body["model"] not in MODELS:
        yield ApiError(f"model: {body['model']}", 404, "not_found_error")
    yield from param_errors(body, asked.model, asked.version)
    yield from thinking_errors(body, asked.model, asked.betas)
    yield from format_errors(body)
    yield from tool_errors(body.get("tools"))
    yield from strict_errors(body.get("tools") or [])
    yield from tool_choice_errors(body, asked.model)
    yield from block_errors(body["messages"], asked.betas, newest=asked.version >= NEWEST)
    yield from sequence_errors(body["messages"], asked.model)
    yield from reference_errors(body)
    yield from breakpoint_errors(body)
