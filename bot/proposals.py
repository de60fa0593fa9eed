"""A CRM write that waits for a person. Slack shows it; the store owns it; nothing but its ticked changes is ever sent."""

import copy
import hashlib
import html
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from bot.risk.gaps import find_field, plain_name, text_of
from tools.chorus import Conversation, Qualification, QualificationField, Utterance

SHOWN = 1800
"""Characters of a proposed value that a card shows."""


MOST = 40
"""Changes on one card; Slack takes 50 blocks in a message."""

NEVER = {"stage", "stagename", "amount", "closedate", "owner", "ownerid"}
"""Fields that are never proposed: a wrong one spoils a forecast."""


class State(StrEnum):
    """Where a proposal stands. Only PENDING can change; PREVIEW is what a card is while writing is switched off."""

    PENDING = "pending"
    APPROVED = "approved"
    DECLINED = "declined"
    EXPIRED = "expired"
    PREVIEW = "preview"


@dataclass(frozen=True)
class Change:
    """One CRM field: what it holds now, what is proposed, and the words of the call that support it."""

    field_name: str
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
    """False where only Claude says what the field holds: then the card says that nobody knows."""
    appends: bool = False
    """Chorus adds the value to what the CRM field holds, instead of replacing it."""

    @property
    def fits(self) -> bool:
        """Whether the card can show the whole value; what nobody could read in full is not theirs to approve."""
        return _shown_length(self.proposed) <= SHOWN and len(self.field_name) <= 150

    @property
    def wire(self) -> dict[str, Any]:
        """The change as Chorus takes it."""
        return {"field_name": self.field_name, "new_value": self.proposed, "previous_value": self.now}


@dataclass(frozen=True)
class Proposal:
    """One write-back, as shown to the person who decides."""

    id: str
    conversation: str
    call_id: str
    asker: str
    tool: str
    arguments: dict[str, Any]
    changes: tuple[Change, ...]
    made_at: float
    expires_at: float
    meeting_title: str
    opportunity_id: str
    opportunity_name: str
    stage: str | None
    account: str | None
    owner_name: str | None
    owner_email: str | None
    owner_id: str | None
    state: State = State.PENDING
    decision: dict[str, Any] | None = None
    outcome: dict[str, Any] | None = None

    @property
    def digest(self) -> str:
        """Names the exact payload that was shown."""
        shown = {"arguments": self.arguments, "changes": [asdict(c) for c in self.changes]}
        return hashlib.sha256(json.dumps(shown, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @property
    def also_sent(self) -> dict[str, str]:
        """Further arguments that go along, such as a parameter Truto added: the card names them too."""
        known = ("meeting_id", "crm_changes", "object_type", "opportunity_id")
        return {k: text_of(v) for k, v in body_of(self.arguments).items() if k not in known and text_of(v)}

    def payload(self, fields: list[str]) -> dict[str, Any]:
        """The tool's arguments with exactly the chosen changes in them, in whatever shape the tool's schema has."""
        made = copy.deepcopy(self.arguments)
        inner = body_of(made)
        inner["crm_changes"] = [c.wire for c in self.changes if c.field_name in fields]
        inner["opportunity_id"] = self.opportunity_id
        return made


@dataclass(frozen=True)
class Written:
    """What one of our own writes put into a field, and when it was approved."""

    value: Any
    at: float


@dataclass(frozen=True)
class Evidence:
    """What Chorus says of the meeting that is to be written back."""

    meeting: Conversation
    qualification: Qualification
    moments: dict[str, float] = field(default_factory=dict)
    """Seconds into the call at which each field's quote was said, by field id."""
    appended: frozenset[str] = frozenset()
    """Plain names of the fields that Chorus's framework configuration appends to."""
    written: dict[str, Any] = field(default_factory=dict)
    """What our own writes put into fields since: Chorus's analysis is older than they are."""


@dataclass(frozen=True)
class Impossible:
    """Why nothing can be proposed; the sentence goes to Claude and from there to the asker."""

    why: str


@dataclass(frozen=True)
class Draft:
    """A proposal in the making: the changes to show and the opportunity they go to."""

    opportunity_id: str
    changes: tuple[Change, ...] = field(default=())


def body_of(arguments: dict[str, Any]) -> dict[str, Any]:
    """The part of the arguments that holds crm_changes: flat, or nested as in Chorus's own data.attributes."""
    if "crm_changes" in arguments:
        return arguments
    nested = (body_of(value) for value in arguments.values() if isinstance(value, dict))
    return next((body for body in nested if "crm_changes" in body), arguments)


def draft(arguments: dict[str, Any], evidence: Evidence) -> Draft | Impossible:
    """Turn Claude's call into a draft, checked against what Chorus itself says of the meeting."""
    body = body_of(arguments)
    known = {i for i in (evidence.qualification.opportunity_id, evidence.meeting.opportunity_id) if i}
    wanted = str(body.get("opportunity_id") or "")
    if not known:
        return Impossible(
            "Chorus has no opportunity for this meeting. Ask the person which deal it belongs to; nothing was proposed."
        )
    if wanted and wanted not in known:
        return Impossible(
            f"Opportunity {wanted} is not linked to this meeting; Chorus links it to "
            f"{' or '.join(sorted(known))}. Nothing was proposed."
        )
    kind = text_of(body.get("object_type")) or "Opportunity"
    if kind.lower() != "opportunity":
        return Impossible(f"Only opportunities are written to, not {kind[:40]}. Nothing was proposed.")
    target = wanted or evidence.qualification.opportunity_id or sorted(known)[0]
    changes = [c for raw in body.get("crm_changes") or [] if (c := _change(raw, evidence))]
    unique = tuple({c.field_name: c for c in changes}.values())
    if len(unique) > MOST:
        return Impossible(f"A card shows at most {MOST} fields. Propose fewer at once; nothing was proposed.")
    if not unique:
        return Impossible("None of these fields would change, so there is nothing to propose.")
    return Draft(target, unique)


def _change(raw: dict[str, Any], evidence: Evidence) -> Change | None:
    name = text_of(raw.get("field_name"))
    source = find_field(evidence.qualification, name)
    proposed = raw.get("new_value")
    now = evidence.written.get(name, source.previous_value if source else None)
    if plain_name(name) in NEVER or not name or not text_of(proposed) or text_of(proposed) == text_of(now):
        return None
    own_words = source is not None and text_of(source.new_value) == text_of(proposed)
    quote = text_of(source.quote) if source and own_words else ""
    appends = bool(evidence.appended & {plain_name(n) for n in (name, source.name if source else name)})
    remark = _remark(source, own_words, quote, now if not appends else None)
    if _shown_length(proposed) > SHOWN or len(name) > 150:
        remark = "too long to be shown in full, so it cannot be approved here"
    return Change(
        field_name=name,
        label=source.name if source and source.name else name,
        now=now,
        proposed=proposed,
        quote=quote or None,
        ticked=not remark,
        remark=remark,
        minute=evidence.moments.get(source.field_id) if source and quote else None,
        now_known=source is not None or name in evidence.written,
        appends=appends,
    )


def _remark(source: QualificationField | None, own_words: bool, quote: str, now: object) -> str:
    """Why a change is not ticked from the start; empty when it is."""
    if source is None:
        return "not in Chorus's analysis of this call"
    if not own_words:
        return "worded differently from Chorus's analysis"
    if not quote and not source.is_summary:
        return "no quote"
    return "holds a value already" if text_of(now) else ""


def _shown_length(value: object) -> int:
    """How long a value is in Slack, where & < > take more room."""
    return len(html.escape(text_of(value), quote=False))


def moments(qualification: Qualification, utterances: Iterable[Utterance]) -> dict[str, float]:
    """When each field's quote was said, for those quotes that stand in the transcript word for word."""
    said = [(_words(u.text), u.offset) for u in utterances if u.offset is not None]
    found: dict[str, float] = {}
    for item in qualification.fields:
        quote = _words(item.quote or "")
        at = next((offset for text, offset in said if quote and quote in text), None)
        if at is not None:
            found[item.field_id] = at
    return found


def _words(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def proposal_id(run: str, call_id: str) -> str:
    """Names a proposal by the call it answers, so that a repeated step makes the same one."""
    return hashlib.sha256(f"{run}|{call_id}".encode()).hexdigest()[:20]


def is_written(proposal: Proposal) -> bool:
    """Whether it was approved and Chorus accepted it."""
    return proposal.state is State.APPROVED and (proposal.outcome or {}).get("status") == "written"


def overtaken(proposal: Proposal, fields: list[str], written: Mapping[str, Written]) -> list[str]:
    """Labels of the chosen fields that another card has written since this one was shown."""
    return [
        c.label
        for c in proposal.changes
        if c.field_name in fields and c.field_name in written and written[c.field_name].at > proposal.made_at
    ]


def decided(
    proposal: Proposal, verdict: State, by: str, at: float, token: str, fields: list[str]
) -> Proposal:
    """The proposal after a click: the first decision stands, and a late one finds it expired."""
    if proposal.state is not State.PENDING:
        return proposal
    if at >= proposal.expires_at:
        return expired(proposal, at, token)
    decision = {"by": by, "at": at, "token": token, "fields": fields, "digest": proposal.digest}
    return replace(proposal, state=verdict, decision=decision)


def expired(proposal: Proposal, at: float, token: str) -> Proposal:
    """The proposal after its time, unless somebody decided it before."""
    if proposal.state is not State.PENDING or at < proposal.expires_at:
        return proposal
    return replace(proposal, state=State.EXPIRED, decision={"at": at, "token": token, "fields": []})


def from_json(data: dict[str, Any]) -> Proposal:
    """Read a proposal back from the store."""
    changes = tuple(Change(**c) for c in data["changes"])
    return Proposal(**data | {"changes": changes, "state": State(data["state"])})


def to_json(proposal: Proposal) -> dict[str, Any]:
    """A proposal as the store keeps it."""
    return asdict(proposal) | {"state": proposal.state.value}
