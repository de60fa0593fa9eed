"""Sales qualifications: read, made, and where their fields go in the CRM."""

from typing import Any

from sandbox.company import Deal, Finding, Qualification
from sandbox.company.framework import ALL_FIELDS
from sandbox.company.qualify import finding
from sandbox.truto.answers import Answer, not_found
from sandbox.truto.chorus.content import analysis_id
from sandbox.truto.chorus.recording import Recording
from sandbox.truto.exchange import Exchange, page

_KIND = "sales_qualification_analysis"
_BY_ID = {field.id: field for field in ALL_FIELDS}


def get_qualification(call: Exchange) -> Answer:
    """Answer GET /api/v1/sales-qualifications/{recording_id}: only what was generated before."""
    recording = call.chorus.get(call.path_id)
    found = call.chorus.qualification(recording)
    if found is None:
        raise not_found("No sales qualification exists for this recording.")
    return Answer(_document(call, recording, found))


def create_qualification(call: Exchange) -> Answer:
    """Answer POST /api/v1/sales-qualifications: the analysis, or its empty form while it is in the making."""
    recording = call.chorus.get(str(call.argument("recording_id", required=True)))
    made = call.chorus.create_qualification(recording)
    document = _document(call, recording, made) if made else _in_the_making(call, recording)
    return Answer(document, 201)


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


def _in_the_making(call: Exchange, recording: Recording) -> Any:
    attributes: dict[str, Any] = {"recording_id": recording.id, "generated_at": None, "sqf_analysis": []}
    return call.document(_KIND, analysis_id(recording), attributes)


def _document(call: Exchange, recording: Recording, found: Qualification) -> Any:
    deal = _deal(call, recording)
    attributes = {
        "generated_at": f"{found.generated_at:%Y-%m-%dT%H:%M:%SZ}",
        "user_id": recording.owner.chorus_user_id,
        "customer_id": 77,
        "recording_id": recording.id,
        "opportunity_id": deal.id if deal else None,
        "sqf_name": found.framework,
        "conversation_duration": int(recording.length(call.now)),
        "sqf_analysis": [_field(call, recording, each) for each in found.findings],
        "meeting_notes": {
            "notes": _field(call, recording, found.notes),
            "next_steps": _field(call, recording, found.next_steps),
        },
    }
    return call.document(_KIND, str(found.id), attributes)


def _deal(call: Exchange, recording: Recording) -> Deal | None:
    """Return the deal that the analysis names, which need not be the conversation's."""
    if call.options.qualified_deal == "null":
        return None
    if call.options.qualified_deal == "linked":
        return recording.deal
    others = (deal for deal in call.chorus.company.deals if deal.account == recording.account)
    return next((deal for deal in others if deal.is_open and deal != recording.deal), None)


def _compared(call: Exchange, recording: Recording, found: Finding) -> Finding:
    """Return the finding beside the CRM's present value; what nobody spoke of just shows that value."""
    if call.options.previous == "analysed":
        return found
    heard = found.change_type != "NO_CHANGE" or found.quote is not None
    value = found.value if heard else None
    return finding(_BY_ID[found.field_id], value, found.quote, call.chorus.crm.of(recording.deal))


def _field(call: Exchange, recording: Recording, found: Finding) -> dict[str, Any]:
    shown = _compared(call, recording, found)
    return {
        "field_id": shown.field_id,
        "field_name": shown.field_name,
        "change_type": shown.change_type,
        "new_value": shown.value,
        "previous_value": shown.previous,
        "supporting_quote": shown.quote,
    }
