"""What each model the stand-in answers for allows: limits, effort levels, ways of thinking."""

from dataclasses import dataclass
from typing import Any

ALL_EFFORTS = ("low", "medium", "high", "xhigh", "max")


@dataclass(frozen=True)
class Model:
    """One row of the published model table."""

    id: str
    name: str
    line: str
    created: str
    thinking: frozenset[str]
    efforts: tuple[str, ...] = ALL_EFFORTS
    context: int = 1_000_000
    output: int = 128_000
    cache_minimum: int = 512
    forces_tools: bool = True
    binds_thinking: bool = False
    reads_system_messages: bool = False
    allows_prefill: bool = False
    thinks_unasked: bool = True
    deprecated: str | None = None
    retires: str | None = None

    def describe(self) -> dict[str, Any]:
        """The row as `GET /v1/models` shows it."""
        return {
            "type": "model",
            "id": self.id,
            "display_name": self.name,
            "created_at": self.created,
            "line": self.line,
            "lifecycle": "deprecated" if self.deprecated else "active",
            "deprecated_at": self.deprecated,
            "retires_at": self.retires,
            "max_input_tokens": self.context,
            "max_tokens": self.output,
            "capabilities": self._capabilities(),
        }

    def _capabilities(self) -> dict[str, Any]:
        yes = {"supported": True}
        efforts = {level: {"supported": level in self.efforts} for level in ALL_EFFORTS}
        ways = ("adaptive", "between_tools", "disabled", "enabled")
        types = {way: {"supported": way in self.thinking} for way in ways}
        tools = {"code_execution": yes, "web_fetch": yes, "web_search": yes}
        return {
            "batch": yes,
            "citations": yes,
            "code_execution": yes,
            "context_management": {"supported": True},
            "effort": {"supported": bool(self.efforts), **efforts},
            "image_input": yes,
            "pdf_input": yes,
            "server_tools": {"supported": True, **tools},
            "structured_outputs": yes,
            "thinking": {"supported": True, "types": types},
        }


_ADAPTIVE = frozenset({"adaptive"})
_WITH_OFF = frozenset({"adaptive", "disabled"})
_BUDGETED = frozenset({"disabled", "enabled"})

_MODELS = (
    Model(
        "claude-opus-5-5",
        "Claude Opus 5.5",
        "opus",
        "2026-09-22T00:00:00Z",
        _ADAPTIVE,
        forces_tools=False,
        binds_thinking=True,
        reads_system_messages=True,
    ),
    Model(
        "claude-sonnet-5-5",
        "Claude Sonnet 5.5",
        "sonnet",
        "2026-09-28T00:00:00Z",
        frozenset({"adaptive", "between_tools"}),
        forces_tools=False,
        binds_thinking=True,
        reads_system_messages=True,
    ),
    Model(
        "claude-haiku-5-5",
        "Claude Haiku 5.5",
        "haiku",
        "2026-10-07T00:00:00Z",
        _WITH_OFF,
        binds_thinking=True,
        reads_system_messages=True,
    ),
    Model(
        "claude-fable-5-2",
        "Claude Fable 5.2",
        "fable",
        "2026-11-09T00:00:00Z",
        _ADAPTIVE,
        forces_tools=False,
        binds_thinking=True,
        reads_system_messages=True,
    ),
    Model(
        "claude-fable-5-1",
        "Claude Fable 5.1",
        "fable",
        "2026-08-24T00:00:00Z",
        _ADAPTIVE,
        forces_tools=False,
        binds_thinking=True,
        reads_system_messages=True,
    ),
    Model(
        "claude-opus-5",
        "Claude Opus 5",
        "opus",
        "2026-07-01T00:00:00Z",
        _WITH_OFF,
        reads_system_messages=True,
    ),
    Model(
        "claude-sonnet-5",
        "Claude Sonnet 5",
        "sonnet",
        "2026-07-15T00:00:00Z",
        _WITH_OFF,
        cache_minimum=1024,
        reads_system_messages=True,
    ),
    Model(
        "claude-opus-4-8",
        "Claude Opus 4.8",
        "opus",
        "2026-05-20T00:00:00Z",
        _WITH_OFF,
        cache_minimum=1024,
        reads_system_messages=True,
        thinks_unasked=False,
    ),
    Model(
        "claude-opus-4-6",
        "Claude Opus 4.6",
        "opus",
        "2026-02-05T00:00:00Z",
        frozenset({"adaptive", "disabled", "enabled"}),
        efforts=("low", "medium", "high", "max"),
        cache_minimum=4096,
        thinks_unasked=False,
    ),
    Model(
        "claude-opus-4-5",
        "Claude Opus 4.5",
        "opus",
        "2025-11-24T00:00:00Z",
        _BUDGETED,
        efforts=("low", "medium", "high"),
        context=200_000,
        output=64_000,
        cache_minimum=4096,
        allows_prefill=True,
        thinks_unasked=False,
    ),
    Model(
        "claude-haiku-4-5",
        "Claude Haiku 4.5",
        "haiku",
        "2025-10-15T00:00:00Z",
        _BUDGETED,
        efforts=(),
        context=200_000,
        output=64_000,
        cache_minimum=4096,
        allows_prefill=True,
        thinks_unasked=False,
    ),
    Model(
        "claude-sonnet-4-5",
        "Claude Sonnet 4.5",
        "sonnet",
        "2025-09-29T00:00:00Z",
        _BUDGETED,
        efforts=(),
        context=200_000,
        output=64_000,
        cache_minimum=1024,
        allows_prefill=True,
        thinks_unasked=False,
        deprecated="2026-08-30T00:00:00Z",
        retires="2026-11-30T00:00:00Z",
    ),
)

MODELS = {model.id: model for model in _MODELS}
MODELS["claude-haiku-4-5-20251001"] = MODELS["claude-haiku-4-5"]
