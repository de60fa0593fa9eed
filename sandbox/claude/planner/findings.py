"""What a review found, and how it is told: meeting ids, what is missing, what stayed unanswered."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sandbox.claude.planner.meetings import title
from sandbox.claude.planner.qualification import fields_of
from sandbox.claude.planner.results import Row, full_stop, identify, plain, record
from sandbox.claude.replies import Reply

_PLACEHOLDERS = ("tbd", "tba", "?", "n/a", "na", "-", "none", "unknown", "todo")
_SUMMARY = 160


@dataclass(frozen=True)
class Finding:
    """One meeting and the state of the field: empty, at risk, fine or unanswered."""

    meeting: Row
    state: str
    why: str = ""


def look_at(meeting: Row, qualification: Row, field: str) -> Finding:
    """Whether the field is empty, holds a placeholder, lacks a quote, or is fine."""
    held = next((item for item in fields_of(qualification) if item.is_called(field)), None)
    if held is None or not held.value:
        return Finding(meeting, "empty")
    if held.value.lower() in _PLACEHOLDERS:
        return Finding(meeting, "at risk", f"it holds only '{held.value}'")
    if not held.quote:
        return Finding(meeting, "at risk", f"'{held.value}' has no supporting quote")
    return Finding(meeting, "fine")


def say_findings(findings: list[Finding], count: int, day: date, minutes: float, field: str) -> Reply:
    """The alert of a review made step by step."""
    alerts = [finding for finding in findings if finding.state in ("empty", "at risk")]
    silent = [finding for finding in findings if finding.state == "unanswered"]
    lines = [_head(len(alerts), count, day, minutes, field), *(_line(finding, field) for finding in alerts)]
    if silent:
        lines.append(f"No answer for {len(silent)}:")
        lines += [f"• {_named(item.meeting)}: {full_stop(item.why)}" for item in silent]
    return Reply.of("\n".join(lines))


def say_review(value: Any, day: date, minutes: float, field: str) -> Reply:
    """The alert from the review tool's own result."""
    review = record(value)
    for key in ("text", "headline", "answer"):
        if isinstance(review.get(key), str) and review[key].strip():
            return Reply.of(review[key].strip())
    lines = []
    for key, listed in review.items():
        if isinstance(listed, list) and listed and all(isinstance(item, dict) for item in listed):
            lines.append(f"{key.replace('_', ' ').capitalize()}: {len(listed)}")
            lines += [_row_line(item) for item in listed]
    if lines:
        return Reply.of("\n".join(lines))
    return Reply.of(f"The review of {day} named no meeting over {minutes:g} minutes with a doubtful {field}.")


def _head(alerts: int, count: int, day: date, minutes: float, field: str) -> str:
    of = f"of {count} finished meetings over {minutes:g} minutes on {day}"
    if not alerts:
        return f"None {of} has an empty or doubtful {field}."
    return f"{alerts} {of} {'has' if alerts == 1 else 'have'} an empty or doubtful {field}:"


def _line(finding: Finding, field: str) -> str:
    what = f"{field} is empty" if finding.state == "empty" else f"{field} at risk, {finding.why}"
    summary = plain(finding.meeting.get("meeting_summary") or finding.meeting.get("summary"))
    told = f" {_short(summary)}" if summary else ""
    return f"• {_named(finding.meeting)}: {what}.{told}"


def _named(row: Row) -> str:
    deal = row.get("opportunity_name") or row.get("account_name") or ""
    who = row.get("user_name") or row.get("owner_name") or ""
    about = ", ".join(str(part) for part in (deal, who) if part)
    subject = plain(row.get("subject") or row.get("name")) or "Untitled meeting"
    return f"{subject} ({identify(row)}{f'; {about}' if about else ''})"


def _row_line(item: Row) -> str:
    reasons = ("finding", "verdict", "reason", "problem", "missing", "state", "status", "error", "why")
    why = ", ".join(plain(item[key]) for key in reasons if isinstance(item.get(key), str))
    return f"• {title(item)} ({identify(item)}){f': {why}' if why else ''}"


def _short(words: str) -> str:
    return words if len(words) <= _SUMMARY else words[:_SUMMARY].rsplit(" ", 1)[0] + "…"
