"""One deal of a digest: how it stands, what changed, what people said of it, and how pressing that is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.risk.facts import Deal
from bot.risk.rules import HARD, RULES
from bot.risk.standing import Baseline, Change, Overlay, Standing, change, standing_of
from bot.risk.verdict import Judging, Reason, Verdict, level_of


@dataclass(frozen=True)
class Item:
    """A deal at risk."""

    deal: Deal
    verdict: Verdict
    change: Change
    was: Standing | None
    overlay: Overlay = field(default_factory=Overlay)
    is_due: bool = False
    """Its snooze ended."""
    woke: bool = False
    """It became more serious while it was snoozed."""


def make_item(
    deal: Deal,
    verdict: Verdict,
    old: Mapping[str, Standing],
    overlays: Mapping[str, Overlay],
    before: Baseline | None,
    judging: Judging,
) -> Item:
    """A deal as it stands now, beside how it stood."""
    now = judging.now.timestamp()
    was, overlay = old.get(deal.id), overlays.get(deal.id, Overlay())
    verdict = stand_by(verdict, was, judging, overlay.settled)
    became = change(was, standing_of(deal, verdict), now)
    if before and deal.owner_id not in before.owners and became is Change.NEW:
        became = Change.FIRST
    is_due = before is not None and overlay.is_due(before.at, now)
    item = Item(deal, verdict, became, was, overlay, is_due)
    return replace(item, woke=overlay.woke(now) and not sleeps(item, now))


def stand_by(
    verdict: Verdict, was: Standing | None, judging: Judging, settled: Collection[str] = ()
) -> Verdict:
    """A verdict with the reasons of before that nobody can judge any more: what is not known is not over."""
    unknown = {found.rule for found in verdict.unknown}
    there = {reason.rule for reason in verdict.reasons}
    left = {part for part in (was.parts if was else ()) if part not in settled}
    kept = [
        Reason(rule, RULES[rule].name, NOT_KNOWN, judging.now, parts, hard=rule in HARD)
        for rule in sorted(unknown - there)
        if (parts := tuple(sorted(part for part in left if part.partition(":")[0] == rule)))
    ]
    reasons = (*verdict.reasons, *kept)
    return replace(verdict, level=level_of(reasons, judging.book), reasons=reasons)


NOT_KNOWN = "as before; it is not known now"


def sleeps(item: Item, now: float) -> bool:
    """Whether somebody snoozed it and it has not become more serious since."""
    hard = {part for reason in item.verdict.reasons if reason.hard for part in reason.parts}
    return item.overlay.sleeps(int(item.verdict.level), hard, now)


def is_acknowledged(item: Item, before: Baseline | None) -> bool:
    """Whether somebody acknowledged this very risk: one that was cleared in between is another one."""
    since = before.at if before and item.change in (Change.NEW, Change.BACK) else 0.0
    return item.overlay.is_acknowledged(item.verdict.parts) and item.overlay.acknowledged_at >= since


def evidence(item: Item) -> dict[str, Any]:
    """What its line rests on, as JSON: *Why?* shows it months later."""
    return {
        "name": item.deal.name,
        "reasons": [_told(reason) for reason in item.verdict.reasons],
        "doubts": list(item.verdict.doubts),
        "unknown": [[unknown.rule, unknown.why] for unknown in item.verdict.unknown],
    }


def _told(reason: Reason) -> dict[str, Any]:
    kept = ("rule", "name", "fact", "quote", "speaker", "url", "offset")
    return {name: getattr(reason, name) for name in kept} | {"at": reason.at.timestamp()}


def urgency(item: Item) -> tuple[int, int, float, str]:
    """Worse before new before due; then the more serious, then the larger deal."""
    order = {Change.WORSE: 0, Change.NEW: 1, Change.BACK: 1}
    rank = order.get(item.change, 2 if item.is_due else 3)
    return rank, -int(item.verdict.level), -(item.deal.amount or 0.0), item.deal.name
