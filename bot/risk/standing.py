"""How a deal stood when people last heard of it, what changed since, and what they have said about it themselves."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any, Self

from bot.risk.facts import Deal
from bot.risk.verdict import Level, Verdict

BACK_WITHIN = timedelta(days=7)
"""A deal that is at risk again so soon after it was cleared is "back again", not "new"."""


@dataclass(frozen=True)
class Standing:
    """What the last digest that was sent said of one deal."""

    id: str
    name: str
    owner_id: str | None
    owner_email: str
    owner_name: str
    level: int
    count: int
    parts: tuple[str, ...]
    names: tuple[str, ...]
    """Of the rules it rests on."""
    cleared_at: float | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(**data | {key: tuple(data[key]) for key in ("parts", "names")})

    @property
    def at_risk(self) -> bool:
        return self.level >= Level.AT_RISK


def standing_of(deal: Deal, verdict: Verdict) -> Standing:
    """How a deal stands now."""
    return Standing(
        deal.id,
        deal.name,
        deal.owner_id,
        deal.owner_email,
        deal.owner_name,
        int(verdict.level),
        len(verdict.reasons),
        tuple(sorted(verdict.parts)),
        tuple(dict.fromkeys(reason.name for reason in verdict.reasons)),
    )


@dataclass(frozen=True)
class Baseline:
    """What the last digest that was sent said, by deal; made by the same rules."""

    at: float
    standings: Mapping[str, Standing]
    owners: frozenset[str] = frozenset()
    """Chorus ids of the people whose deals it told of; of anybody else's there is nothing to compare with."""

    def without(self, deals: Collection[str]) -> Self:
        """The same with nothing said of some deals."""
        left = {id: standing for id, standing in self.standings.items() if id not in deals}
        return replace(self, standings=left)


class Change(StrEnum):
    """What became of a deal since then."""

    NEW = "new"
    FIRST = "first reading"
    """It is at risk, and of its owner's deals nothing was known before."""
    BACK = "back again"
    WORSE = "worse"
    BETTER = "better"
    SAME = "unchanged"
    CLEARED = "cleared"
    NONE = "none"
    """It was not at risk, and it is not."""


def change(before: Standing | None, now: Standing, at: float) -> Change:
    """Compare a deal with how it stood."""
    if not now.at_risk:
        return Change.CLEARED if before and before.at_risk else Change.NONE
    if before is None or before.level == Level.FINE:
        cleared = before.cleared_at if before else None
        is_back = cleared is not None and at - cleared <= BACK_WITHIN.total_seconds()
        return Change.BACK if is_back else Change.NEW
    added = set(now.parts) - set(before.parts)
    if now.level > before.level or (added and now.count >= before.count):
        return Change.WORSE
    return Change.BETTER if now.level < before.level or now.count < before.count else Change.SAME


@dataclass(frozen=True)
class Overlay:
    """What people said of a deal: it hides its line for a while, never its risk."""

    acknowledged_by: str | None = None
    acknowledged_at: float = 0.0
    by_owner: bool = False
    """Whether it was the deal's own owner: that hides the line, and settles nothing."""
    line_click: str = ""
    """Names the click that acknowledged or snoozed last: an undo takes back that one alone."""
    parts: tuple[str, ...] = ()
    """The parts of the reasons that were acknowledged: a new one ends it."""
    snoozed_by: str | None = None
    snoozed_until: float = 0.0
    snoozed_level: int = 0
    snoozed_parts: tuple[str, ...] = ()
    """The parts of the reasons that were snoozed: a new hard one ends it."""
    assigned_to: str | None = None
    assigned_by: str | None = None
    assigned_at: float = 0.0
    assigned_click: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(**data | {key: tuple(data.get(key, ())) for key in ("parts", "snoozed_parts")})

    @property
    def settled(self) -> tuple[str, ...]:
        """The parts of reasons that somebody above the owner has acknowledged."""
        return () if self.by_owner else self.parts

    def is_acknowledged(self, parts: Iterable[str]) -> bool:
        """Whether every reason there is was acknowledged."""
        return self.acknowledged_by is not None and set(parts) <= set(self.parts)

    def sleeps(self, level: int, hard: Collection[str], at: float) -> bool:
        """Whether a deal is snoozed and has not become more serious since; `hard`: the parts of its hard reasons."""
        worse = level > self.snoozed_level or not set(hard) <= set(self.snoozed_parts)
        return self.snoozed_by is not None and at < self.snoozed_until and not worse

    def woke(self, at: float) -> bool:
        """Whether a snooze had not ended yet: what is shown all the same became more serious."""
        return self.snoozed_by is not None and at < self.snoozed_until

    def is_due(self, since: float, at: float) -> bool:
        """Whether a snooze ended after a moment and by now."""
        return self.snoozed_by is not None and since < self.snoozed_until <= at
