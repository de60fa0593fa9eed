"""Claude's call of the write-back tool -> the changes a card shows. The card is made of Chorus's words, not of Claude's."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from bot.proposals.deals import Deal
from bot.proposals.evidence import (
    Evidence,
    Field,
    Held,
    Written,
    aimed,
    find,
    holding,
    refusal,
    told_of,
    written_to,
)
from bot.proposals.field_rules import FieldPolicy, FieldRule, rule_of
from bot.proposals.proposal import CHORUS, CLAUDE, Adding, Change, body_of
from bot.proposals.shown import too_long
from bot.proposals.targeting import Impossible, Question, is_known, others_open, target
from bot.risk.gaps import text_of
from tools.chorus import QualificationField


@dataclass(frozen=True)
class LeftOut:
    """Why a field is not proposed: one of the lists that a card shows under its rows."""

    label: str
    why: str
    """unspoken, forbidden, unchanged or empty."""


@dataclass(frozen=True)
class Draft:
    """A proposal in the making: the changes to show and the deal they go to, or the deals to choose from."""

    deal: Deal | None
    changes: tuple[Change, ...]
    others: tuple[Deal, ...] = ()
    unspoken: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()


def draft(arguments: dict[str, Any], evidence: Evidence, wrote: Collection[str] = ()) -> Draft | Impossible:
    """A draft, checked against what Chorus itself says of the meeting. `wrote`: the record ids the asker wrote."""
    body = body_of(arguments)
    kind = text_of(body.get("object_type")) or "Opportunity"
    if kind.lower() != "opportunity":
        return Impossible(f"Only opportunities are written to, not {kind[:40]}. Nothing was proposed.")
    aim = target(evidence, text_of(body.get("opportunity_id")), wrote)
    if isinstance(aim, Impossible):
        return aim
    evidence = aimed(evidence, aim.id if isinstance(aim, Deal) else "")
    judged = [judge(raw, evidence) for raw in body.get("crm_changes") or [] if text_of(raw.get("field_name"))]
    changes = tuple({c.names[:1]: c for c in judged if isinstance(c, Change)}.values())
    if isinstance(aim, Deal) and not is_known(evidence, aim.id):
        changes = tuple(replace(c, ticked=False, remark=c.remark or STRANGE) for c in changes)
    skipped = tuple(s for s in judged if isinstance(s, LeftOut))
    if not changes:
        return Impossible(_nothing(skipped))
    return Draft(
        None if isinstance(aim, Question) else aim,
        changes,
        aim.deals if isinstance(aim, Question) else others_open(evidence, aim.id),
        _labels((*(s.label for s in skipped if s.why == "unspoken"), *unspoken(evidence)), changes),
        _labels((s.label for s in skipped if s.why == "forbidden"), changes),
        _labels((*(s.label for s in skipped if s.why == "unchanged"), *repeated(evidence)), changes),
    )


def unspoken(evidence: Evidence) -> list[str]:
    """Labels of the framework's fields that the call says nothing about."""
    return [f.name for f in evidence.qualification.fields if not is_spoken(f)]


def repeated(evidence: Evidence) -> list[str]:
    """Labels of the fields of which the call says what Chorus shows in the CRM."""
    spoken = [f for f in evidence.qualification.fields if is_spoken(f)]
    return [f.name for f in spoken if text_of(f.new_value) == text_of(f.previous_value)]


def is_spoken(source: QualificationField) -> bool:
    """Whether the call brought anything for a field: without news and without a quote, Chorus repeats the CRM."""
    repeats = source.change == "NO_CHANGE" and not text_of(source.quote)
    return bool(text_of(source.new_value)) and not repeats


def _labels(found: Iterable[str], changes: tuple[Change, ...]) -> tuple[str, ...]:
    shown = {c.label for c in changes}
    return tuple(dict.fromkeys(label for label in found if label not in shown))


def _nothing(skipped: tuple[LeftOut, ...]) -> str:
    """Why no field of a call is worth a card."""
    said = {
        "unspoken": "not mentioned in the call",
        "forbidden": "never written, by the rule an admin set",
        "unchanged": "the CRM holds it already",
        "empty": "no value was named",
    }
    reasons = [f"{s.label[:80]}: {said[s.why]}" for s in skipped]
    why = f" ({'; '.join(reasons)})" if reasons else ""
    return f"None of these fields would change, so there is nothing to propose{why}."


def judge(raw: dict[str, Any], evidence: Evidence, author: str | None = None) -> Change | LeftOut:
    """One proposed value as a row of the card, or why it is none. `author` is set where a person wrote the value."""
    name, proposed = text_of(raw.get("field_name")), raw.get("new_value")
    wanted = find(name, evidence)
    source = wanted.source
    label = source.name if source and source.name else name
    configured = wanted.configured.crm_name if wanted.configured else None
    rule = rule_of((configured, *wanted.names), evidence.rules)
    if rule.policy is FieldPolicy.NEVER:
        return LeftOut(label, "forbidden")
    held = holding(wanted, evidence)
    if not text_of(proposed) or (source and not author and not is_spoken(source)):
        return LeftOut(label, "unspoken" if source else "empty")
    if _is_there(proposed, held, wanted, evidence, rule) and not (
        author and text_of(proposed) != text_of(held.value)
    ):
        return LeftOut(
            label, "unchanged"
        )  # a person's own words stay, though the field holds them among others
    own_words = source is not None and text_of(source.new_value) == text_of(proposed)
    quote = text_of(source.quote) if source and (own_words or author) else ""
    change = Change(
        field_name=name,
        label=label,
        now=held.value,
        proposed=proposed,
        quote=quote or None,
        ticked=False,
        minute=evidence.moments.get(source.field_id) if source and quote else None,
        now_known=held.known,
        as_of=held.as_of,
        choices=rule.choices,
        author=author or (CHORUS if own_words else CLAUDE),
        **told_of(wanted, evidence),
        names=wanted.names,
        meeting=evidence.meeting.conversation_id,
    )
    return _ruled(change, wanted, rule, evidence)


def _is_doubtful(held: Held, wanted: Field, rule: FieldRule) -> bool:
    """Whether only our own write says what a field holds, and writing it again would do no harm."""
    return held.by_us and wanted.mode != "append" and rule.policy is not FieldPolicy.APPEND


def _is_there(proposed: Any, held: Held, wanted: Field, evidence: Evidence, rule: FieldRule) -> bool:
    """Whether the CRM holds a value already; of a field that grows, whether it is among what was added."""
    if not held.known or _is_doubtful(held, wanted, rule):
        return False
    if text_of(proposed) == text_of(held.value):
        return True
    if wanted.mode != "append" and rule.policy is not FieldPolicy.APPEND:
        return False
    ours = written_to(wanted.names, evidence.written)
    added = ours.added if ours else ()
    return text_of(proposed) in text_of(held.value) or any(text_of(proposed) in words for words in added)


def _ruled(change: Change, wanted: Field, rule: FieldRule, evidence: Evidence) -> Change:
    """The change as the field's rule has it: how it is written, and whether it is ticked from the start."""
    grows = Adding.BY_CHORUS if wanted.mode == "append" else Adding.NO
    stamp = ""
    if rule.policy is FieldPolicy.APPEND:
        stamp = evidence.day
        if wanted.mode == "overwrite" and change.now_known:
            grows = Adding.BY_US
    change = replace(change, adding=grows, stamp=stamp)
    lock = too_long(change) or _lock(change, rule)
    doubt = _doubt(change, written_to(wanted.names, evidence.written))
    remark = lock or doubt or _remark(change, wanted.source, rule)
    return replace(change, ticked=not remark, remark=remark, locked=bool(lock), doubt=doubt)


def _doubt(change: Change, ours: Written | None) -> str:
    """What our earlier writes of the same words came to."""
    words = text_of(change.proposed)
    if ours is None:
        return ""
    if any(words in held for held in ours.unsure):
        return DOUBT
    if refused := refusal(words, ours):
        return f"the CRM refused this before: {refused}"
    if words in text_of(ours.value) and change.as_of == ours.at:
        return BEFORE
    return TAKEN_BACK if any(words in held for held in ours.removed) else ""


DOUBT = "an earlier write of this is unverified, so look at the record first"
BEFORE = "it was written from here before, and Chorus does not show whether it is still there"
TAKEN_BACK = "it was written from here before and taken back"
STRANGE = "Chorus shows nothing of this deal, so look first whether it is the right one"
SENT_ALONG = "Chorus replaces this field, so what it held is sent along: look at the record first"
UNREAD = "nobody knows what the field holds, so look at the record first"


def _lock(change: Change, rule: FieldRule) -> str:
    """Why nobody may tick a change as it is."""
    if change.choices and text_of(change.proposed) not in change.choices:
        return f"not a value of this picklist ({', '.join(change.choices)}), so it has to be edited first"
    unsure = rule.policy is FieldPolicy.APPEND and change.adding is Adding.NO
    if unsure and (text_of(change.now) or not change.now_known):
        return ONLY_ADDED
    return ""


ONLY_ADDED = "it shall only be added to, but Chorus does not say that it adds, so what is there would be lost"


def _remark(change: Change, source: QualificationField | None, rule: FieldRule) -> str:
    """Why a change is not ticked from the start; empty when it is."""
    if change.author not in (CHORUS, CLAUDE):
        return ""
    if source is None:
        return "not in Chorus's analysis of this call"
    if change.author == CLAUDE:
        return "worded differently from Chorus's analysis"
    if not change.quote and not source.is_summary:
        return "no quote"
    if rule.policy is FieldPolicy.REPLACE or change.adding is Adding.BY_CHORUS:
        return ""
    if not change.now_known:
        return UNREAD
    if not text_of(change.now):
        return ""
    if change.adding is Adding.BY_US:
        return "" if change.as_of is None else SENT_ALONG
    return "holds a value already"
