"""One digest, before it becomes words: what changed, in the order in which it is read, and what is not known."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.risk.item import Item, is_acknowledged, make_item, sleeps, urgency
from bot.risk.read import Gone, Read, is_told
from bot.risk.rules import HARD, RULES, judge
from bot.risk.standing import BACK_WITHIN, Baseline, Change, Overlay, Standing, standing_of
from bot.risk.verdict import Judging, Level

MOST = 7
"""Deals in the message itself; the others are in its thread."""

SPOKEN = (Change.WORSE, Change.NEW, Change.BACK, Change.FIRST)
"""Changes that are worth a message."""


@dataclass(frozen=True)
class Digest:
    """What there is to say."""

    at: datetime
    first: bool
    """There is nothing to compare with: the first reading, or other rules."""
    items: tuple[Item, ...] = ()
    """What changed, most pressing first."""
    unchanged: tuple[Item, ...] = ()
    every: tuple[Item, ...] = ()
    """Every open deal that was judged, also those that nothing is said of."""
    owners: frozenset[str] = frozenset()
    """Whose deals the next digest can compare with this one's."""
    unlooked: int = 0
    """Recent calls in which nobody looked for red-flag words."""
    cleared: tuple[Gone, ...] = ()
    snoozed: int = 0
    acknowledged: int = 0
    watched: int = 0
    unknown: tuple[Gone, ...] = ()
    """Open deals that nobody can judge, and why."""
    unread: tuple[str, ...] = ()
    kept: int = 0
    """Deals whose last state stands because they could not be read."""
    open: int = 0
    due_amount: float = 0.0
    """Of all open deals that close this quarter."""
    due_at_risk: float = 0.0
    standings: Mapping[str, Standing] = field(default_factory=dict)
    """The next baseline, once this is sent."""

    @property
    def at_risk(self) -> int:
        return sum(standing.at_risk for standing in self.standings.values())

    @property
    def is_quiet(self) -> bool:
        """Whether nobody has to hear of it."""
        return not (self.first or self.items or self.cleared or self.unread)

    @property
    def all_clear(self) -> bool:
        """Whether the last deal at risk was cleared."""
        return bool(self.cleared) and self.at_risk == 0 and not self.unread

    def count(self, *changes: Change) -> int:
        return sum(item.change in changes for item in self.items)


def make_digest(
    read: Read, overlays: Mapping[str, Overlay], before: Baseline | None, judging: Judging
) -> Digest:
    """Judge what was read, compare it with what people heard last, and put it in order."""
    now = judging.now.timestamp()
    ours = {*read.owners, *read.unlisted}
    # Of a person whose deals are not told of any more nothing is cleared either.
    old = {id: s for id, s in before.standings.items() if s.owner_id in ours} if before else {}
    kept = read.kept(old)
    judged = [
        (deal, judge(deal, judging, overlays.get(deal.id, Overlay()).settled))
        for deal in read.deals
        if deal.id not in kept
    ]
    items = [
        make_item(deal, verdict, old, overlays, before, judging) for deal, verdict in judged if is_told(deal)
    ]
    # Half of what is known of a deal may be in the calls that could not be listed: it is not called new by the rest.
    items = [item for item in items if item.was or not read.is_half_read(item.deal)]
    at_risk = [item for item in items if item.verdict.level >= Level.AT_RISK]
    asleep = [item for item in at_risk if sleeps(item, now)]
    settled = [item for item in at_risk if item not in asleep and is_acknowledged(item, before)]
    told = [item for item in at_risk if item not in asleep and item not in settled]
    changed = [item for item in told if not before or item.change in SPOKEN or item.is_due]
    return Digest(
        at=judging.now,
        first=before is None,
        items=tuple(sorted(changed, key=urgency)),
        unchanged=tuple(sorted((item for item in told if item not in changed), key=urgency)),
        every=tuple(items),
        owners=frozenset(read.owners) | ((before.owners if before else frozenset()) & {*read.unlisted}),
        unlooked=sum(item.deal.unlooked for item in items),
        cleared=_cleared(read, items, old, kept, overlays),
        snoozed=len(asleep),
        acknowledged=len(settled),
        watched=sum(item.verdict.level == Level.WATCH for item in items),
        unknown=read.unknown(judging.book),
        unread=read.unread,
        kept=len(kept),
        open=len(items),
        **_amounts(at_risk, items, judging),
        standings=_next(items, kept, old, now),
    )


def own_part(
    owner: str, read: Read, overlays: Mapping[str, Overlay], before: Baseline | None, judging: Judging
) -> Digest:
    """The same for one person's deals alone."""
    others = {deal.id for deal in read.deals if deal.owner_id != owner}
    return make_digest(read.of(owner), overlays, before and before.without(others), judging)


def _cleared(
    read: Read,
    items: Sequence[Item],
    old: Mapping[str, Standing],
    kept: Mapping[str, Standing],
    overlays: Mapping[str, Overlay],
) -> tuple[Gone, ...]:
    """What was at risk and is not: cleared, closed, or without a call for so long that it is not seen any more."""
    now = {item.deal.id: item for item in items}
    closed = {deal.id: deal.stage for deal in read.deals if deal.is_open is False}
    found: list[Gone] = []
    for id, standing in old.items():
        if not standing.at_risk or id in kept:
            continue
        if id in closed:
            found.append(Gone(standing.name, f"closed: {closed[id]}"))
        elif id not in now:
            found.append(Gone(standing.name, "no call of it is left in the window"))
        elif now[id].change is Change.CLEARED:
            left = {reason.name for reason in now[id].verdict.reasons}
            over = [name for name in standing.names if name not in left]
            hard = {p.partition(":")[0] for p in standing.parts if p in overlays.get(id, Overlay()).settled}
            why = [f"{name} (acknowledged)" if name in _names(hard) else name for name in over]
            found.append(Gone(standing.name, f"no longer: {', '.join(why)}"))
    return tuple(found)


def _names(rules: Collection[str]) -> set[str]:
    return {RULES[rule].name for rule in rules if rule in HARD}


def _next(
    items: Sequence[Item],
    kept: Mapping[str, Standing],
    old: Mapping[str, Standing],
    now: float,
) -> dict[str, Standing]:
    """The standings to compare the next digest with; a cleared one is remembered for as long as it may come back."""
    made: dict[str, Standing] = {}
    for item in items:
        standing, was = standing_of(item.deal, item.verdict), old.get(item.deal.id)
        since = now if item.change is Change.CLEARED else (was.cleared_at if was else None)
        if standing.level == Level.FINE and not (since and now - since <= BACK_WITHIN.total_seconds()):
            continue
        made[item.deal.id] = replace(standing, cleared_at=None if standing.at_risk else since)
    return {**made, **kept}


def _amounts(at_risk: Sequence[Item], items: Sequence[Item], judging: Judging) -> dict[str, float]:
    today = judging.now.astimezone(judging.zone).date()
    due = [item for item in items if _quarter(item.deal.close_date) == _quarter(today)]
    return {
        "due_amount": sum(item.deal.amount or 0.0 for item in due),
        "due_at_risk": sum(item.deal.amount or 0.0 for item in due if item in at_risk),
    }


def _quarter(day: date | None) -> tuple[int, int] | None:
    return (day.year, (day.month - 1) // 3) if day else None
