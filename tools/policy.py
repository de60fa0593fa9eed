"""What kind of effect a tool has, and what must therefore come before a call of it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tools.catalog import TrutoTool
from tools.requests import VERBS, Request


class Effect(StrEnum):
    """What a call does to the world; it decides what must come before it."""

    READ = "read"
    JOIN = "join"
    WRITE = "write"
    DESTROY = "destroy"


class Way(StrEnum):
    """How a call of a tool goes over the desk."""

    RUN = "run"
    """At once."""
    PROPOSE = "propose"
    """The CRM write-back: it becomes a card, which a person approves."""
    ERRAND = "errand"
    """Any other write, and what destroys: allowed by an admin, and still nothing without a person's click."""
    OFF = "off"
    """Not offered, and refused when it is called all the same."""


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
    "conversations.join": Effect.JOIN,
    "conversations.validate": Effect.READ,
}
"""Custom methods whose effect their HTTP verb does not tell."""

DESTROYING = {"bulk", "delete", "destroy", "erase", "purge", "remove"}
"""Words in a custom method's name that make it as dangerous as a delete; Chorus's own `bulk` deletes a hundred calls."""

CRM_WRITE = ("sales_qualifications", "writeback_crm")

EFFECTS = ", ".join(Effect)
OFF_DESTROY = "destructive: off until an admin lists it in CHORISTER_ALLOW"
OFF_WRITE = "writes: off until an admin lists it in CHORISTER_ALLOW"


@dataclass(frozen=True)
class Rules:
    """What an admin has decided about tools, by their route such as `conversations.bulk`."""

    effects: Mapping[str, Effect] = field(default_factory=dict)
    """Effects that differ from what the method tells."""
    allowed: frozenset[str] = frozenset()
    """Tools that write or destroy and are offered all the same; each call of them waits for a click."""


@dataclass(frozen=True)
class Verdict:
    """What policy says of one tool."""

    way: Way
    effect: Effect
    why: str = ""
    """Why it is off."""


NO_RULES = Rules()


def route(tool: TrutoTool | Request) -> str:
    """How the settings name a tool."""
    return f"{tool.resource}.{tool.method}"


def effect_of(tool: TrutoTool | Request, rules: Rules = NO_RULES) -> Effect:
    """The effect of a tool: an admin's word, else by its method. A custom method nobody has classified counts as a write."""
    known = rules.effects.get(route(tool)) or _EXCEPTIONS.get(route(tool))
    return known or _by_method(tool.method)


def _by_method(method: str) -> Effect:
    if method in ("list", "get"):
        return Effect.READ
    words = set(re.findall(r"[a-z]+", re.sub(r"([A-Z])", r" \1", method).lower()))
    return Effect.DESTROY if words & DESTROYING else Effect.WRITE


def verdict(tool: TrutoTool, rules: Rules = NO_RULES) -> Verdict:
    """How a call of a tool may go: at once, as a CRM proposal, as an errand that a person confirms, or not at all."""
    effect = effect_of(tool, rules)
    if effect in (Effect.READ, Effect.JOIN):
        return Verdict(Way.RUN, effect)
    if (tool.resource, tool.method) == CRM_WRITE:
        return Verdict(Way.PROPOSE, effect)
    if route(tool) in rules.allowed:
        return Verdict(Way.ERRAND, effect)
    return Verdict(Way.OFF, effect, OFF_DESTROY if effect is Effect.DESTROY else OFF_WRITE)


def switched_off(tool: TrutoTool, rules: Rules = NO_RULES) -> str | None:
    """Why a tool is not offered at all, or None when it is."""
    return verdict(tool, rules).why or None


def read_effects(parts: Iterable[str]) -> dict[str, Effect]:
    """An admin's table of effects, from parts such as `conversations.bulk=destroy`; a ValueError says what is wrong."""
    return dict(_effect(part) for part in parts)


def checked_effects(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The parts of such a table as they are, if they make sense."""
    read_effects(parts)
    return parts


def checked_routes(names: tuple[str, ...]) -> tuple[str, ...]:
    """Tools' routes as an admin lists them, if they can be routes."""
    return tuple(map(read_route, names))


def _effect(part: str) -> tuple[str, Effect]:
    name, _, word = (side.strip() for side in part.partition("="))
    name = read_route(name)
    if word not in set(Effect):
        raise ValueError(f"{part}: after = belongs one of {EFFECTS}")
    _, _, method = name.rpartition(".")
    if name == ".".join(CRM_WRITE):
        raise ValueError(f"{part}: the CRM write-back is always a write that a person approves")
    if word in (Effect.READ, Effect.JOIN) and _by_method(method) is Effect.DESTROY:
        raise ValueError(f"{part}: what is named so can only be write or destroy")
    if word == Effect.READ and VERBS.get(method, "GET") != "GET":
        raise ValueError(f"{part}: what creates, updates or deletes can only be write or destroy")
    if word == Effect.JOIN and method in VERBS:
        raise ValueError(f"{part}: only a custom method can send the recorder")
    return name, Effect(word)


def read_route(name: str) -> str:
    """A tool's route as an admin writes it; a ValueError says what is wrong."""
    if not re.fullmatch(r"[A-Za-z0-9_~:-]+(\.[A-Za-z0-9_~:-]+)+", name):
        raise ValueError(
            f"{name or 'nothing'}: a tool belongs here as resource.method, such as conversations.bulk"
        )
    return name
