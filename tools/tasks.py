"""
Work that Chorus has accepted and not done yet: what would show that it is done. Pure.

Chorus documents no way to read a task back. So a deletion is looked for by its effect, and a task is only asked about
where the account offers a tool for that.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from tools import chorus
from tools.requests import Request
from tools.shapes import document
from tools.views import Task

READS = ("tasks", "task")
"""How a resource may be called that reads tasks back."""
CALLS = ("conversations", "engagements")
"""Resources of which each row is a call; a call is read as a conversation."""

DONE = {"done", "complete", "completed", "finished", "success", "succeeded"}
FAILED = {"failed", "failure", "error", "aborted", "cancelled", "canceled", "rejected"}

FIRST, GROWTH, SLOWEST = 3.0, 1.6, 120.0
"""Seconds before the second look, how much later each further one comes than the last, and at most."""

Look = tuple[str, str]
"""A resource and an id: one thing to read."""


class Fate(StrEnum):
    """How accepted work stands."""

    GOING = "going"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Sought:
    """What to look at until the work is done; nothing where nothing of it can be seen."""

    gone: tuple[Look, ...] = ()
    """What is to be no more: each was there before, and is gone when Chorus itself says 404."""
    tasks: tuple[Look, ...] = ()
    """The tasks themselves, where the account offers to read them."""

    @property
    def is_visible(self) -> bool:
        """Whether anything can be seen at all."""
        return bool(self.gone or self.tasks)

    def to_json(self) -> dict[str, Any]:
        return {"gone": [list(look) for look in self.gone], "tasks": [list(look) for look in self.tasks]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(*(tuple((str(r), str(id)) for r, id in data[key]) for key in ("gone", "tasks")))


def accepted(answer: Any) -> tuple[Task, ...]:
    """The tasks that an answer consists of, one or a list of them; empty if it is no acceptance of work."""
    if not isinstance(answer, list) and (one := chorus.task(answer)):
        return (one,)
    lists = [answer] if isinstance(answer, list) else list(document(answer).values())
    items = (item for part in lists if isinstance(part, list) for item in part)
    return tuple(task for item in items if (task := chorus.task(item)))


def doomed(request: Request) -> tuple[Look, ...]:
    """The things that a request deletes, one by one."""
    if request.resource not in CALLS:
        return ((request.resource, request.id),) if request.method == "delete" and request.id else ()
    given: list[Any] = []
    if request.method == "delete":
        given = [request.id, request.query.get("id"), request.query.get("engagement_id")]
    elif request.method == "bulk":
        given = list(_named("delete", request.body))
    return tuple((CALLS[0], id) for id in dict.fromkeys(ids_in(given)))


def sought(request: Request, tasks: Sequence[str], readable: Collection[str]) -> Sought:
    """What shows that accepted work is done. `readable`: the resources of which one thing can be read."""
    reads = task_read(readable)
    return Sought(
        gone=tuple(look for look in doomed(request) if look[0] in readable),
        tasks=tuple((reads, id) for id in tasks) if reads else (),
    )


def task_read(readable: Collection[str]) -> str | None:
    """The resource that reads tasks back, where there is one."""
    return next((name for name in READS if name in readable), None)


def reading(look: Look) -> Request:
    """The request that looks; of a call as little as there is."""
    resource, id = look
    return Request(resource, "get", id, query={"fields": "status"} if resource == CALLS[0] else {})


def fate(gone: Sequence[bool | None], statuses: Sequence[str | None]) -> Fate:
    """
    How the work stands by what was seen: of each doomed thing whether it is gone, of each task its status; None where that
    could not be seen. A deletion is done when the thing is gone, whatever its task says.
    """
    words = [(status or "").strip().lower().replace("_", " ") for status in statuses]
    if gone and all(gone):
        return Fate.DONE
    if any(word in FAILED for word in words):
        return Fate.FAILED
    return Fate.DONE if not gone and words and all(word in DONE for word in words) else Fate.GOING


def pause(looks: int) -> float:
    """Seconds to wait after so many looks."""
    return float(min(FIRST * GROWTH ** min(looks, 50), SLOWEST))


def ids_in(value: Any) -> list[str]:
    """One id, a list of them, or several with commas between."""
    if isinstance(value, list | tuple):
        return [id for part in value for id in ids_in(part)]
    return [id for part in str(value).split(",") if (id := part.strip())] if value not in (None, "") else []


def _named(name: str, value: Any) -> Iterator[Any]:
    """Everything of this name in a body, however deep."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            if key == name:
                yield part
            else:
                yield from _named(name, part)
