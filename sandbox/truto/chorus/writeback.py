"""The write-back to the CRM: strict about what it takes, silent about what it did, unless a fault makes it speak."""

import re
from typing import Any

from sandbox.company.framework import ALL_FIELDS, FrameworkField
from sandbox.truto.answers import Answer, jsonapi_error, vendor_refusal
from sandbox.truto.chorus.recording import Recording
from sandbox.truto.crm import Record
from sandbox.truto.exchange import Exchange

Changes = list[tuple[FrameworkField, dict[str, Any]]]

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
    _check_picklists(call, changes)
    partial = call.fault if call.fault is not None and call.fault.kind == "partial_crm" else None
    skipped = _skipped(changes, partial.get("field")) if partial else []
    for n, (field, change) in enumerate(changes):
        if n not in skipped:
            append = field.write_back == "APPEND"
            value = change.get("new_value")
            record.write(field.mapping, value, call.now, call.idempotency_key, append=append)
    said = partial.get("say") if partial else None
    return Answer({"errors": [_said(n, said) for n in skipped]} if said and skipped else {})


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


def _changes(call: Exchange) -> Changes:
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
    record = call.chorus.crm.record(opportunity)
    if record is None or not _may_take(call, recording, record):
        raise _refuse("opportunity_id is not linked to this meeting", "opportunity_id")
    return record


def _may_take(call: Exchange, recording: Recording, record: Record) -> bool:
    """Tell whether the record is the meeting's; by the contract alone, an unlinked meeting takes any."""
    if recording.deal is None:
        return call.options.writeback == "spec"
    return record.id == recording.deal.id


def _check_previous(changes: Changes, record: Record) -> None:
    for n, (field, change) in enumerate(changes):
        if "previous_value" in change and change["previous_value"] != record.fields.get(field.mapping):
            pointer = f"/data/attributes/crm_changes/{n}/previous_value"
            raise vendor_refusal(409, f"{field.mapping} was changed in the CRM meanwhile", pointer=pointer)


def _check_picklists(call: Exchange, changes: Changes) -> None:
    for n, (field, change) in enumerate(changes):
        allowed, value = call.options.picklists.get(field.mapping), change.get("new_value")
        if allowed is not None and value is not None and value not in allowed:
            detail = f"bad value for restricted picklist field {field.mapping}: {value}"
            raise _refuse(detail, f"crm_changes/{n}/new_value")


def _skipped(changes: Changes, name: str | None) -> list[int]:
    """Return the places of the changes that do not reach the CRM: the named field's, else the last."""
    if name is None:
        return [len(changes) - 1]
    return [n for n, (field, _) in enumerate(changes) if name in (field.mapping, field.name)]


def _said(n: int, detail: str) -> dict[str, Any]:
    """Return what a success says about a change that was not made."""
    return jsonapi_error(400, detail, f"/data/attributes/crm_changes/{n}/new_value")
