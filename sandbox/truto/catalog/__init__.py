"""The live list of tools, as the options shape it."""

from copy import deepcopy

from sandbox.truto.answers import Refusal
from sandbox.truto.catalog.derived import DERIVED
from sandbox.truto.catalog.named import GET_TASK, named_tools
from sandbox.truto.catalog.tool import RawTool
from sandbox.truto.options import Options
from sandbox.truto.requests import target_of

_GROUPS = {
    "read": {"list", "get"},
    "write": {"create", "update", "delete"},
}
_PLAIN = {"list", "get", "create", "update", "delete"}


def catalogue(options: Options) -> list[RawTool]:
    """Return all tools of this moment, patched, hidden and added to as the options say."""
    offered = [*named_tools(options), *(DERIVED if options.derived else ()), *options.extra_tools]
    offered += [GET_TASK] if options.task_read else []
    tools = []
    for raw in offered:
        if raw["name"] in options.hidden_tools:
            continue
        patch = options.schema_patches.get(raw["name"])
        tools.append(patch(deepcopy(raw)) if patch else raw)
    return tools


def chosen(tools: list[RawTool], methods: list[str], tags: list[str], has_description: bool) -> list[RawTool]:
    """Return the tools that fit the filters: any method or group, any tag, described or not."""
    return [
        raw
        for raw in tools
        if (not methods or any(_is(raw["method"], wanted) for wanted in methods))
        and (not tags or set(tags) & set(raw.get("tags") or ()))
        and (not has_description or raw.get("description"))
    ]


def _is(method: str, wanted: str) -> bool:
    if wanted == "custom":
        return method not in _PLAIN
    return method in _GROUPS.get(wanted, {wanted})


def tool_name(verb: str, parts: list[str], options: Options) -> str | None:
    """Return the name of the tool that a proxy request is a call of, hidden tools included."""
    try:
        target = target_of(verb, parts)
    except Refusal:
        return None
    everything = [*named_tools(options), *DERIVED, *options.extra_tools, GET_TASK]
    for raw in everything:
        if (raw["resource"], raw["method"]) == (target.resource, target.method):
            return str(raw["name"])
    return None
