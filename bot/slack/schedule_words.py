"""A schedule of digests as people read it: what, where, when, what became of it last; with its buttons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.digests.schedule import EVERYBODY, Schedule, coming
from bot.slack.blocks import Block, actions, button, confirmed, context, section
from bot.slack.text import and_list, counted, escape, one_line
from bot.store.schedules import Period

RUN, PAUSE, RESUME = "schedule_run", "schedule_pause", "schedule_resume"
EDIT, DELETE, NEW = "schedule_edit", "schedule_delete", "schedule_new"

MOST = 20
"""Schedules in one message: Slack takes 50 blocks, and each of these takes two."""
NAMED = 5
"""People that are named before the rest is counted."""
WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

NONE_YET = "No digest is scheduled yet. `/chorister digest` makes one."
GONE = "This digest was deleted in the meantime."
PAUSED = "Paused. Nothing is posted until it is resumed."
DELETED = "Deleted. Nothing more is posted by it."
NOT_YOURS = "Only whoever made this digest, their manager or an admin may do that. Nothing was changed."


@dataclass(frozen=True)
class Reader:
    """Whoever reads, where their clock is, and what it shows."""

    zone: str
    now: float
    holidays: Sequence[str] = ()
    """The company's days without a digest."""


@dataclass(frozen=True)
class Listing:
    """The schedules somebody may change, and what is said beside them."""

    schedules: Sequence[Schedule]
    last: Mapping[str, Period]
    names: Mapping[str, str]
    """Chorus user ids -> names."""
    reader: Reader


def place(channel: str, by: str) -> str:
    """Where a digest is read: a channel, or its maker's direct messages."""
    return f"<#{escape(channel)}>" if channel else f"<@{escape(by)}> directly"


def running(schedule: Schedule) -> str:
    """What follows from Run now."""
    return f"The digest that goes to {place(schedule.channel, schedule.by)} is being made now."


def resumed(schedule: Schedule, reader: Reader) -> str:
    """What follows from Resume."""
    return f"It runs again: {upcoming(schedule, reader)}."


def listed(listing: Listing, say: str = "") -> tuple[str, list[Block]]:
    """The private answer to `/chorister digests`: its words, and the same with buttons. `say`: mrkdwn that comes first."""
    blocks = [section(say)] if say else []
    blocks += rows(listing, MOST) or [section(NONE_YET)]
    blocks += [context(_beyond(listing))] if len(listing.schedules) > MOST else []
    told = [told_of(schedule, listing) for schedule in listing.schedules[:MOST]]
    told += [_beyond(listing)] if len(listing.schedules) > MOST else []
    return "\n\n".join([*([say] if say else []), *(told or [NONE_YET])]), blocks


def rows(listing: Listing, most: int) -> list[Block]:
    """The first schedules, each with its buttons."""
    made: list[Block] = []
    for schedule in listing.schedules[:most]:
        made += [section(told_of(schedule, listing)), buttons(schedule)]
    return made


def _beyond(listing: Listing) -> str:
    return f"And {counted(len(listing.schedules) - MOST, 'more digest')} that this list has no room for."


def told_of(schedule: Schedule, listing: Listing) -> str:
    """Three lines: whose deals and where, when and how, the next run and the last one."""
    where = f"in <#{escape(schedule.channel)}>" if schedule.channel else f"to {place('', schedule.by)}"
    what = f"*{whose(schedule, listing.names)}* {where}"
    how = [times(schedule), f"by {schedule.grouping}", *(["amounts hidden"] if schedule.hide_amounts else [])]
    how += [f"rules “{one_line(schedule.profile, 40)}”"] if schedule.profile else []
    how += ["each rep their own too"] if schedule.each_rep else []
    how += [f"{counted(len(schedule.quiet_days), 'quiet day')}"] if schedule.quiet_days else []
    stands = f"{upcoming(schedule, listing.reader)} · {became(schedule, listing)}"
    return f"{what}\n{' · '.join(how)} · made by {one_line(schedule.by_name, 80)}\n{stands}"


def buttons(schedule: Schedule) -> Block:
    """What can be done with a schedule; deleting asks first."""
    turn = button("Resume", RESUME, schedule.id) if schedule.paused else button("Pause", PAUSE, schedule.id)
    gone = button("Delete", DELETE, schedule.id, "danger")
    asked = confirmed(gone, "This digest will not be posted any more. What was posted stays.", "Delete")
    first = (button("Run now", RUN, schedule.id), turn, button("Edit", EDIT, schedule.id))
    return actions(f"schedule:{schedule.id}", *first, asked)


def whose(schedule: Schedule, names: Mapping[str, str]) -> str:
    """Whose deals it tells of."""
    if EVERYBODY in schedule.reps:
        return "Everybody's deals"
    if not schedule.reps:
        return f"The deals of {one_line(schedule.by_name, 80)}'s team, or their own"
    shown = [one_line(names.get(rep, "somebody who left"), 80) for rep in schedule.reps[:NAMED]]
    rest = len(schedule.reps) - NAMED
    shown += [counted(rest, "other")] if rest > 0 else []
    return f"The deals of {and_list(shown)}"


def times(schedule: Schedule) -> str:
    """Its days and local time, such as Mon–Fri at 08:30 (Europe/Berlin)."""
    return f"{_days(schedule.days)} at {schedule.at} ({escape(schedule.zone)})"


def _days(days: Sequence[int]) -> str:
    if len(days) == len(WEEK):
        return "every day"
    row = len(days) > 2 and list(days) == list(range(days[0], days[-1] + 1))
    return f"{WEEK[days[0]]}–{WEEK[days[-1]]}" if row else ", ".join(WEEK[day] for day in days)


def upcoming(schedule: Schedule, reader: Reader) -> str:
    """When it runs next."""
    if schedule.paused:
        return "paused"
    at = coming(schedule, reader.now, reader.holidays)
    return f"next {day_and_time(at, reader.now, reader.zone)}" if at else "no day is left on which it runs"


def became(schedule: Schedule, listing: Listing) -> str:
    """What became of its last run, in the reader's zone."""
    last = listing.last.get(schedule.id)
    if last is None:
        return "has not run yet"
    at = day_and_time(last.at, listing.reader.now, listing.reader.zone)
    match last.state:
        case "sent":
            return f"sent {at}"
        case "quiet":
            return f"checked {at}, {one_line(last.note or 'nothing changed', 100)}"
        case "started":
            return f"being made since {at}"
        case "failed":
            return f"failed {at}: {one_line(last.note, 300) or 'the reason is in the log.'}"
        case "missed":
            return f"missed on {named_day(last.period)}: the bot was away"


def day_and_time(at: float, now: float, zone: str) -> str:
    """A moment near `now`: 08:30 today, Tue 08:30 within a week, else with its date."""
    then, today = (datetime.fromtimestamp(t, ZoneInfo(zone)) for t in (at, now))
    clock = then.strftime("%H:%M")
    if then.date() == today.date():
        return clock
    near = abs(then.date() - today.date()) < timedelta(days=7)
    return f"{WEEK[then.weekday()]} {clock}" if near else f"{then.day} {then.strftime('%b %Y')}, {clock}"


def named_day(period: str) -> str:
    """The day of a planned run, such as Mon 1 Jun."""
    day = date.fromisoformat(period)
    return f"{WEEK[day.weekday()]} {day.day} {day.strftime('%b')}"
