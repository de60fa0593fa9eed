"""Taking a write back: only where the CRM still holds what we wrote, and only to what it held before."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from bot.proposals.checking import GOOD
from bot.proposals.evidence import Evidence, aimed, find, holding, told_of, written_to
from bot.proposals.field_rules import FieldPolicy, rule_of
from bot.proposals.proposal import CHORUS, Adding, Change, Proposal
from bot.risk.gaps import text_of


@dataclass(frozen=True)
class Undo:
    """The changes that put fields back, and a sentence for each field that has to be left alone."""

    changes: tuple[Change, ...]
    left_alone: tuple[str, ...]


def undo_of(written: Proposal, evidence: Mapping[str, Evidence]) -> Undo:
    """What can be taken back of a write, and was not before."""
    changes: list[Change] = []
    left: list[str] = []
    back = taken_back(written)
    for change in written.chosen:
        if not landed(written, change) or change.field_name in back:
            continue
        known = aimed(evidence[change.meeting], written.opportunity_id)
        why = _left_alone(change, known)
        if why:
            left.append(f"{change.label}: {why}")
        else:
            changes.append(_back(change, known))
    return Undo(tuple(changes), tuple(left))


def landed(written: Proposal, change: Change) -> bool:
    """Whether a change was written, as far as anybody knows."""
    fates = (written.outcome or {}).get("fields", {})
    return fates.get(change.field_name, {}).get("fate") in GOOD


def can_go_back(change: Change) -> bool:
    """Whether a write can be taken back at all: what Chorus adds, it does not remove."""
    return change.adding is not Adding.BY_CHORUS


def taken_back(written: Proposal) -> list[str]:
    """The fields that an undo put back already."""
    undone = (written.outcome or {}).get("undone") or {}
    return list(undone.get("fields", ()))


def _left_alone(change: Change, evidence: Evidence) -> str:
    """Why a field cannot be put back; empty when it can."""
    wanted = find(change.field_name, evidence)
    if not can_go_back(change) or wanted.mode == "append":
        return "Chorus only adds to this field, so the words have to be taken out in the CRM"
    if not change.now_known:
        return "nobody knows what it held before"
    if rule_of((change.field_name, *wanted.names), evidence.rules).policy is FieldPolicy.NEVER:
        return "it is never written, by the rule an admin set"
    ours = written_to(wanted.names, evidence.written)
    if ours and ours.moved_at > ours.at:
        return "the CRM said since that it holds something else than we wrote"
    held = holding(wanted, evidence)
    if held.known and text_of(held.value) != text_of(change.sent):
        return f"it was changed since: we wrote “{_short(change.sent)}”, it holds “{_short(held.value)}” now"
    return ""


def _short(value: object) -> str:
    text = " ".join(text_of(value).split())
    return text if len(text) <= 120 else f"{text[:119]}…"


UNSEEN = "Chorus does not show whether the field still holds what we wrote, so look at the record first"


def _back(change: Change, evidence: Evidence) -> Change:
    """The row that puts a field back. It is ticked only where the CRM is known to hold our value at this moment."""
    wanted = find(change.field_name, evidence)
    sure = holding(wanted, evidence).is_live
    return Change(
        field_name=change.field_name,
        label=change.label,
        now=change.sent,
        proposed=change.now,
        quote=None,
        ticked=sure,
        remark="" if sure else UNSEEN,
        author=CHORUS,
        names=change.names,
        meeting=change.meeting,
        **told_of(wanted, evidence),
    )


def renewed_undo(
    shown: Proposal, written: Proposal, evidence: Mapping[str, Evidence], ticks: Collection[str]
) -> Proposal:
    """
    The undo as it would be shown now; the same one if every field of it still holds what we wrote. `ticks`: the rows
    that the person had ticked.
    """
    now = undo_of(written, evidence)
    possible = {change.field_name for change in now.changes}
    had = [replace(change, ticked=str(n) in ticks) for n, change in enumerate(shown.changes)]
    rows = tuple(change for change in had if change.field_name in possible)
    return shown if len(rows) == len(shown.changes) else replace(shown, changes=rows, notice=notice(now))


def notice(undo: Undo) -> str:
    """What is left alone, and why."""
    return f"Left alone: {'; '.join(undo.left_alone)}." if undo.left_alone else ""
