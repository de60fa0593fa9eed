"""The write-back to the CRM: strict about what it takes, silent about what it did."""

import re
from typing import Any

from sandbox.company.framework import ALL_FIELDS, FrameworkField
from sandbox.truto.answers import Answer, vendor_refusal
from sandbox.truto.chorus.recording import Recording
from sandbox.truto.crm import Record
from sandbox.truto.exchange import Exchange

_BY_NAME: dict[str, FrameworkField] = {
    alias: field for field in ALL_FIELDS for alias in (field.mapping, field.name, field.id)
}
OBJECT_TYPES = ("Opportunity",)
_SALESFORCE_ID = re.compile(r"[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?")


def write_back(call: Exchange) -> Answer:
    """Answer POST .../actions/writeback-crm: check all in order, write every field, no receipt."""
    _check_shape(call)
    recording = _meeting(call)
    changes = _changes(call)
    _check_object_type(call)
    record = _record(call, recording)
    if call.options.writeback == "spec":
        _check_previous(changes, record)
    if call.fault is not None and call.fault.kind == "partial_crm":
        changes = _without_skipped(changes, call.fault.get("field"))
    for field, change in changes:
        append = field.write_back == "APPEND"
        record.write(field.mapping, change.get("new_value"), call.now, call.idempotency_key, append=append)
    return Answer({})


def _refuse(detail: str, pointer: str) -> Exception:
    return vendor_refusal(400, detail, pointer=f"/data/attributes/{pointer}")


def _check_shape(call: Exchange) -> None:
    if not isinstance(call.body, dict) or not call.attributes:
        raise vendor_refusal(400, "The request body is not a crm-field-update.", pointer="/data")
    data = call.body.get("data")
    if isinstance(data, dict) and data.get("type") != "crm-field-update":
        raise vendor_refusal(400, "data.type must be crm-field-update.", pointer="/data/type")
    changes = call.attributes.get("crm_changes")
    if not isinstance(changes, list) or not all(isinstance(change, dict) for change in changes):
        raise _refuse("crm_changes must be an array of objects", "crm_changes")


def _meeting(call: Exchange) -> Recording:
    meeting_id = call.attributes.get("meeting_id")
    recording = call.chorus.find_meeting(meeting_id) if isinstance(meeting_id, str) else None
    if recording is None:
        raise _refuse("meeting_id does not belong to a meeting you can see", "meeting_id")
    return recording


def _changes(call: Exchange) -> list[tuple[FrameworkField, dict[str, Any]]]:
    changes = call.attributes["crm_changes"]
    if not changes:
        raise _refuse("crm_changes must not be empty", "crm_changes")
    found = []
    for n, change in enumerate(changes):
        field = _BY_NAME.get(str(change.get("field_name")))
        if field is None:
            raise _refuse(f"{change.get('field_name')!r} has no CRM mapping", f"crm_changes/{n}/field_name")
        found.append((field, change))
    return found


def _check_object_type(call: Exchange) -> None:
    object_type = call.attributes.get("object_type")
    if object_type is None and call.options.writeback == "spec":
        return
    if object_type not in OBJECT_TYPES:
        raise _refuse("object_type must be Opportunity", "object_type")


def _record(call: Exchange, recording: Recording) -> Record:
    opportunity = call.attributes.get("opportunity_id")
    if opportunity is None and call.options.writeback == "spec" and recording.deal:
        opportunity = recording.deal.id
    if not isinstance(opportunity, str) or not opportunity:
        raise _refuse("opportunity_id is required", "opportunity_id")
    if not _SALESFORCE_ID.fullmatch(opportunity):
        raise _refuse("opportunity_id is malformed", "opportunity_id")
    linked = recording.deal
    record = call.chorus.crm.record(opportunity)
    if linked is None or record is None or record.id != linked.id:
        raise _refuse("opportunity_id is not linked to this meeting", "opportunity_id")
    return record


def _check_previous(changes: list[tuple[FrameworkField, dict[str, Any]]], record: Record) -> None:
    for n, (field, change) in enumerate(changes):
        if "previous_value" in change and change["previous_value"] != record.fields.get(field.mapping):
            pointer = f"/data/attributes/crm_changes/{n}/previous_value"
            raise vendor_refusal(409, f"{field.mapping} was changed in the CRM meanwhile", pointer=pointer)


def _without_skipped(
    changes: list[tuple[FrameworkField, dict[str, Any]]], name: str | None
) -> list[tuple[FrameworkField, dict[str, Any]]]:
    """Return the changes that reach the CRM when one field fails unnoticed: the named one, else the last."""
    if name is None:
        return changes[:-1]
    return [pair for pair in changes if name not in (pair[0].mapping, pair[0].name)]
