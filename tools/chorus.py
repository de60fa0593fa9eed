"""Chorus's answers through Truto -> typed views, whatever their shape: wrapped, raw or flat, full of gaps."""

from collections.abc import Mapping
from typing import Any

from tools.shapes import (
    Row,
    cursor,
    document,
    first_id,
    flag,
    identity,
    number,
    part,
    parts,
    plain,
    rows,
    side,
    text,
    texts,
    when,
)
from tools.views import (
    Call,
    Conversation,
    Engagement,
    Media,
    Page,
    Participant,
    Qualification,
    QualificationField,
    Task,
    User,
    Utterance,
)

__all__ = [
    "Call",
    "Conversation",
    "Engagement",
    "Media",
    "Page",
    "Participant",
    "Qualification",
    "QualificationField",
    "Task",
    "User",
    "Utterance",
    "conversation",
    "engagements",
    "me",
    "media",
    "qualification",
    "task",
    "users",
]

CALL_IDS = ("engagement_id", "conversation_id", "recording_id", "id")
LINKS = ("download_url", "download_link", "media_url", "url", "link")
SUMMARIES = ("notes", "next_steps")


def engagements(answer: Any) -> Page[Engagement]:
    """One page of the list of calls, mails and meetings."""
    found = rows(answer)
    usable = tuple(_engagement(row) for row in found if first_id(row, *CALL_IDS))
    return Page(usable, cursor(answer), len(found) - len(usable))


def users(answer: Any) -> Page[User]:
    """One page of the people with a Chorus seat."""
    return Page(tuple(_user(row) for row in rows(answer)), cursor(answer))


def me(answer: Any) -> User:
    """The person the stored Chorus credential belongs to; not the person who asks."""
    found = rows(answer)
    return _user(found[0] if len(found) == 1 else document(answer))


def conversation(answer: Any) -> Conversation:
    """One call or mail, also as the answer to a join."""
    row = document(answer)
    account, deal, owner = part(row, "account"), part(row, "deal"), part(row, "owner")
    recording, meeting = part(row, "recording"), part(row, "meeting")
    return Conversation(
        conversation_id=_call_id(row),
        type=text(row.get("type")),
        status=text(row.get("status")),
        subject=text(row.get("name")) or text(row.get("generated_subject")),
        start=when(recording.get("start_time")) or when(row.get("start_time")),
        duration=number(recording.get("duration")) or 0.0,
        language=text(row.get("language")),
        # account.id is Chorus's own number; the CRM knows the account by ext_id.
        account_id=identity(account.get("ext_id")),
        account_name=text(account.get("name")),
        opportunity_id=identity(deal.get("id")),
        opportunity_name=text(deal.get("name")),
        stage=text(deal.get("current_stage")),
        deal_size=number(deal.get("size")),
        close_date=text(deal.get("close_date")),
        owner_id=identity(owner.get("user_id")),
        owner_name=text(owner.get("name")),
        owner_email=text(owner.get("email")),
        participants=_participants(row),
        summary=plain(row.get("summary")) or plain(row.get("meeting_summary")),
        summary_error=text(row.get("summary_error")),
        action_items=texts(row.get("action_items")),
        private=flag(row.get("private")),
        meeting_id=identity(meeting.get("id")),
        meeting_url=text(meeting.get("meeting_url")),
        scheduled_start=when(recording.get("schedule_start_time")),
        end_reason=text(recording.get("end_reason")),
        unrecorded_reason=text(recording.get("unrecorded_reason")),
        talk_ratio=_metric(row, "talk_ratio"),
        utterances=_utterances(recording, _names(row)),
    )


def qualification(answer: Any) -> Qualification:
    """The sales qualification of one recording: framework fields first, then notes and next steps."""
    row = document(answer)
    notes = part(row, "meeting_notes")
    summaries = [(name, notes[name]) for name in SUMMARIES if isinstance(notes.get(name), dict)]
    return Qualification(
        recording_id=_call_id(row),
        framework=text(row.get("sqf_name")),
        opportunity_id=identity(row.get("opportunity_id")),
        user_id=identity(row.get("user_id")),
        generated_at=when(row.get("generated_at")),
        conversation_duration=number(row.get("conversation_duration")),
        fields=(
            *(_field(item) for item in parts(row, "sqf_analysis")),
            *(_field({"field_id": name} | item, is_summary=True) for name, item in summaries),
        ),
    )


def task(answer: Any) -> Task | None:
    """The handle of work Chorus accepted, or None if the answer is no task."""
    row = document(answer)
    bare = "type" not in row and "status" in row and row.keys() <= {"id", "status"}
    task_id = first_id(row, "task_id", "id")
    if task_id is None or not (row.get("type") == "task" or bare or "task_id" in row):
        return None
    return Task(id=task_id, status=text(row.get("status")))


def media(answer: Any) -> Media:
    """Facts about a recording's file; its field names are not documented, so several are looked for."""
    row = document(answer)
    link = next((u for name in LINKS if (u := text(row.get(name))) and u.startswith("https://")), None)
    size = number(row.get("size"))
    return Media(
        url=link,
        media_type=text(row.get("media_type")),
        content_type=text(row.get("content_type")),
        size=int(size) if size is not None else None,
        duration=number(row.get("duration")),
        expires_at=when(row.get("expires_at")),
    )


def _engagement(row: Row) -> Engagement:
    return Engagement(
        conversation_id=_call_id(row),
        type=text(row.get("engagement_type")) or text(row.get("type")),
        subject=text(row.get("subject")),
        processing_state=text(row.get("processing_state")),
        no_show=flag(row.get("no_show")),
        start=when(row.get("date_time")),
        duration=number(row.get("duration")) or 0.0,
        language=text(row.get("language")),
        compliance=text(row.get("compliance")),
        account_id=identity(row.get("account_id")),
        account_name=text(row.get("account_name")),
        opportunity_id=identity(row.get("opportunity_id")),
        opportunity_name=text(row.get("opportunity_name")),
        owner_id=identity(row.get("user_id")),
        owner_name=text(row.get("user_name")),
        owner_email=text(row.get("user_email")),
        participants=_participants(row),
        summary=plain(row.get("meeting_summary")) or plain(row.get("summary")),
        action_items=texts(row.get("action_items")),
        private=flag(row.get("private")),
        url=text(row.get("url")),
        topics=_topics(row),
    )


def _topics(row: Row) -> tuple[str, ...] | None:
    if not isinstance(row.get("tracker_matches"), list | tuple):
        return None
    met = (item for item in parts(row, "tracker_matches") if number(item.get("num_matches")) != 0)
    return tuple(name for item in met if (name := text(item.get("name"))))


def _user(row: Row) -> User:
    user_id = first_id(row, "id", "user_id")
    if user_id is None:
        raise ValueError("Chorus sent a person without an id.")
    names = " ".join(filter(None, (text(row.get("first_name")), text(row.get("last_name")))))
    teams = row.get("team_ids")
    return User(
        id=user_id,
        name=text(row.get("name")) or names or None,
        email=text(row.get("email")),
        title=text(row.get("title")),
        role=text(row.get("role")),
        manager_id=identity(row.get("manager_id")),
        person_id=identity(row.get("person_id")),
        team_ids=tuple(t for item in teams if (t := identity(item)))
        if isinstance(teams, list | tuple)
        else (),
        active=row.get("active") is None or flag(row["active"]),
    )


def _metric(row: Row, name: str) -> float | None:
    return next(
        (number(item.get("value")) for item in parts(row, "metrics") if item.get("name") == name), None
    )


def _participants(row: Row) -> tuple[Participant, ...]:
    return tuple(
        Participant(
            name=text(person.get("name")),
            email=text(person.get("email")),
            user_id=identity(person.get("user_id")),
            person_id=identity(person.get("person_id")),
            title=text(person.get("title")),
            company=text(person.get("company_name")),
            side=_side(person),
        )
        for person in parts(row, "participants")
    )


def _side(person: Row) -> Any:
    """The declared side; where it is missing, whether they are of our team or have a Chorus seat."""
    if (declared := side(person.get("type"))) is not None:
        return declared
    if person.get("is_my_team") is not None:
        return "ours" if flag(person["is_my_team"]) else "theirs"
    return "ours" if identity(person.get("user_id")) else None


def _names(row: Row) -> dict[str, str]:
    """What to call each participant whom a transcript may name by number only."""
    people = (
        (identity(p.get("person_id")), text(p.get("name")) or text(p.get("email")))
        for p in parts(row, "participants")
    )
    return {id: name for id, name in people if id and name}


def _utterances(recording: Row, names: Mapping[str, str]) -> tuple[Utterance, ...]:
    """The transcript in order of speech; on the wire the order is not guaranteed."""
    found = [
        Utterance(
            index=int(number(item.get("index")) or 0),
            speaker=text(item.get("speaker_name")) or _named(item.get("participant"), names),
            side=side(item.get("speaker_type")),
            text=text(item.get("snippet")) or "",
            offset=number(item.get("snippet_time")),
        )
        for item in parts(recording, "utterances")
    ]
    return tuple(sorted(found, key=lambda utterance: utterance.index))


def _named(participant: Any, names: Mapping[str, str]) -> str | None:
    return names.get(identity(participant) or "") or text(participant)


def _field(item: Row, is_summary: bool = False) -> QualificationField:
    name = text(item.get("field_name")) or text(item.get("field_id")) or "unnamed"
    return QualificationField(
        field_id=identity(item.get("field_id")) or name,
        name=name,
        change=(text(item.get("change_type")) or "NO_CHANGE").upper().replace(" ", "_"),
        new_value=item.get("new_value"),
        previous_value=item.get("previous_value"),
        quote=text(item.get("supporting_quote")),
        is_summary=is_summary,
    )


def _call_id(row: Row) -> str:
    found = first_id(row, *CALL_IDS)
    if found is None:
        raise ValueError("Chorus sent a call without an id.")
    return found
