"""Job 3: a day's long meetings are checked for one empty or doubtful field."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sandbox.claude.planner.findings import Finding, look_at, say_findings, say_review
from sandbox.claude.planner.meetings import is_finished, list_meetings, started, title
from sandbox.claude.planner.offered import QUALIFICATION, REVIEW, call, cannot, coerce, find, fit, properties
from sandbox.claude.planner.results import Row, full_stop, identify, record
from sandbox.claude.planner.scene import Scene
from sandbox.claude.replies import Reply

_AT_ONCE = 8
_DEFAULT_MINUTES = 30.0


def wants(scene: Scene) -> bool:
    """Whether the wish is a review of a day's meetings."""
    wish = scene.wish
    return wish.says("review|check|audit|go through") and wish.says("meetings|calls|conversations")


def plan_review(scene: Scene) -> Reply:
    """One local review where that tool is offered, else the listing and one read per long meeting."""
    day = scene.wish.day(scene.today)
    if day is None:
        return Reply.of("I was not told today's date, so I do not know which meetings to review.")
    minutes = scene.wish.minutes if scene.wish.minutes is not None else _DEFAULT_MINUTES
    field = scene.wish.field or "Economic Buyer"
    if find(scene, REVIEW):
        return _by_review_tool(scene, day, minutes, field)
    return _step_by_step(scene, day, minutes, field)


def _by_review_tool(scene: Scene, day: date, minutes: float, field: str) -> Reply:
    tool = find(scene, REVIEW)
    assert tool is not None
    input: dict[str, Any] = {}
    for name, schema in properties(tool).items():
        value = _argument(name, schema, day, minutes, field, scene)
        if value is not None:
            input[name] = value
    step = scene.outcome(REVIEW, input)
    if step is None:
        return call(scene, REVIEW, input)
    if step.failed:
        return Reply.of(f"The review did not work. {full_stop(step.trouble)}")
    return say_review(step.value, day, minutes, field)


def _argument(name: str, schema: Any, day: date, minutes: float, field: str, scene: Scene) -> Any:
    """What an argument of the review tool is for, judged by its name."""
    lower = name.lower()
    if "second" in lower or "duration" in lower:
        return coerce(minutes * 60, schema)
    if "minute" in lower or "longer" in lower:
        return coerce(minutes, schema)
    if "field" in lower:
        return [field] if schema.get("type") == "array" else field
    if "zone" in lower or lower == "tz":
        return str(scene.zone)
    return day.isoformat() if "date" in lower or "day" in lower else None


def _step_by_step(scene: Scene, day: date, minutes: float, field: str) -> Reply:
    begin = datetime.combine(day, time(), scene.zone)
    end = datetime.combine(day + timedelta(days=1), time(), scene.zone)
    filters = {"min_date": _iso(begin), "max_date": _iso(end)}
    found = list_meetings(scene, filters, lambda rows: False)
    if isinstance(found, Reply):
        return found
    long = [row for row in found if _counts(row, begin, end, minutes)]
    findings = _findings(scene, sorted(long, key=started), field)
    return findings if isinstance(findings, Reply) else say_findings(findings, len(long), day, minutes, field)


def _counts(row: Row, begin: datetime, end: datetime, minutes: float) -> bool:
    """Finished, on that day, and strictly longer than asked."""
    on_day = begin.timestamp() <= started(row) < end.timestamp()
    return on_day and is_finished(row) and float(row.get("duration") or 0) > minutes * 60


def _findings(scene: Scene, meetings: list[Row], field: str) -> list[Finding] | Reply:
    """What each meeting's qualification says; the next few reads while some are missing."""
    tool = find(scene, QUALIFICATION)
    if tool is None:
        return cannot(QUALIFICATION)
    findings, unread = [], []
    for row in meetings:
        number = identify(row) or title(row)
        input = fit(tool, {"id": number, "recording_id": number})
        step = scene.outcome(QUALIFICATION, input, next(iter(input), None))
        if step is None:
            unread.append(input)
        elif step.failed:
            findings.append(Finding(row, "unanswered", step.trouble))
        else:
            findings.append(look_at(row, record(step.value), field))
    return call(scene, QUALIFICATION, *unread[:_AT_ONCE]) if unread else findings


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
