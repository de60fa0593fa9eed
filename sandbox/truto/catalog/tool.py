"""The form of a tool in Truto's list: names, descriptions and JSON Schema fragments."""

from typing import Any

RawTool = dict[str, Any]
Schema = dict[str, Any]

STRING: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
INTEGER: Schema = {"type": "integer"}
BOOLEAN: Schema = {"type": "boolean"}
DATE_TIME: Schema = {"type": "string", "format": "date-time"}


def fields(**properties: Schema) -> dict[str, Schema]:
    """Return properties by name, for reading's sake."""
    return properties


def described(schema: Schema, text: str) -> Schema:
    """Return the schema with a description."""
    return {**schema, "description": text}


def tool(
    name: str,
    resource: str,
    method: str,
    description: str | None,
    query: dict[str, Schema] | None = None,
    body: dict[str, Schema] | None = None,
    required: tuple[str, ...] = (),
) -> RawTool:
    """Return one element of the tools list."""
    raw: RawTool = {"resource": resource, "method": method, "name": name}
    if description is not None:
        raw["description"] = description
    return raw | {
        "query_schema": {"type": "object", "properties": query or {}},
        "body_schema": {"type": "object", "properties": body or {}},
        "required": list(required),
        "tags": [resource],
    }
