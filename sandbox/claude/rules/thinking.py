"""Thinking and effort: what each model takes."""

from collections.abc import Iterator, Set
from typing import Any

from sandbox.claude.binding import BINDING_BETA
from sandbox.claude.errors import ApiError, extra, missing, refused
from sandbox.claude.models import ALL_EFFORTS, Model

_WAYS = ("adaptive", "between_tools", "disabled", "enabled")
_KEYS = {
    "adaptive": {"type", "display", "block_binding"},
    "between_tools": {"type"},
    "disabled": {"type"},
    "enabled": {"type", "display", "budget_tokens", "block_binding"},
}
_USE_BETWEEN_TOOLS = (
    'To turn thinking off on this model, send "thinking": {"type": "between_tools"} instead of '
    '{"type": "disabled"}. The model does not think before responding. The short updates it writes between '
    "tool calls come back as thinking blocks."
)


def thinking_errors(body: dict[str, Any], model: Model, betas: Set[str]) -> Iterator[ApiError]:
    """Errors of `thinking` and of `output_config`, alone and together."""
    thinking = body.get("thinking")
    if thinking is not None:
        yield from _shape_errors(thinking, betas)
        yield from _support_errors(thinking, body, model)
    yield from _output_config_errors(body.get("output_config"), model, betas)
    effort = (body.get("output_config") or {}).get("effort")
    if thinking and thinking["type"] in ("disabled", "between_tools") and effort in ("xhigh", "max"):
        yield refused(
            f"output_config.effort '{effort}' is not supported when thinking is disabled on this model. "
            "Use effort 'high' or below, or enable thinking."
        )


def _shape_errors(thinking: Any, betas: Set[str]) -> Iterator[ApiError]:
    way = str(thinking.get("type") if isinstance(thinking, dict) else None)
    if way not in _WAYS:
        tags = ", ".join(f"'{known}'" for known in _WAYS)
        yield refused(f"thinking: Input tag '{way}' does not match any of the expected tags: {tags}")
    for key in thinking:
        if key not in _KEYS[way] or (key == "block_binding" and BINDING_BETA not in betas):
            yield extra(f"thinking.{way}.{key}")
    shown: list[str | None] = [None, "summarized", "omitted"]
    if "thinking-display-updates-2026-08-18" in betas:
        shown.append("updates")
    if thinking.get("display") not in shown:
        yield refused("thinking.display: Input should be 'summarized' or 'omitted'")


def _support_errors(thinking: dict[str, Any], body: dict[str, Any], model: Model) -> Iterator[ApiError]:
    way = thinking["type"]
    if way not in model.thinking:
        if way == "between_tools":
            yield refused('"thinking.type.between_tools" is not supported for this model.')
        if way == "disabled" and "between_tools" in model.thinking:
            yield refused(_USE_BETWEEN_TOOLS)
        if way == "adaptive":
            yield refused("adaptive thinking is not supported on this model")
        yield refused(
            f'"thinking.type.{way}" is not supported for this model. Use "thinking.type.adaptive" and '
            '"output_config.effort" to control thinking behavior.'
        )
    if way == "enabled":
        yield from _budget_errors(thinking, body)


def _budget_errors(thinking: dict[str, Any], body: dict[str, Any]) -> Iterator[ApiError]:
    budget = thinking.get("budget_tokens")
    if not isinstance(budget, int):
        yield missing("thinking.enabled.budget_tokens")
    elif budget < 1024:
        yield refused("thinking.enabled.budget_tokens: Input should be greater than or equal to 1024")
    elif budget >= body.get("max_tokens", budget + 1):
        yield refused("`max_tokens` must be greater than `thinking.budget_tokens`.")
    if (body.get("tool_choice") or {}).get("type") in ("any", "tool"):
        yield refused("Thinking may not be enabled when tool_choice forces tool use.")


def _output_config_errors(config: Any, model: Model, betas: Set[str]) -> Iterator[ApiError]:
    if config is None:
        return
    for key in config:
        budgeted = key == "task_budget" and "task-budgets-2026-03-13" in betas
        if key not in ("effort", "format") and not budgeted:
            yield extra(f"output_config.{key}")
    effort = config.get("effort")
    if effort is None:
        return
    if effort not in ALL_EFFORTS:
        levels = "'low', 'medium', 'high', 'xhigh' or 'max'"
        yield refused(f"output_config.effort: Input should be {levels}")
    if not model.efforts:
        yield refused("This model does not support the effort parameter.")
    if effort not in model.efforts:
        levels = ", ".join(sorted(model.efforts))
        yield refused(f"This model does not support effort level '{effort}'. Supported levels: {levels}.")
