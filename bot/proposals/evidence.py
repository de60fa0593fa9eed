"""What is known when a write is proposed: the call, Chorus's analysis, the rules, and what our own writes did since."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.proposals.deals import Deal
from bot.proposals.field_rules import Rules
from bot.proposals.proposal import Adding, Change
from bot.risk.gaps import find_field, plain_name, text_of
from tools.chorus import Conversation, Qualification, QualificationField, Utterance
from tools.crm_links import same_record
from tools.frameworks import FrameworkField

DEAL_FIELDS = {
    **dict.fromkeys(("stage", "stagename", "dealstage"), "stage"),
    "amount": "deal_size",
    "closedate": "close_date",
}
"""Plain names of the CRM fields that Chorus shows with the call's deal, and where."""


@dataclass(frozen=True)
class Written:
    """What our own writes did to one field of an opportunity."""

    names: tuple[str, ...]
    value: Any
    """What the last write left there; None where Chorus added to something, so that nobody knows the whole."""
    at: float
    """When the last one was approved."""
    added: tuple[str, ...] = ()
    """Words that were added to it."""
    unsure: tuple[str, ...] = ()
    """Words of which nobody knows whether they arrived: the answer to their write was lost."""
    tried_at: float = 0.0
    """When the last of those was approved."""
    removed: tuple[str, ...] = ()
    """Words that an undo took back."""
    told: tuple[tuple[str, float, str], ...] = ()
    """What Chorus said the field held, before each write: the call's id, when it was analysed, and the value."""
    refused: tuple[tuple[str, str], ...] = ()
    """Words that the CRM would not take, and what it said."""
    moved_at: float = 0.0
    """When the CRM last said that it holds something else than Chorus told us."""
    deal: str = ""
    """The opportunity's id."""

    @property
    def last(self) -> float:
        """When anything was last sent to the field."""
        return max(self.at, self.tried_at)


@dataclass(frozen=True)
class Evidence:
    """What Chorus says of one meeting that is to be written back, and what we know beside it."""

    meeting: Conversation
    qualification: Qualification
    moments: dict[str, float] = field(default_factory=dict)
    """Seconds into the call at which each field's quote was said, by field id."""
    framework: tuple[FrameworkField, ...] = ()
    """Where each field goes in the CRM and how; empty where Chorus does not say."""
    written: tuple[Written, ...] = ()
    rules: Rules = field(default_factory=dict)
    others: tuple[Deal, ...] = ()
    """The account's open deals as seen in Chorus."""
    day: str = ""
    """The call's date where the asker is."""
    deal: str = ""
    """The id of the opportunity that is meant; empty as long as nobody said which."""
    is_live: bool = False
    """Whether Chorus is known to tell what the CRM holds now."""


@dataclass(frozen=True)
class Field:
    """One field as somebody named it, and what Chorus knows by that name."""

    names: tuple[str, ...]
    """Plain names, the CRM's own first."""
    source: QualificationField | None
    configured: FrameworkField | None

    @property
    def mode(self) -> str | None:
        """append, overwrite, or None where Chorus does not say."""
        return self.configured.mode if self.configured else None


def find(name: str, evidence: Evidence) -> Field:
    """A field by any of its names: the CRM's, the framework's, its id."""
    wanted = plain_name(name)
    configured = next((f for f in evidence.framework if wanted in _plain(f)), None)
    source = find_field(evidence.qualification, name)
    for other in (configured.name, configured.field_id) if configured and source is None else ():
        source = source or find_field(evidence.qualification, other)
    if source and configured is None:
        own = {plain_name(source.name), plain_name(source.field_id)}
        configured = next((f for f in evidence.framework if own & set(_plain(f))), None)
    known = (*(_plain(configured) if configured else ()), wanted)
    known += (plain_name(source.name), plain_name(source.field_id)) if source else ()
    return Field(tuple(dict.fromkeys(n for n in known if n)), source, configured)


def _plain(configured: FrameworkField) -> tuple[str, ...]:
    return tuple(plain_name(n) for n in (configured.crm_name, configured.name, configured.field_id) if n)


@dataclass(frozen=True)
class Held:
    """What a CRM field holds, as far as anybody knows."""

    value: Any = None
    known: bool = False
    as_of: float | None = None
    """When it was seen, 0.0 for nobody knows when; None where it is what the CRM holds at this moment."""
    by_us: bool = False
    """Known from our own write alone: Chorus does not show whether it is still there."""

    @property
    def is_live(self) -> bool:
        """Whether an edit in the CRM since would show."""
        return self.known and self.as_of is None


def aimed(evidence: Evidence, deal: str) -> Evidence:
    """The evidence as far as it is about one opportunity."""
    written = tuple(w for w in evidence.written if same_record(w.deal, deal))
    about = replace(evidence, written=written, deal=deal)
    return replace(about, is_live=_tells_live(about))


def holding(wanted: Field, evidence: Evidence) -> Held:
    """What the CRM field holds, by Chorus or by our own writes. The evidence is aimed at the deal that is meant."""
    ours = written_to(wanted.names, evidence.written)
    told = _told(wanted, evidence)
    if told is None:
        return _by_us(ours) if ours and ours.value is not None else Held()
    if evidence.is_live:
        return replace(told, as_of=None)
    if ours and ours.moved_at > (told.as_of or 0.0):
        return Held()
    # Chorus may keep telling what the field held at the analysis: before our write.
    return _by_us(ours) if ours and ours.value is not None and (told.as_of or 0.0) <= ours.at else told


def _by_us(ours: Written) -> Held:
    return Held(ours.value, known=True, as_of=ours.at, by_us=True)


def _told(wanted: Field, evidence: Evidence) -> Held | None:
    """What Chorus says that the field holds, if it speaks of the deal that is meant."""
    meeting, analysis = evidence.meeting, evidence.qualification
    if wanted.source is not None and _is_meant(analysis.opportunity_id or meeting.opportunity_id, evidence):
        return Held(wanted.source.previous_value, known=True, as_of=_analysed(analysis))
    of_deal = next((DEAL_FIELDS[n] for n in wanted.names if n in DEAL_FIELDS), None)
    if of_deal and _is_meant(meeting.opportunity_id, evidence):
        value = getattr(meeting, of_deal)
        return Held(value, known=True, as_of=0.0) if value is not None else None
    return None


def _is_meant(deal: str | None, evidence: Evidence) -> bool:
    return bool(deal and evidence.deal) and same_record(deal or "", evidence.deal)


def _tells_live(evidence: Evidence) -> bool:
    """
    Whether Chorus tells what the CRM holds now. It may as well keep telling what it held at the analysis; we only know
    better once one and the same analysis shows something else than it did before a write of ours.
    """
    call, at = evidence.meeting.conversation_id, _analysed(evidence.qualification)
    for item in evidence.qualification.fields if at and evidence.written else ():
        ours = written_to(find(item.field_id, evidence).names, evidence.written)
        before = [value for id, when, value in (ours.told if ours else ()) if (id, when) == (call, at)]
        if any(value != text_of(item.previous_value) for value in before):
            return True
    return False


def is_known_live(change: Change, evidence: Evidence) -> bool:
    """
    Whether a row shows that Chorus tells what the CRM holds now: the analysis it was made of says something else by now, or
    had done so before.
    """
    at, source = _analysed(evidence.qualification), find(change.field_name, evidence).source
    if not at or source is None or change.analysed != at or change.told is None:
        return False
    was_live = change.now_known and change.as_of is None
    return was_live or text_of(source.previous_value) != change.told


def told_of(wanted: Field, evidence: Evidence) -> dict[str, Any]:
    """What a row keeps of Chorus's own word for what a field holds."""
    analysis = evidence.qualification
    meant = _is_meant(analysis.opportunity_id or evidence.meeting.opportunity_id, evidence)
    told = text_of(wanted.source.previous_value) if wanted.source and meant else None
    return {"analysed": _analysed(analysis), "told": told}


def _analysed(qualification: Qualification) -> float:
    return qualification.generated_at.timestamp() if qualification.generated_at else 0.0


def refusal(words: str, ours: Written | None) -> str:
    """What the CRM said when it would not take these words; empty if it never did."""
    return next((say for held, say in ours.refused if words in held), "") if ours else ""


def written_to(names: Collection[str], written: Iterable[Written]) -> Written | None:
    """What our own writes did to the field of these names."""
    return next((w for w in written if not set(w.names).isdisjoint(names)), None)


def after(
    earlier: Written | None, change: Change, at: float, fate: Mapping[str, str], *, is_undo: bool = False
) -> Written:
    """What is known of a field once a change of ours was sent to it, and what became of that."""
    held = earlier or Written(change.names, None, 0.0)
    words = text_of(change.proposed)
    match fate["fate"]:
        case "unverified":
            return replace(held, unsure=(*held.unsure, words), tried_at=at)
        case "moved":
            return replace(held, moved_at=at)
        case "refused" if fate.get("say"):
            return replace(held, refused=(*held.refused, (words, fate["say"])))
        case "refused" | "held back" | "not seen":
            return held
    whole = change.adding is not Adding.BY_CHORUS or not text_of(change.now)
    value = change.sent if whole else None
    added = (*held.added, words) if change.adding is not Adding.NO else held.added
    return Written(
        names=change.names,
        value=value,
        at=at,
        added=tuple(w for w in added if w in text_of(value)) if whole else added,
        unsure=held.unsure,
        tried_at=held.tried_at,
        refused=held.refused,
        removed=(*held.removed, text_of(change.now)) if is_undo else held.removed,
        told=(*held.told, (change.meeting, change.analysed, change.told))
        if change.told is not None
        else held.told,
    )


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
