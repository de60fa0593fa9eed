"""What a request is about - calls, or something else - and what it would do, in plain words. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from bot.errands.errand import Thing
from tools.policy import Effect
from tools.requests import Request
from tools.tasks import CALLS, doomed, ids_in

BY_CALL = (*CALLS, "media", "sales_qualifications")
"""Resources whose id is a call's."""
CALL_NAME = re.compile(r"(^|_)(call|conversation|engagement|meeting|recording)s?_?ids?$")
"""How arguments are called that name calls, in small letters with a line between words."""

KINDS = dict.fromkeys(CALLS, "call") | {"media": "recording"}
"""A resource -> one of its things, where its name does not tell."""
VERBS = {"create": "Create", "update": "Change", "delete": "Delete for good"}

MOST = 10
"""Things that one errand may touch: a person has to see each."""
NAME = 100
"""Characters of a thing's name."""
READABLE, LINES = 2400, 40
"""Characters and lines of arguments that a person can be shown in full."""


def calls_in(request: Request) -> tuple[str, ...]:
    """The ids of all calls that a request names."""
    by_id = request.resource in BY_CALL
    named = [id for _, id in doomed(request)] if request.resource in CALLS else []
    named = named or ids_in(request.id if by_id else None)
    also = {"id", "ids"} if by_id else set()
    named += [*_under(also, request.query), *_under(also, request.body)]
    return tuple(dict.fromkeys(named))


def has_own_thing(request: Request) -> bool:
    """Whether the id in its path is something else than a call, which a request that names calls touches as well."""
    return bool(request.id) and request.resource not in BY_CALL


def _under(also: Collection[str], value: Any) -> Iterator[str]:
    """Every id that stands under a name of calls, or under one of these names too, however deep."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            name = _WORDS.sub("_", str(key)).lower()
            yield from ids_in(part) if name in also or CALL_NAME.search(name) else _under(also, part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _under(also, part)


_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
"""Where the next word begins in a name like engagementIds."""


def kind_of(resource: str) -> str:
    """What one thing of a resource is called."""
    words = KINDS.get(resource) or resource.replace("_", " ").strip()
    for ending, instead in (("ies", "y"), ("ches", "ch"), ("ss", "ss"), ("s", "")):
        if words.endswith(ending):
            return words.removesuffix(ending) + instead
    return words


def deed(request: Request, effect: Effect, things: Sequence[Thing]) -> str:
    """What the request would do, as the beginning of a sentence without its full stop. Names of others are in it."""
    kind = kind_of(request.resource)
    verb = VERBS.get(request.method)
    if request.method == "create":
        return f"Create a new {kind}" + (f" about {_named(things)}" if things else "")
    if verb:
        return f"{verb}: {_named(things) if things else kind}"
    action = request.method.replace("_", " ").replace(".", " ")
    about = f": {_named(things)}" if things else ""
    danger = ", which destroys what it touches" if effect is Effect.DESTROY else ""
    return f"Carry out “{action}” on {request.resource.replace('_', ' ')}{danger}{about}"


def _named(things: Sequence[Thing]) -> str:
    names = (
        f"“{t.name if len(t.name) <= NAME else t.name[: NAME - 1] + '…'}”" if t.name else t.id for t in things
    )
    return ", ".join(f"the {thing.kind} {name}" for thing, name in zip(things, names, strict=True))


def too_much(arguments: Sequence[tuple[str, str]]) -> bool:
    """Whether a person could not be shown all that would be sent."""
    return len(arguments) > LINES or sum(len(name) + len(value) + 6 for name, value in arguments) > READABLE
