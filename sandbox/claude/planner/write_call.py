"""One call of the write-back tool: its arguments as the tool takes them, and what became of it."""

from typing import Any

from sandbox.claude.planner.offered import WRITE_BACK, coerce, fit, properties, signature_of
from sandbox.claude.planner.qualification import fields_of
from sandbox.claude.planner.results import Row
from sandbox.claude.planner.scene import Scene, Step

Input = dict[str, Any]


def changes_of(qualification: Row) -> list[dict[str, Any]]:
    """Every field that was added or updated, notes and next steps included."""
    return [
        {"field_name": field.name, "new_value": field.new_value, "previous_value": field.previous_value}
        for field in fields_of(qualification)
        if field.change in ("ADDED", "UPDATED") and field.new_value is not None
    ]


def arguments(
    tool: dict[str, Any], number: str, changes: list[dict[str, Any]], opportunity: str | None
) -> Input:
    """The call as the schema wants it: flat, or nested as Chorus itself has it.

    An unknown opportunity is left out, or empty where the schema insists on it: the tool shall ask.
    """
    body = {
        "meeting_id": number,
        "crm_changes": changes,
        "object_type": "Opportunity",
        "opportunity_id": opportunity,
    }
    declared = properties(tool)
    if "data" in declared and "crm_changes" not in declared:
        return {"data": _nested(declared["data"], body)}
    return {**fit(tool, _filled(body, tool["input_schema"])), **signature_of(tool, body)}


def attributes_of(input: Input) -> dict[str, Any]:
    """What a call says, whether flat or nested."""
    data = input.get("data")
    inner = data.get("attributes") if isinstance(data, dict) else None
    return inner if isinstance(inner, dict) else input


def aimed_at(input: Input, opportunity: str) -> Input:
    """The same call for this opportunity."""
    attributes = {**attributes_of(input), "opportunity_id": opportunity}
    return (
        attributes if attributes_of(input) is input else {"data": {**input["data"], "attributes": attributes}}
    )


def settled(scene: Scene, input: Input) -> Step | None:
    """The step that settled this call; a failure only counts if exactly this was sent."""
    number = attributes_of(input).get("meeting_id")
    for step in scene.of(WRITE_BACK):
        succeeded = not step.failed and attributes_of(step.input).get("meeting_id") == number
        if succeeded or step.input == input:
            return step
    return None


def _nested(schema: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    inner = schema.get("properties") or {}
    attributes = inner.get("attributes") or {}
    declared = attributes.get("properties") or {}
    kind = inner.get("type") or {}
    typed = {name: coerce(value, declared.get(name)) for name, value in _filled(body, attributes).items()}
    return {"type": (kind.get("enum") or [kind.get("const") or "crm-field-update"])[0], "attributes": typed}


def _filled(body: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The body without what is unknown; what is required all the same is empty."""
    required = schema.get("required") or []
    return {
        name: "" if value is None else value
        for name, value in body.items()
        if value is not None or name in required
    }
