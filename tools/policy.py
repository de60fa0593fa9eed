"""What kind of effect a tool has, and whether this release offers it."""

from enum import StrEnum

from tools.catalog import TrutoTool


class Effect(StrEnum):
    """What a call does to the world; it decides what must come before it."""

    READ = "read"
    JOIN = "join"
    WRITE = "write"
    DESTROY = "destroy"


HOT = {
    ("conversations", "list"),
    ("conversations", "get"),
    ("conversations", "join"),
    ("media", "get"),
    ("sales_qualifications", "get"),
    ("sales_qualifications", "writeback_crm"),
    ("me", "list"),
    ("users", "list"),
}
"""Tools that Claude sees at once; the others it finds by tool search."""

_EXCEPTIONS = {
    ("conversations", "join"): Effect.JOIN,
    ("conversations", "validate"): Effect.READ,
}
"""Custom methods whose effect their HTTP verb does not tell."""

CRM_WRITE = ("sales_qualifications", "writeback_crm")


def effect_of(tool: TrutoTool) -> Effect:
    """The effect of a tool, by its method. A custom method that nobody has classified counts as a write."""
    known = _EXCEPTIONS.get((tool.resource, tool.method))
    if known:
        return known
    if tool.method in ("list", "get"):
        return Effect.READ
    return Effect.DESTROY if tool.method == "delete" else Effect.WRITE


def switched_off(tool: TrutoTool) -> str | None:
    """Why a tool is not offered at all, or None when it is."""
    effect = effect_of(tool)
    if effect is Effect.DESTROY:
        return "destructive: off"
    if effect is Effect.WRITE and (tool.resource, tool.method) != CRM_WRITE:
        return "writes: only the CRM write-back is on"
    return None
