"""Sales qualifications: read, made, and where their fields go in the CRM."""

from typing import Any

from sandbox.company import Finding, Qualification
from sandbox.company.framework import ALL_FIELDS
from sandbox.truto.answers import Answer, not_found
from sandbox.truto.chorus.recording import Recording
from sandbox.truto.exchange import Exchange, page


def get_qualification(call: Exchange) -> Answer:
    """Answer GET /api/v1/sales-qualifications/{recording_id}: only what was generated before."""
    recording = call.chorus.get(call.path_id)
    found = call.chorus.qualification(recording)
    if found is None:
        raise not_found("No sales qualification exists for this recording.")
    return Answer(_document(call, recording, found))


def create_qualification(call: Exchange) -> Answer:
    """Answer POST /api/v1/sales-qualifications: analyse the recording now."""
    recording = call.chorus.get(str(call.argument("recording_id", required=True)))
    return Answer(_document(call, recording, call.chorus.create_qualification(recording)))


def list_configuration(call: Exchange) -> Answer:
    """Answer GET /api/v1/sales_qualification_configuration, which alone tells append from overwrite."""
    fields = [
        {
            "id": field.id,
            "display_name": field.name,
            "order": order,
            "mapping": field.mapping,
            "write_back": field.write_back,
        }
        for order, field in enumerate(ALL_FIELDS)
    ]
    bant = [{"id": "budget", "display_name": "Budget", "order": 0, "mapping": None, "write_back": None}]
    return page(
        [
            call.document(
                "sales_qualification_configuration", "MEDDIC", {"is_active": True, "fields": fields}
            ),
            call.document("sales_qualification_configuration", "BANT", {"is_active": False, "fields": bant}),
        ]
    )


def _document(call: Exchange, recording: Recording, found: Qualification) -> Any:
    attributes = {
        "generated_at": f"{found.generated_at:%Y-%m-%dT%H:%M:%SZ}",
        "user_id": recording.owner.chorus_user_id,
        "customer_id": 77,
        "recording_id": recording.id,
        "opportunity_id": recording.deal.id if recording.deal else None,
        "sqf_name": found.framework,
        "conversation_duration": int(recording.length(call.now)),
        "sqf_analysis": [_field(finding) for finding in found.findings],
        "meeting_notes": {"notes": _field(found.notes), "next_steps": _field(found.next_steps)},
    }
    return call.document("sales_qualification_analysis", str(found.id), attributes)


def _field(finding: Finding) -> dict[str, Any]:
    return {
        "field_id": finding.field_id,
        "field_name": finding.field_name,
        "change_type": finding.change_type,
        "new_value": finding.value,
        "previous_value": finding.previous,
        "supporting_quote": finding.quote,
    }
