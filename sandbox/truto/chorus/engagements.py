"""The engagement feed: Chorus's only list of calls, newest first, paged by a key that holds a space."""

from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sandbox.company import Participant
from sandbox.truto.answers import Answer, vendor_refusal
from sandbox.truto.chorus.recording import Recording
from sandbox.truto.exchange import Exchange, page

TYPES = ("meeting", "dialer", "email", "content_viewed", "unrecorded_meeting")


def list_engagements(call: Exchange) -> Answer:
    """Answer GET /v3/engagements. Unknown filters are ignored without a word, as Chorus does."""
    rows, cursor = call.chorus.visible(), call.query.get("next_cursor", "")
    if cursor:
        rows = _after(rows, cursor)
    size = _page_size(call)
    # Only as far as this page goes: of ten thousand calls nobody looks at all for each page.
    found = list(islice((recording for recording in rows if _listed_now(recording, call)), size + 1))
    if cursor and not found and call.options.repeated_cursor:
        return page([], cursor)
    shown = found[:size]
    if call.options.duplicate_row and cursor and shown:
        shown = _with_repeated_row(call, shown, cursor)
    more = len(found) > size or (bool(shown) and call.options.trailing_cursor)
    return page([_engagement(r, call) for r in shown], cursor_of(found[:size][-1]) if more else None)


def cursor_of(recording: Recording) -> str:
    """Return the continuation key of the row: its time and its id with a space between them."""
    return f"{recording.start.timestamp()} {recording.id}"


def _after(rows: list[Recording], cursor: str) -> list[Recording]:
    """Return the rows behind the cursor's position; new rows at the top do not move it."""
    moment, _, last = cursor.partition(" ")
    try:
        place = (float(moment), last)
    except ValueError:
        place = (0.0, "")
    if not last:
        raise vendor_refusal(400, "continuation_key is malformed.")
    return [row for row in rows if (row.start.timestamp(), row.id) < place]


def _with_repeated_row(call: Exchange, shown: list[Recording], cursor: str) -> list[Recording]:
    last = call.chorus.recordings.get(cursor.partition(" ")[2])
    return [last, *shown] if last else shown


def _page_size(call: Exchange) -> int:
    limit = call.query.get("limit", "")
    if call.options.honour_limit and limit.isdigit() and int(limit) > 0:
        return min(int(limit), call.options.page_size)
    return call.options.page_size


def _listed_now(recording: Recording, call: Exchange) -> bool:
    return _wanted(recording, call) and call.chorus.status(recording) != "scheduled"


def _wanted(recording: Recording, call: Exchange) -> bool:
    query, meeting = call.query, recording.meeting
    length = recording.length(call.now)
    earliest, latest = _moment(query.get("min_date")), _moment(query.get("max_date"))
    checks = (
        not earliest or recording.start >= earliest,
        not latest or recording.start <= latest,
        _within(length, query.get("min_duration"), query.get("max_duration")),
        query.get("engagement_type") in (None, "", meeting.engagement_type),
        _listed(query.get("user_id"), str(meeting.owner.chorus_user_id)),
        _listed(query.get("team_id"), str(meeting.owner.manager_id)),
        _listed(query.get("engagement_id"), recording.id),
        _attends(recording, query.get("participants_email")),
        query.get("compliance", "").lower() in ("", meeting.compliance or "unknown"),
    )
    return all(checks)


def _within(length: float, least: str | None, most: str | None) -> bool:
    try:
        return (not least or length >= float(least)) and (not most or length <= float(most))
    except ValueError:
        raise vendor_refusal(400, "min_duration and max_duration are numbers of seconds.") from None


def _listed(wanted: str | None, value: str) -> bool:
    return not wanted or value in [item.strip() for item in wanted.split(",")]


def _attends(recording: Recording, email: str | None) -> bool:
    if not email:
        return True
    return any((p.email or "").lower() == email.lower() for p in recording.meeting.participants)


def _moment(text: str | None) -> datetime | None:
    """Read an ISO time or epoch seconds: clients of both kinds exist. A time without zone is UTC."""
    if not text:
        return None
    try:
        if text.replace(".", "", 1).isdigit():
            return datetime.fromtimestamp(float(text), UTC)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise vendor_refusal(400, f"{text!r} is not a date-time.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _engagement(recording: Recording, call: Exchange) -> dict[str, Any]:
    meeting, known = recording.meeting, call.chorus.content(recording)
    row: dict[str, Any] = {
        "engagement_id": recording.id,
        "engagement_type": meeting.engagement_type,
        "subject": meeting.subject,
        "date_time": _epoch(recording.start),
        "duration": recording.length(call.now),
        "processing_state": call.chorus.status(recording),
        "no_show": call.chorus.status(recording) == "no show",
        "language": meeting.language,
        "compliance": meeting.compliance,
        "initiator": meeting.owner.email,
        "url": f"https://chorus.ai/meeting/{recording.id}",
        **_belongs_to(recording),
        "participants": [_participant(p) for p in meeting.participants],
        "num_cust_questions": int(recording.id[0], 16),
        "num_engaging_questions": int(recording.id[1], 16) // 2,
    }
    if known.summary is not None or known.summary_error is not None:
        row |= {"meeting_summary": known.summary, "action_items": list(known.action_items or ())}
    if call.flag("with_trackers"):
        row["tracker_matches"] = [
            {"name": tracker.name, "num_matches": len(tracker.quotes), "type": tracker.type}
            for tracker in call.chorus.trackers(recording)
        ]
    return row


def _belongs_to(recording: Recording) -> dict[str, Any]:
    """Return account and opportunity, and the owner. A missing account is empty, a missing opportunity null."""
    owner, account, deal = recording.owner, recording.account, recording.deal
    return {
        "account_id": account.crm_id if account else "",
        "account_name": account.name if account else "",
        "opportunity_id": deal.id if deal else None,
        "opportunity_name": deal.name if deal else None,
        "user_id": owner.chorus_user_id,
        "user_name": owner.name,
        "user_email": owner.email,
    }


def _epoch(moment: datetime) -> float | int:
    """Return epoch seconds: whole ones as an integer, as the feed mixes both."""
    seconds = moment.timestamp()
    return int(seconds) if seconds.is_integer() else seconds


def _participant(person: Participant) -> dict[str, Any]:
    return {
        "person_id": person.person_id,
        "user_id": person.user_id,
        "name": person.name,
        "email": person.email,
        "title": person.title,
        "company_name": person.company_name,
        "type": person.type,
    }
