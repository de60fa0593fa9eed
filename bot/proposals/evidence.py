"""What is known when a write is proposed: the call, Chorus's analysis, the rules, and what our own writes did since."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from bot.proposals.deals import Deal
from bot.proposals.field_rules import Rules
from bot.proposals.proposal import Adding, Change
from bot.risk.gaps import find_field, plain_name, text_of
from tools.chorus import Conversation, Qualification, QualificationField, Utterance
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
    before: tuple[str, ...] = ()
    """What the field held before each of them, as text."""
    added: tuple[str, ...] = ()
    """Words that were added to it."""
    unsure: tuple[str, ...] = ()
    """Words of which nobody knows whether they arrived: the answer to their write was lost."""


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


def holding(wanted: Field, evidence: Evidence) -> tuple[Any, bool]:
    """What the CRM field holds now, and whether anybody knows."""
    ours = written_to(wanted.names, evidence.written)
    if wanted.source is not None:
        told = wanted.source.previous_value
        if ours and ours.value is not None and _is_older(told, ours, evidence.qualification):
            return ours.value, True
        return told, True
    of_deal = next((DEAL_FIELDS[n] for n in wanted.names if n in DEAL_FIELDS), None)
    if of_deal and getattr(evidence.meeting, of_deal) is not None:
        return getattr(evidence.meeting, of_deal), True
    return (ours.value, True) if ours and ours.value is not None else (None, False)


def _is_older(told: Any, ours: Written, qualification: Qualification) -> bool:
    """Whether Chorus tells what the field held before our write: it may keep that as it was at the analysis."""
    analysed = qualification.generated_at.timestamp() if qualification.generated_at else 0.0
    return analysed <= ours.at and text_of(told) in ours.before


def written_to(names: Collection[str], written: Iterable[Written]) -> Written | None:
    """What our own writes did to the field of these names."""
    return next((w for w in written if not set(w.names).isdisjoint(names)), None)


def after(earlier: Written | None, change: Change, at: float, *, sure: bool) -> Written:
    """What is known of a field once a change of ours was sent to it; not `sure`: its answer was lost."""
    held = earlier or Written(change.names, None, at)
    words = text_of(change.proposed)
    if not sure:
        return replace(held, unsure=(*held.unsure, words))
    whole = change.adding is not Adding.BY_CHORUS or not text_of(change.now)
    value = change.sent if whole else None
    added = (*held.added, words) if change.adding is not Adding.NO else held.added
    return Written(
        names=change.names,
        value=value,
        at=at,
        before=(*held.before, text_of(change.now)),
        added=tuple(w for w in added if w in text_of(value)) if whole else added,
        unsure=held.unsure,
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
