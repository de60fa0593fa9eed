"""What must come out of the stories, worked out from the company itself and nothing the bot says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from sandbox.company import Finding, Meeting

_STANDS_FOR_NOTHING = {"tbd", "n/a", "na", "?", "none", "unknown"}


class Verdict(StrEnum):
    """What a review has to say of one long call."""

    EMPTY = "empty"
    AT_RISK = "at risk"
    UNANSWERED = "no qualification"
    FINE = "fine"


@dataclass(frozen=True)
class Judged:
    """A call and what has to be said of it."""

    meeting: Meeting
    verdict: Verdict


def long_calls(meetings: Iterable[Meeting], day: date, zone: str, longer_than: float) -> list[Meeting]:
    """Return the calls that began on `day` where the asker is, took place, can be seen, and were long enough."""
    return [
        meeting
        for meeting in meetings
        if meeting.start.astimezone(ZoneInfo(zone)).date() == day
        and meeting.engagement_type == "meeting"
        and meeting.status == "done"
        and not meeting.private
        and meeting.duration > longer_than
    ]


def judge(meeting: Meeting, field: str) -> Judged:
    """Return what a review must say of a long call."""
    if meeting.qualification is None:
        return Judged(meeting, Verdict.UNANSWERED)
    return Judged(meeting, _verdict(meeting.qualification.field(field)))


def _verdict(finding: Finding) -> Verdict:
    value = (finding.value or finding.previous or "").strip()
    if not value:
        return Verdict.EMPTY
    placeholder = value.lower() in _STANDS_FOR_NOTHING or not any(letter.isalnum() for letter in value)
    return Verdict.AT_RISK if placeholder or not finding.quote else Verdict.FINE


def to_be_alerted(
    meetings: Iterable[Meeting], day: date, zone: str, field: str, longer_than: float
) -> dict[str, Judged]:
    """Return every call an alert must name, by id: a gap in the field, or nothing to judge it by."""
    judged = (judge(meeting, field) for meeting in long_calls(meetings, day, zone, longer_than))
    return {one.meeting.id: one for one in judged if one.verdict is not Verdict.FINE}
