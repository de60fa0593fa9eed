"""Job 2: the notes and framework fields of a meeting go to the CRM, as a proposal the tool decides about."""

from typing import Any

from sandbox.claude.planner.meetings import filters_of_asker, last_finished, list_meetings, title
from sandbox.claude.planner.offered import (
    QUALIFICATION,
    WRITE_BACK,
    call,
    cannot,
    coerce,
    find,
    fit,
    properties,
    signature_of,
)
from sandbox.claude.planner.outcomes import say_outcome
from sandbox.claude.planner.qualification import fields_of
from sandbox.claude.planner.results import Row, full_stop, identify, record
from sandbox.claude.planner.scene import Scene
from sandbox.claude.replies import Reply

_VERBS = "push|write|sync|update|save|log|put|copy|send|transfer|enter"
_THINGS = "crm|salesforce|hubspot|notes|framework|fields?|meddic|meddpicc|bant|qualification|opportunity"


def wants(scene: Scene) -> bool:
    """Whether the wish is to write a meeting's findings to the CRM."""
    return scene.wish.says(_VERBS) and scene.wish.says(_THINGS) and not scene.wish.names_a_call_to_join


def plan_write_back(scene: Scene) -> Reply:
    """Me, my meetings, the last finished one's qualification, one write-back, what became of it."""
    meeting = _meeting(scene)
    if isinstance(meeting, Reply):
        return meeting
    number = identify(meeting)
    tool = find(scene, QUALIFICATION)
    if tool is None or number is None:
        return cannot(QUALIFICATION)
    input = fit(tool, {"id": number, "recording_id": number})
    step = scene.outcome(QUALIFICATION, input, next(iter(input), None))
    if step is None:
        return call(scene, QUALIFICATION, input)
    if step.failed:
        return Reply.of(
            f"I could not read the sales qualification of {title(meeting)}. {full_stop(step.trouble)}"
        )
    return _write(scene, meeting, number, record(step.value))


def _meeting(scene: Scene) -> Row | Reply:
    """The meeting that is meant: the one named, else the asker's last finished one."""
    if scene.wish.meeting_id:
        return {"meeting_id": scene.wish.meeting_id}
    filters = filters_of_asker(scene)
    if isinstance(filters, Reply):
        return filters
    found = list_meetings(scene, filters, lambda rows: last_finished(rows, filters) is not None)
    if isinstance(found, Reply):
        return found
    return last_finished(found, filters) or Reply.of(
        "I found no finished meeting of yours in Chorus, so there is nothing to write to the CRM."
    )


def _write(scene: Scene, meeting: Row, number: str, qualification: Row) -> Reply:
    changes = changes_of(qualification)
    if not changes:
        return Reply.of(f"The qualification of {title(meeting)} changes nothing, so nothing was written.")
    opportunity = qualification.get("opportunity_id") or meeting.get("opportunity_id")
    if not opportunity:
        return Reply.of(
            f"{title(meeting)} is linked to no opportunity, so there is nowhere to write its fields."
        )
    tool = find(scene, WRITE_BACK)
    if tool is None:
        return cannot(WRITE_BACK)
    body = {
        "meeting_id": number,
        "crm_changes": changes,
        "object_type": "Opportunity",
        "opportunity_id": opportunity,
    }
    input = _arguments(tool, body)
    step = scene.outcome(WRITE_BACK, input)
    if step is None:
        return call(scene, WRITE_BACK, input)
    return say_outcome(step, title(meeting))


def changes_of(qualification: Row) -> list[dict[str, Any]]:
    """Every field that was added or updated, notes and next steps included."""
    return [
        {"field_name": field.name, "new_value": field.new_value, "previous_value": field.previous_value}
        for field in fields_of(qualification)
        if field.change in ("ADDED", "UPDATED") and field.new_value is not None
    ]


def _arguments(tool: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """The body as the schema wants it: flat, or nested as Chorus itself has it."""
    declared = properties(tool)
    if "data" in declared and "crm_changes" not in declared:
        return {"data": _nested(declared["data"], body)}
    flat = fit(tool, body)
    return {**flat, **signature_of(tool, flat)}


def _nested(schema: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    inner = schema.get("properties") or {}
    attributes = (inner.get("attributes") or {}).get("properties") or {}
    kind = inner.get("type") or {}
    typed = {name: coerce(value, attributes.get(name)) for name, value in body.items()}
    return {"type": (kind.get("enum") or [kind.get("const") or "crm-field-update"])[0], "attributes": typed}
