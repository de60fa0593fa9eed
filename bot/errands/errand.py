"""One call of a tool that changes or destroys something, waiting for a person. Slack shows it; the store owns it."""

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from tools.policy import Effect
from tools.requests import Request
from tools.tasks import Look, Sought

SHOWN = 16
"""Characters of a digest that a button carries."""

LONGEST_PHRASE = 80
"""Characters that a person can be asked to type."""
DELETE = "DELETE"
"""What is typed where a thing has no name, or there are several."""


class State(StrEnum):
    """Where an errand stands. Only PENDING can change."""

    PENDING = "pending"
    APPROVED = "approved"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    """Its card could not be shown."""


class Status(StrEnum):
    """What became of an approved errand."""

    TAKEN = "taken"
    """Chorus answered without an error, and there is nothing further to look for."""
    ACCEPTED = "accepted"
    """Chorus took the order; it is not known to be done."""
    UNSURE = "unsure"
    """The answer was lost; its effect is looked for."""
    DONE = "done"
    """Its effect was seen."""
    FAILED = "failed"
    """Chorus took the order and then said that it failed."""
    NOT_THERE = "not there"
    """What it was about was not there before anything was sent."""
    REFUSED = "refused"
    UNVERIFIED = "unverified"


LOOKING = (Status.ACCEPTED, Status.UNSURE)
"""Statuses after which something is still looked for."""


@dataclass(frozen=True)
class Thing:
    """One thing that an errand touches."""

    kind: str
    """In plain words: call, playlist."""
    id: str
    name: str = ""
    owner_id: str | None = None
    owner_email: str | None = None
    owner_name: str | None = None
    at: float | None = None
    """When a call began: it tells calls of one name apart."""


@dataclass(frozen=True)
class Errand:
    """One call, as shown to the person who decides: exactly this request is sent, or nothing."""

    id: str
    conversation: str
    call_id: str
    asker: str
    thread: str
    tool: str
    resource: str
    method: str
    path_id: str | None
    query: dict[str, Any]
    body: dict[str, Any] | None
    effect: Effect
    deed: str
    """What it would do, in plain words."""
    things: tuple[Thing, ...]
    made_at: float
    expires_at: float
    doomed: tuple[Look, ...] = ()
    """What can be read now, and is to be gone afterwards."""
    task_read: str | None = None
    """The resource that reads tasks back, where the account offers one."""
    state: State = State.PENDING
    decision: dict[str, Any] | None = None
    outcome: dict[str, Any] | None = None

    @property
    def request(self) -> Request:
        """What is sent."""
        return Request(self.resource, self.method, self.path_id, self.query, self.body)

    @property
    def digest(self) -> str:
        """Names the exact payload that was shown."""
        sent = [self.tool, self.resource, self.method, self.path_id, self.query, self.body]
        shown = [*sent, self.effect.value, self.deed, [asdict(thing) for thing in self.things]]
        return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()

    def is_shown_as(self, digest: str) -> bool:
        """Whether this is what a button or a form was shown with."""
        return digest == self.digest[:SHOWN]

    @property
    def arguments(self) -> list[tuple[str, str]]:
        """Everything that is sent, by its name."""
        path = {"id": self.path_id} if self.path_id else {}
        return list(_flat(path | self.query | (self.body or {})))

    @property
    def phrase(self) -> str | None:
        """What a person has to type before this is done; None where a click is enough."""
        if self.effect is not Effect.DESTROY:
            return None
        name = " ".join(self.things[0].name.split()) if len(self.things) == 1 else ""
        return name if _letters(name) and len(name) <= LONGEST_PHRASE else DELETE

    def is_confirmed(self, typed: str) -> bool:
        """Whether the right words were typed; case, spaces and what nobody can see make no difference."""
        return self.phrase is None or _letters(typed) == _letters(self.phrase)

    @property
    def status(self) -> Status | None:
        """What became of the approved call; None as long as nobody knows."""
        said = (self.outcome or {}).get("status") if self.state is State.APPROVED else None
        return Status(said) if said else None

    @property
    def sought(self) -> Sought:
        """What shows that it is done, once it was sent."""
        tasks = (self.outcome or {}).get("tasks", [])
        return Sought(self.doomed, tuple((self.task_read, id) for id in tasks) if self.task_read else ())


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping) and (value or not name):
        for key, part in value.items():
            yield from _flat(part, f"{name}.{key}" if name else str(key))
    else:
        yield name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _letters(text: str) -> str:
    """A text as far as a person typing it can be held to it."""
    seen = (
        c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in ("Cf", "Cc", "Cs")
    )
    return "".join("".join(seen).casefold().split())


def errand_id(*parts: str) -> str:
    """Names an errand by what it answers, so that a repeated step makes the same one."""
    return hashlib.sha256("|".join(("errand", *parts)).encode()).hexdigest()[:20]


def decided(errand: Errand, verdict: State, by: str, at: float, token: str) -> Errand:
    """The errand after a click: the first decision stands, and a late one finds it expired."""
    if errand.state is not State.PENDING:
        return errand
    if at >= errand.expires_at:
        return expired(errand, at, token)
    decision = {"by": by, "at": at, "token": token, "digest": errand.digest}
    return replace(errand, state=verdict, decision=decision)


def expired(errand: Errand, at: float, token: str) -> Errand:
    """The errand after its time, unless somebody decided it before."""
    if errand.state is not State.PENDING or at < errand.expires_at:
        return errand
    return replace(errand, state=State.EXPIRED, decision={"at": at, "token": token})


def withdrawn(errand: Errand, at: float) -> Errand:
    """The errand when nobody can see its card."""
    if errand.state is not State.PENDING:
        return errand
    return replace(errand, state=State.WITHDRAWN, decision={"at": at, "token": "not shown"})


def to_json(errand: Errand) -> dict[str, Any]:
    """An errand as the store keeps it."""
    return asdict(errand) | {"state": errand.state.value, "effect": errand.effect.value}


def from_json(data: dict[str, Any]) -> Errand:
    """Read an errand back from the store."""
    known: dict[str, Any] = {
        "things": tuple(Thing(**thing) for thing in data["things"]),
        "doomed": tuple((str(resource), str(id)) for resource, id in data["doomed"]),
        "effect": Effect(data["effect"]),
        "state": State(data["state"]),
    }
    return Errand(**data | known)
