"""What somebody filled into the form of a schedule: what is wrong with it, by field, or the schedule it makes."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, fields, replace
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from bot.digests.schedule import Grouping, Schedule, is_date
from bot.people import Person

NO_DAY = "Choose at least one day."
NO_TIME = "Choose a time, such as 08:30."
NO_ZONE = "Choose a time zone."
NOT_YOURS = "Choose only the maker of this digest and people who report to them; admins may choose everybody."
NO_PROFILE = "These rules are not there any more. Choose others."
MOST_QUIET = 200


@dataclass(frozen=True)
class Filled:
    """The form's fields, as they were filled in."""

    channel: str
    """Empty: the maker alone reads it."""
    days: tuple[int, ...]
    at: str
    zone: str
    reps: tuple[str, ...]
    grouping: Grouping
    quiet: str
    """Dates as typed."""
    hide_amounts: bool
    profile: str = ""
    each_rep: bool = False


def fresh(person: Person, channel: str) -> Filled:
    """A new form: weekly, on Monday morning; a manager's goes to a channel by rep, a rep's own directly to them by deal."""
    leads = bool(person.reports) or person.is_admin
    grouping: Grouping = "rep" if leads else "deal"
    return Filled(
        channel if leads else "", (0,), "08:30", person.zone, (), grouping, quiet="", hide_amounts=False
    )


def of(schedule: Schedule) -> Filled:
    """The form of a schedule as it is."""
    same = {field.name: getattr(schedule, field.name) for field in fields(Filled) if field.name != "quiet"}
    return Filled(quiet=", ".join(schedule.quiet_days), **same)


def wrong(filled: Filled, reps: Collection[str], profiles: Collection[str] = ()) -> dict[str, str]:
    """What is wrong, by the field's name; `reps`: those whom the maker may choose; `profiles`: those of the rules."""
    found = {
        "days": "" if filled.days else NO_DAY,
        "at": "" if _reads(time.fromisoformat, filled.at) else NO_TIME,
        "zone": "" if _reads(ZoneInfo, filled.zone) else NO_ZONE,
        "reps": "" if set(filled.reps) <= set(reps) else NOT_YOURS,
        "quiet": _wrong_dates(filled.quiet),
        "profile": NO_PROFILE if filled.profile and filled.profile not in profiles else "",
    }
    return {field: say for field, say in found.items() if say}


def made(filled: Filled, id: str, maker: Person, now: float) -> Schedule:
    """A new schedule."""
    return Schedule(
        id=id,
        by=maker.slack_id,
        by_name=maker.name,
        by_email=maker.email,
        paused=False,
        created_at=now,
        **_wanted(filled),
    )


def changed(was: Schedule, filled: Filled, now: float) -> Schedule:
    """A schedule with what the form says. New times hold from now on: a time that has passed today is for tomorrow."""
    after = replace(was, **_wanted(filled))
    return after if _times(after) == _times(was) else replace(after, since=now)


def _wanted(filled: Filled) -> dict[str, Any]:
    same = {field.name: getattr(filled, field.name) for field in fields(Filled) if field.name != "quiet"}
    return same | {"quiet_days": quiet_days(filled.quiet)}


def quiet_days(text: str) -> tuple[str, ...]:
    """The dates of a text, in order; wrong ones are left out."""
    return tuple(sorted({word for word in _words(text) if is_date(word)}))


def _wrong_dates(text: str) -> str:
    words = _words(text)
    bad = [word for word in words if not is_date(word)]
    if bad:
        return f"“{bad[0][:40]}” is no date. Write dates like 2026-12-24, with commas between them."
    return f"At most {MOST_QUIET} dates, please." if len(words) > MOST_QUIET else ""


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\s,;]+", text) if word]


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except (ValueError, LookupError, OSError):
        return False
    return True


def _times(schedule: Schedule) -> tuple[object, ...]:
    return schedule.days, schedule.at, schedule.zone, schedule.quiet_days
