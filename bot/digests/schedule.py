"""When a digest of deal risk is due: days and a local time, made by somebody in Slack. No clock here: `now` is given."""

import re
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo

Grouping = Literal["rep", "deal"]

EVERYBODY = "*"
"""In the place of a Chorus user id: everybody with a Chorus seat. For admins."""
LATE = 4 * 3600.0
"""Seconds after which a run that did not happen is noted and not made up for."""
LOOK_BACK, LOOK_AHEAD = 31, 366
"""Days that are looked at for the last run and for the next one."""


@dataclass(frozen=True)
class Schedule:
    """Which digest is posted where and when."""

    id: str
    channel: str
    """Empty: its maker reads it directly."""
    days: tuple[int, ...]
    """Monday is 0."""
    at: str
    """Local time, such as 08:30."""
    zone: str
    reps: tuple[str, ...]
    """Chorus user ids. Empty: everybody whom the maker manages, or the maker alone; EVERYBODY: everybody."""
    grouping: Grouping
    quiet_days: tuple[str, ...]
    """ISO dates without a digest."""
    hide_amounts: bool
    by: str
    """Slack id of whoever made it: the digest is read with their rights."""
    by_name: str
    paused: bool
    created_at: float
    by_email: str = ""
    """By which the maker's manager is known."""
    profile: str = ""
    """Of the company's rules; empty: the company's own."""
    each_rep: bool = False
    """Whether each rep reads their own deals directly, besides."""
    since: float = 0.0
    """When its times last changed or its pause ended: what was due before that is not made up for."""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(**data | {key: tuple(data[key]) for key in ("days", "reps", "quiet_days")})


@dataclass(frozen=True)
class Due:
    """One run: its period is named by the local date, so that a day has one, whatever its clocks do."""

    period: str
    at: float
    late: bool


def due(schedule: Schedule, now: float, holidays: Collection[str] = ()) -> Due | None:
    """The newest run whose time has come since the schedule holds. `holidays`: ISO dates on which nothing runs."""
    since = max(schedule.created_at, schedule.since)
    for day, at in _runs(schedule, _local(schedule, now) + timedelta(days=1), -1, LOOK_BACK, holidays):
        if at <= now:
            return Due(day.isoformat(), at, late=now - at >= LATE) if at >= since else None
    return None


def coming(schedule: Schedule, now: float, holidays: Collection[str] = ()) -> float | None:
    """When it runs next; None while it is paused or all of its days are quiet."""
    yesterday = _local(schedule, now) - timedelta(days=1)
    return next((at for _, at in _runs(schedule, yesterday, 1, LOOK_AHEAD, holidays) if at > now), None)


def is_date(word: str) -> bool:
    """Whether a word is a date as people type it here, such as 2026-12-24."""
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", word) and date.fromisoformat(word))
    except ValueError:
        return False


def moment(day: date, at: str, zone: str) -> float:
    """
    When a clock in a zone shows a time on a day. A time that is skipped comes at the next moment that exists; of a time that
    comes twice, the first counts.
    """
    wall = datetime.combine(day, time.fromisoformat(at), ZoneInfo(zone))
    while _is_skipped(wall):
        wall += timedelta(minutes=1)
    return wall.timestamp()


def _is_skipped(wall: datetime) -> bool:
    """Whether no clock ever shows it: read as before a change of the clocks (fold 0) it is behind of as after (fold 1)."""
    before, after = wall.utcoffset(), wall.replace(fold=1).utcoffset()
    return before is not None and after is not None and before < after


def _local(schedule: Schedule, now: float) -> date:
    return datetime.fromtimestamp(now, ZoneInfo(schedule.zone)).date()


def _runs(
    schedule: Schedule, first: date, step: int, days: int, holidays: Collection[str]
) -> Iterator[tuple[date, float]]:
    """Each day that has a run, with its moment, walking from a first day."""
    if schedule.paused:
        return
    for n in range(days):
        day = first + timedelta(days=n * step)
        if day.weekday() in schedule.days and day.isoformat() not in {*schedule.quiet_days, *holidays}:
            yield day, moment(day, schedule.at, schedule.zone)
