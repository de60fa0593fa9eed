"""A card is approved as it was shown or not at all: has anything that it rests on changed since?"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from bot.proposals.deals import Deal
from bot.proposals.drafting import judge
from bot.proposals.evidence import Evidence, aimed, find, is_known_live
from bot.proposals.proposal import CALLS, CHORUS, CLAUDE, Change, Proposal
from bot.proposals.shown import fits
from bot.proposals.targeting import is_linked, target
from bot.risk.gaps import text_of


def renewed(proposal: Proposal, evidence: Mapping[str, Evidence], ticks: Collection[str]) -> Proposal:
    """
    The proposal as it would be shown now, by call; it is the same one if all that it rests on stands. `ticks`: the rows
    that the person had ticked. What they took off stays off.
    """
    rows: list[Change] = []
    moved: list[str] = []
    deal = _deal(proposal, evidence[proposal.meetings[0].id])
    meant = deal.id if deal else proposal.opportunity_id
    moves = any(is_known_live(change, evidence[change.meeting]) for change in proposal.changes)
    for n, change in enumerate(proposal.changes):
        had = str(n) in ticks and not change.locked
        known = aimed(evidence[change.meeting], meant)
        fresh = _again(change, replace(known, is_live=known.is_live or moves))
        if fresh is not None and _material(fresh) == _material(change):
            rows.append(replace(change, ticked=had, as_of=fresh.as_of))
            continue
        moved.append(change.label)
        rows += [_doubted(replace(fresh, ticked=fresh.ticked and had))] if fresh else []
    if not moved and deal is None:
        return proposal
    if not fits(rows):
        rows, moved = [], [*moved, "so much that it needs more than one card; ask again"]
    return _told(replace(proposal, changes=tuple(rows)), moved, deal, evidence[proposal.meetings[0].id])


def _told(proposal: Proposal, moved: list[str], deal: Deal | None, evidence: Evidence) -> Proposal:
    said = [f"Changed since this card was first shown: {', '.join(moved)}."] if moved else []
    if deal:
        said.append("Chorus links this call to another deal now.")
        name = deal.name or deal.id
        proposal = replace(proposal, opportunity_id=deal.id, opportunity_name=name, stage=deal.stage)
        account = evidence.meeting.account_name
        others = proposal.others if account == proposal.account else ()
        proposal = replace(proposal, is_linked=True, account=account, others=others)
    return replace(proposal, notice=" ".join(said))


def chosen(proposal: Proposal, deal: Deal, evidence: Mapping[str, Evidence]) -> Proposal:
    """The proposal for the deal that a person said is meant, with what its fields hold as far as anybody knows."""
    fresh = (_again(change, aimed(evidence[change.meeting], deal.id)) for change in proposal.changes)
    rows = tuple(change for change in fresh if change)
    return replace(
        proposal,
        changes=rows,
        opportunity_id=deal.id,
        opportunity_name=deal.name or deal.id,
        stage=deal.stage,
        others=tuple(other for other in proposal.others if other.id != deal.id),
        is_linked=is_linked(evidence[proposal.meetings[0].id], deal.id),
        notice="" if rows else "The CRM holds all of this already.",
    )


def _again(change: Change, evidence: Evidence) -> Change | None:
    """The same row, judged by what is known now; None when there is nothing left to propose."""
    source = find(change.field_name, evidence).source
    said = source.new_value if source else None
    value = said if change.author == CHORUS else change.proposed
    if change.author == CALLS and text_of(said) not in text_of(value):
        return None
    raw = {"field_name": change.field_name, "new_value": value}
    made = judge(raw, evidence, None if change.author in (CHORUS, CLAUDE) else change.author)
    if not isinstance(made, Change):
        return None
    if change.edited_by:
        made = replace(made, quote=change.quote)
    # The transcript is not read again: the minute of the same quote stands.
    same = made.quote == change.quote
    stamp = (change.stamp or made.stamp) if made.stamp else ""
    return replace(made, minute=change.minute if same else None, stamp=stamp)


def _doubted(change: Change) -> Change:
    """A person's own value is not ticked for them once the ground has moved under it."""
    return replace(change, ticked=False, remark="changed since it was edited") if change.edited_by else change


def _material(change: Change) -> tuple[Any, ...]:
    """What a person looked at before they approved."""
    values = (text_of(change.now), text_of(change.words), text_of(change.quote))
    return (*values, change.now_known, change.adding, change.choices, change.locked, change.doubt)


def _deal(proposal: Proposal, evidence: Evidence) -> Deal | None:
    """Another deal, where Chorus has linked the call to one since."""
    if not proposal.opportunity_id:
        return None
    found = target(evidence, proposal.opportunity_id, [proposal.opportunity_id])
    if isinstance(found, Deal):
        return None
    linked = target(evidence, "", [])
    return linked if isinstance(linked, Deal) else None
