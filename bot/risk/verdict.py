"""A deal's verdict: the reasons that the rules find, what nobody can tell, and how serious it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from zoneinfo import ZoneInfo

from bot.risk.facts import Deal
from bot.risk.rulebook import Rule, Rulebook


class Level(IntEnum):
    """How serious it is."""

    FINE = 0
    WATCH = 1
    AT_RISK = 2
    ACT = 3


@dataclass(frozen=True)
class Reason:
    """Why a deal is at risk: one rule's dated fact."""

    rule: str
    name: str
    fact: str
    at: datetime
    """When it came to be, as far as the facts say."""
    parts: tuple[str, ...]
    """What it rests on, by name: a reason that gains one is a new reason."""
    hard: bool = False
    quote: str = ""
    speaker: str = ""
    call: str | None = None
    """The call that shows it."""
    url: str | None = None
    offset: float | None = None
    """Seconds into that call's recording."""


@dataclass(frozen=True)
class Unknown:
    """A rule that nobody can judge, and why: never counted as risk, never as fine."""

    rule: str
    why: str


Finding = Reason | Unknown
"""What one rule came to, where it is not fine."""


@dataclass(frozen=True)
class Judging:
    """What a rule may look at besides the deal."""

    book: Rulebook
    now: datetime
    zone: ZoneInfo
    """For the dates in the facts."""

    def day(self, at: datetime) -> str:
        """A date as it is read: 3 Jun."""
        return f"{at.astimezone(self.zone):%-d %b}"

    def days_since(self, at: datetime) -> float:
        return (self.now - at).total_seconds() / 86_400


Judge = Callable[[Deal, Judging], list[Finding]]


@dataclass(frozen=True)
class Verdict:
    """What the rules came to for one deal."""

    level: Level
    reasons: tuple[Reason, ...] = ()
    """Hard ones first, then the newest."""
    unknown: tuple[Unknown, ...] = ()
    hints: tuple[Reason, ...] = ()
    """For the rep alone; they do not count."""
    doubts: tuple[str, ...] = ()
    """Fields that are filled and may not be true: shown, not counted."""

    @property
    def parts(self) -> frozenset[str]:
        return frozenset(part for reason in self.reasons for part in reason.parts)


def level_of(reasons: tuple[Reason, ...], book: Rulebook) -> Level:
    """How serious so many reasons are."""
    if any(reason.hard for reason in reasons) or len(reasons) >= book.levels.act:
        return Level.ACT
    if len(reasons) >= book.levels.at_risk:
        return Level.AT_RISK
    return Level.WATCH if reasons else Level.FINE


def gate(deal: Deal, rule: Rule, book: Rulebook) -> bool | str:
    """Whether a rule counts for a deal: by its stage and its amount; or the sentence that says why nobody knows."""
    if rule.from_stage is not None:
        rank, least = book.rank(deal.stage), book.rank(rule.from_stage)
        if rank is None:
            return f"the stage “{deal.stage}” is not in the rules" if deal.stage else "its stage is not known"
        if least is not None and rank < least:
            return False
    if rule.amount is not None:
        if deal.amount is None:
            return "its amount is not known"
        return deal.amount >= rule.amount
    return True
