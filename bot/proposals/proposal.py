"""A CRM write that waits for a person. Slack shows it; the store owns it; nothing but its ticked changes is ever sent."""

import copy
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from bot.proposals.deals import Deal
from bot.risk.gaps import text_of

CHORUS, CLAUDE, CALLS = "chorus", "claude", "calls"
"""Whose words a change proposes: Chorus's, Claude's, those of several calls; else the Slack id of who edited it."""


SHOWN = 16
"""Characters of a digest that a button carries."""


class State(StrEnum):
    """Where a proposal stands. Only PENDING can change; PREVIEW is what a card is while writing is switched off."""

    PENDING = "pending"
    APPROVED = "approved"
    DECLINED = "declined"
    EXPIRED = "expired"
    OVERTAKEN = "overtaken"
    """A newer card stands in its place, or nothing of it is left to write."""
    PREVIEW = "preview"


class Adding(StrEnum):
    """What a write does to a field that holds something."""

    NO = "no"
    BY_CHORUS = "by chorus"
    """Chorus itself adds the words to what is there."""
    BY_US = "by us"
    """Chorus replaces, so what is there is sent along, with the words under it."""


@dataclass(frozen=True)
class Change:
    """One CRM field: what it holds now, what is proposed, and the words of the call that support it."""

    field_name: str
    """As it is sent."""
    label: str
    now: Any
    proposed: Any
    quote: str | None
    ticked: bool
    remark: str = ""
    """Why it is not ticked from the start."""
    minute: float | None = None
    """Seconds into the call at which the quote was said, where the transcript shows it."""
    now_known: bool = True
    """False where nobody but Claude says what the field holds: then the card says that nobody knows."""
    as_of: float | None = None
    """When `now` was seen, 0.0 for nobody knows when; None where it is what the CRM holds at this moment."""
    adding: Adding = Adding.NO
    stamp: str = ""
    """The date that is put before the words, where the field's rule says so."""
    choices: tuple[str, ...] = ()
    """The values of a picklist."""
    author: str = CHORUS
    locked: bool = False
    """Nobody can tick it as it is; the remark says why."""
    analysed: float = 0.0
    """When Chorus made the analysis that it comes from; 0.0 where that is not known."""
    told: str | None = None
    """What Chorus said then that the field holds; None where it spoke of another deal, or of nothing."""
    doubt: str = ""
    """What our own earlier writes of these very words give reason to fear."""
    names: tuple[str, ...] = ()
    """Every plain name the field is known by, the CRM's own first."""
    meeting: str = ""
    """The id of the call that said it."""

    @property
    def edited_by(self) -> str | None:
        """The Slack id of the person whose words these are."""
        return None if self.author in (CHORUS, CLAUDE, CALLS) else self.author

    @property
    def words(self) -> Any:
        """What is proposed, dated where it has to be."""
        return f"{self.stamp}: {text_of(self.proposed)}" if self.stamp else self.proposed

    @property
    def sent(self) -> Any:
        """The value on the wire."""
        if self.adding is Adding.BY_US and text_of(self.now):
            return f"{text_of(self.now)}\n{self.words}"
        return self.words

    @property
    def wire(self) -> dict[str, Any]:
        """The change as Chorus takes it. What nobody knows is not claimed: Chorus may compare it with the CRM."""
        held = {"previous_value": self.now} if self.now_known else {}
        return {"field_name": self.field_name, "new_value": self.sent} | held

    def is_field(self, names: Collection[str]) -> bool:
        """Whether these names mean this field."""
        return not set(self.names).isdisjoint(names)


@dataclass(frozen=True)
class Meeting:
    """One of the calls that a proposal comes from."""

    id: str
    title: str
    url: str = ""
    """Its page in Chorus, where that was known when the card was made."""


@dataclass(frozen=True)
class Proposal:
    """One write-back, as shown to the person who decides. Without an opportunity it is the question which one is meant."""

    id: str
    conversation: str
    call_id: str
    asker: str
    tool: str
    arguments: dict[str, Any]
    changes: tuple[Change, ...]
    made_at: float
    expires_at: float
    meetings: tuple[Meeting, ...]
    """The newest first; the write is sent as that one's."""
    opportunity_id: str
    opportunity_name: str
    stage: str | None
    account: str | None
    owner_name: str | None
    owner_email: str | None
    owner_id: str | None
    others: tuple[Deal, ...] = ()
    """Other open deals that may be meant; without an opportunity, those to choose from."""
    unspoken: tuple[str, ...] = ()
    """Labels of the fields that nobody spoke about."""
    forbidden: tuple[str, ...] = ()
    """Labels of the fields that are never written, by their rule."""
    unchanged: tuple[str, ...] = ()
    """Labels of the fields whose value the CRM holds already."""
    left_out: tuple[str, ...] = ()
    """Labels of the fields that somebody took off the card."""
    is_linked: bool = True
    """Whether Chorus itself links the call to the deal; otherwise a person named it."""
    page: int = 1
    pages: int = 1
    notice: str = ""
    """What changed since the card was first shown."""
    undoes: str | None = None
    """The proposal whose write this one takes back."""
    paused: str = ""
    """Of a preview: why it is none but that, as mrkdwn of ours."""
    state: State = State.PENDING
    decision: dict[str, Any] | None = None
    outcome: dict[str, Any] | None = None

    @property
    def digest(self) -> str:
        """Names the exact payload that was shown."""
        shown = [self.arguments, self.opportunity_id, self.notice, [asdict(c) for c in self.changes]]
        return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()

    def is_shown_as(self, digest: str) -> bool:
        """Whether this is what a button or a form was shown with: they carry the beginning of the digest."""
        return digest == self.digest[:SHOWN]

    @property
    def also_sent(self) -> dict[str, str]:
        """Further arguments that go along, such as a parameter Truto added: the card names them too."""
        known = ("meeting_id", "crm_changes", "object_type", "opportunity_id")
        return {k: text_of(v) for k, v in body_of(self.arguments).items() if k not in known and text_of(v)}

    @property
    def chosen(self) -> tuple[Change, ...]:
        """The changes that a person approved."""
        fields = (self.decision or {}).get("fields", [])
        return tuple(c for c in self.changes if c.field_name in fields)

    @property
    def status(self) -> str | None:
        """What became of the approved write: written, partly, refused, unverified; None as long as nobody knows."""
        return (self.outcome or {}).get("status") if self.state is State.APPROVED else None

    def payload(self, fields: Collection[str]) -> dict[str, Any]:
        """The tool's arguments with exactly the chosen changes in them, in whatever shape the tool's schema has."""
        made = copy.deepcopy(self.arguments)
        inner = body_of(made)
        inner["crm_changes"] = [c.wire for c in self.changes if c.field_name in fields]
        inner["opportunity_id"] = self.opportunity_id
        if inner.get("object_type"):
            inner["object_type"] = "Opportunity"  # as Chorus spells it, however Claude did
        return made


def body_of(arguments: dict[str, Any]) -> dict[str, Any]:
    """The part of the arguments that holds crm_changes: flat, or nested as in Chorus's own data.attributes."""
    if "crm_changes" in arguments:
        return arguments
    nested = (body_of(value) for value in arguments.values() if isinstance(value, dict))
    return next((body for body in nested if "crm_changes" in body), arguments)


def proposal_id(*parts: str) -> str:
    """Names a proposal by what it answers, so that a repeated step makes the same one."""
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:20]


def ticked(proposal: Proposal, indexes: Iterable[str]) -> list[str]:
    """The fields behind the ticks of a card, which names rows by their place."""
    rows = {str(n): c.field_name for n, c in enumerate(proposal.changes) if not c.locked}
    return [rows[i] for i in indexes if i in rows]


def decided(
    proposal: Proposal,
    verdict: State,
    by: str,
    at: float,
    token: str,
    fields: list[str],
    writes: Mapping[str, float] | None = None,
    told: Mapping[str, str] | None = None,
) -> Proposal:
    """
    The proposal after a click: the first decision stands, and a late one finds it expired. `writes`: when our own last
    write to each field was approved, as far as was known at the decision; `told`: what Chorus said they held.
    """
    if proposal.state is not State.PENDING:
        return proposal
    if at >= proposal.expires_at:
        return expired(proposal, at, token)
    decision = {"by": by, "at": at, "token": token, "fields": fields, "digest": proposal.digest}
    decision |= {"writes": dict(writes or {}), "told": dict(told or {})}
    return replace(proposal, state=verdict, decision=decision)


def expired(proposal: Proposal, at: float, token: str) -> Proposal:
    """The proposal after its time, unless somebody decided it before."""
    if proposal.state is not State.PENDING or at < proposal.expires_at:
        return proposal
    return replace(proposal, state=State.EXPIRED, decision={"at": at, "token": token, "fields": []})


def closed(proposal: Proposal, at: float, token: str, say: str) -> Proposal:
    """The proposal when something else stands in its place; the sentence says what."""
    if proposal.state is not State.PENDING:
        return proposal
    decision = {"at": at, "token": token, "fields": [], "say": say}
    return replace(proposal, state=State.OVERTAKEN, decision=decision)


def for_record(proposal: Proposal) -> list[dict[str, Any]]:
    """What a card proposed, as the record keeps it."""
    return [
        {"field": c.label, "now": c.now, "proposed": c.proposed, "quote": c.quote, "minute": c.minute}
        for c in proposal.changes
    ]


def from_json(data: dict[str, Any]) -> Proposal:
    """Read a proposal back from the store."""
    known: dict[str, Any] = {
        "changes": tuple(_change(c) for c in data["changes"]),
        "meetings": tuple(Meeting(**m) for m in data["meetings"]),
        "others": tuple(Deal(**d) for d in data["others"]),
        **{name: tuple(data.get(name, ())) for name in ("unspoken", "forbidden", "unchanged", "left_out")},
        "state": State(data["state"]),
    }
    return Proposal(**data | known)


def _change(data: dict[str, Any]) -> Change:
    known = {
        "adding": Adding(data["adding"]),
        "choices": tuple(data["choices"]),
        "names": tuple(data["names"]),
    }
    return Change(**data | known)


def to_json(proposal: Proposal) -> dict[str, Any]:
    """A proposal as the store keeps it."""
    return asdict(proposal) | {"state": proposal.state.value}
