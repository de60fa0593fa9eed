"""One day's calls: which are to be checked, and what is found in each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.risk.gaps import Gap, current_value, find_field, gap_of, text_of
from tools.chorus import Engagement, Qualification


def bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """Midnight to midnight where the asker is, as aware times."""
    at = ZoneInfo(zone)
    return datetime.combine(day, time(), at), datetime.combine(day + timedelta(days=1), time(), at)


@dataclass(frozen=True)
class Selection:
    """A day's meetings, sorted by why they are or are not checked."""

    checked: tuple[Engagement, ...] = ()
    too_short: int = 0
    no_shows: int = 0
    unfinished: int = 0
    not_yours: int = 0
    unreadable: int = 0
    """Rows of Chorus's list without an id."""

    @property
    def total(self) -> int:
        return len(self.checked) + self.too_short + self.no_shows + self.unfinished


def select(
    rows: Iterable[Engagement], start: datetime, end: datetime, longer_than_minutes: float
) -> Selection:
    """The meetings that began within [start, end): finished, held, and strictly longer than the limit are checked."""
    checked: list[Engagement] = []
    short = absent = unfinished = 0
    for row in rows:
        if not (row.start and start <= row.start < end and row.type == "meeting"):
            continue
        if row.no_show or row.processing_state == "no show":
            absent += 1
        elif not row.is_finished_meeting:
            unfinished += 1
        elif row.duration > longer_than_minutes * 60:
            checked.append(row)
        else:
            short += 1
    return Selection(tuple(checked), short, absent, unfinished)


@dataclass(frozen=True)
class Finding:
    """A call whose field has a gap."""

    call: Engagement
    gap: Gap
    value: str


@dataclass(frozen=True)
class Unanswered:
    """A call that nobody can judge, and why: never counted as fine."""

    call: Engagement
    why: str


@dataclass(frozen=True)
class DayReview:
    """What the review of a day came to."""

    field_name: str
    findings: tuple[Finding, ...] = ()
    unanswered: tuple[Unanswered, ...] = ()
    fine: tuple[Engagement, ...] = ()
    selection: Selection = field(default_factory=Selection)


Reading = Qualification | str
"""A call's qualification, or the sentence that says why there is none."""


def review(selection: Selection, readings: Sequence[Reading], field_name: str) -> DayReview:
    """Judge each checked call by its reading; `readings` stand in the order of `selection.checked`."""
    findings: list[Finding] = []
    unanswered: list[Unanswered] = []
    fine: list[Engagement] = []
    for call, reading in zip(selection.checked, readings, strict=True):
        if isinstance(reading, str):
            unanswered.append(Unanswered(call, reading))
            continue
        gap = gap_of(reading, field_name)
        if gap is None:
            fine.append(call)
        elif gap is Gap.NOT_IN_FRAMEWORK:
            why = f"its {reading.framework or 'sales'} qualification has no field “{field_name}”"
            unanswered.append(Unanswered(call, why))
        else:
            found = find_field(reading, field_name)
            findings.append(Finding(call, gap, text_of(current_value(found)) if found else ""))
    return DayReview(field_name, tuple(findings), tuple(unanswered), tuple(fine), selection)
