"""One conversation: its full view, the request to join, and its deletion."""

from datetime import datetime, timedelta
from typing import Any

from sandbox.company import Account, Deal, Participant, Person, Tracker
from sandbox.company.signal_words import TRACKED
from sandbox.company.transcript import Utterance
from sandbox.truto.answers import Answer, vendor_refusal
from sandbox.truto.chorus.recording import Recording
from sandbox.truto.crm import Crm
from sandbox.truto.exchange import Exchange

_TRACKER_IDS = {name: 9100 + n for n, name in enumerate(TRACKED)}
_JOIN_NAMES = ("invitation_text", "text", "link", "url", "body")


def get_conversation(call: Exchange) -> Answer:
    """Answer GET /api/v1/conversations/{id}; `fields` picks parts of it."""
    recording = call.chorus.get(call.path_id)
    attributes = conversation(recording, call)
    attributes["recording"] = _recording(recording, call)
    wanted = [name.strip() for name in call.query.get("fields", "").split(",") if name.strip()]
    if wanted:
        attributes = _picked(attributes, wanted)
    return Answer(call.document("recording", recording.id, attributes))


def join(call: Exchange) -> Answer:
    """Answer POST /api/v1/join: the text one would send to a human, in whatever property Truto maps."""
    text = call.body if isinstance(call.body, str) else _invitation(call)
    recording = call.chorus.join(text)
    return Answer(call.document("conversation", recording.id, conversation(recording, call)))


def delete_conversation(call: Exchange) -> Answer:
    """Answer DELETE /api/v1/conversations/{id} with a task, which nobody can read back."""
    task = call.chorus.delete(call.path_id, force=call.flag("force_delete"))
    return Answer(call.document("task", task, {"status": "queued"}))


def _invitation(call: Exchange) -> str:
    chosen = call.options.join_property
    for name in _JOIN_NAMES if chosen in _JOIN_NAMES[:1] else (chosen,):
        value = call.attributes.get(name)
        if isinstance(value, str) and value.strip():
            return value
    raise vendor_refusal(400, "The invitation text is empty.", pointer="/")


def conversation(recording: Recording, call: Exchange) -> dict[str, Any]:
    """Return the attributes that every conversation has."""
    meeting, known = recording.meeting, call.chorus.content(recording)
    attributes: dict[str, Any] = {
        "name": meeting.subject,
        "generated_subject": None,
        "status": call.chorus.status(recording),
        "private": meeting.private or None,
        "summary": known.summary,
        "summary_error": known.summary_error,
        "action_items": list(known.action_items) if known.action_items is not None else None,
        "company_name": recording.account.name if recording.account else None,
        "user_company_name": "Seller",
        "language": meeting.language,
        "source": _source(recording),
        "_created_at": f"{recording.start:%Y-%m-%dT%H:%M:%S.%f}",
        "account": _account(recording.account),
        "deal": _deal(recording.deal, call.chorus.crm),
        "owner": _owner(meeting.owner),
        "participants": [_participant(person) for person in meeting.participants],
        "metrics": _metrics(call.chorus.talk_ratio(recording)),
    }
    if call.flag("include_meeting_metadata"):
        attributes["meeting"] = {"id": meeting.calendar_id, "meeting_url": meeting.meeting_url}
    return attributes


def _account(account: Account | None) -> dict[str, Any]:
    if account is None:
        return {"id": 0, "name": ""}
    return {"id": account.chorus_id, "name": account.name, "ext_id": account.crm_id}


def _deal(deal: Deal | None, crm: Crm) -> dict[str, Any]:
    """Return the deal as the CRM has it now."""
    if deal is None:
        return {}
    record = crm.record(deal.id)
    fields = record.fields if record else deal.fields
    moved = [write.at.date() for write in record.history if write.field == "StageName"] if record else []
    return {
        "id": deal.id,
        "name": deal.name,
        "current_stage": fields["StageName"],
        "size": fields["Amount"],
        "close_date": fields["CloseDate"],
        "on_stage_since": [deal.stage_since, *moved][-1].isoformat(),
    }


def _metrics(talk_ratio: float | None) -> list[dict[str, Any]]:
    return [] if talk_ratio is None else [{"name": "talk_ratio", "value": talk_ratio}]


def _owner(owner: Person) -> dict[str, Any]:
    return {
        "name": owner.name,
        "email": owner.email,
        "person_id": owner.person_id,
        "user_id": owner.chorus_user_id,
    }


def _participant(person: Participant) -> dict[str, Any]:
    return {
        "name": person.name,
        "person_id": person.person_id,
        "user_id": person.user_id,
        "email": person.email,
        "title": person.title,
        "company_name": person.company_name,
        "type": person.type,
        "is_my_team": person.type == "rep",
    }


def _source(recording: Recording) -> str | None:
    return recording.link.provider.lower() if recording.link else None


def _recording(recording: Recording, call: Exchange) -> dict[str, Any]:
    known = call.chorus.content(recording)
    status = call.chorus.status(recording)
    lines = call.chorus.transcript(recording)
    return {
        "duration": recording.length(call.now),
        "start_time": _iso(recording.live_at or recording.start),
        "schedule_start_time": _iso(recording.start),
        "end_reason": None if status in ("live", "scheduled") else "meeting_ended",
        "audio_only": call.options.media == "audio",
        "recordable": True,
        "unrecorded_reason": "not_admitted" if status == "no show" and not recording.live_at else None,
        "has_meeting_summary": known.summary is not None,
        "clusters": [],
        "trackers": [_tracker(tracker, lines, recording) for tracker in call.chorus.trackers(recording)],
        "utterances": [_utterance(line, recording) for line in _shuffled(lines)],
    }


def _tracker(tracker: Tracker, lines: tuple[Utterance, ...], recording: Recording) -> dict[str, Any]:
    met = [line for line in lines if line.text in tracker.quotes]
    return {
        "id": _TRACKER_IDS.get(tracker.name, 9199),
        "name": tracker.name,
        "type": tracker.type,
        "source": "keyword",
        "count": len(met),
        "owner_id": None,
        "mentions": [{"utterance": _utterance_id(line, recording), "offset": line.offset} for line in met],
    }


def _shuffled(lines: tuple[Utterance, ...]) -> tuple[Utterance, ...]:
    """Return the utterances in no dependable order, as Chorus does: the odd ones after the even ones."""
    return (*lines[::2], *lines[1::2])


def _utterance(line: Utterance, recording: Recording) -> dict[str, Any]:
    return {
        "id": _utterance_id(line, recording),
        "index": line.index,
        "date_time": _iso(recording.start + timedelta(seconds=line.offset)),
        "snippet_time": line.offset,
        "snippet_length": line.length,
        "snippet": line.text,
        "snippet_word_count": len(line.text.split()),
        "participant": line.speaker.person_id,
        "speaker_name": line.speaker.name,
        "speaker_type": "rep" if line.speaker.type == "rep" else "customer",
        "engaging": False,
        "expired": False,
    }


def _utterance_id(line: Utterance, recording: Recording) -> str:
    return f"{recording.id[:8]}-{line.index}"


def _picked(attributes: dict[str, Any], wanted: list[str]) -> dict[str, Any]:
    """Return the fields asked for; `recording.x` picks inside the recording. Status always comes along."""
    picked: dict[str, Any] = {"status": attributes["status"]}
    for name in wanted:
        outer, _, inner = name.partition(".")
        if inner and isinstance(attributes.get(outer), dict) and inner in attributes[outer]:
            picked.setdefault(outer, {})[inner] = attributes[outer][inner]
        elif not inner and outer in attributes:
            picked[outer] = attributes[outer]
    return picked


def _iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
