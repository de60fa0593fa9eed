"""`output_config.format`: a JSON schema in the subset that an answer can be held to."""

from collections.abc import Iterator
from typing import Any

from sandbox.claude.errors import ApiError, extra, missing, refused
from sandbox.claude.rules.schemas import is_valid, subschemas

_PATH = "output_config.format"
_UNSUPPORTED = {
    "integer": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "string": ("minLength", "maxLength"),
    "array": ("maxItems", "uniqueItems"),
}
_OPTIONAL, _UNIONS = 24, 16


def format_errors(body: dict[str, Any]) -> Iterator[ApiError]:
    """Errors of the answer's form, and of what does not go with one."""
    form = (body.get("output_config") or {}).get("format")
    if form is None:
        return
    if not isinstance(form, dict) or form.get("type") != "json_schema":
        yield refused(f"{_PATH}.type: Input should be 'json_schema'")
    for key in form:
        if key not in ("type", "schema"):
            yield extra(f"{_PATH}.{key}")
    if not isinstance(form.get("schema"), dict):
        yield missing(f"{_PATH}.schema")
    yield from _schema_errors(form["schema"])
    if body["messages"][-1].get("role") == "assistant":
        yield refused("Prefilling the assistant message is not supported with output_config.format.")


def _schema_errors(schema: dict[str, Any]) -> Iterator[ApiError]:
    if not is_valid(schema):
        yield refused(f"{_PATH}.schema: JSON schema is invalid.")
    parts = list(subschemas(schema))
    for part in parts:
        yield from _part_errors(part)
    optional = sum(len(set(part.get("properties") or {}) - set(part.get("required") or [])) for part in parts)
    if optional > _OPTIONAL:
        yield refused(f"{_PATH}.schema: too many optional parameters ({optional}). The limit is {_OPTIONAL}.")
    unions = sum("anyOf" in part or isinstance(part.get("type"), list) for part in parts)
    if unions > _UNIONS:
        yield refused(
            f"{_PATH}.schema: too many parameters with union types ({unions}). The limit is {_UNIONS}."
        )


def _part_errors(part: dict[str, Any]) -> Iterator[ApiError]:
    kind = str(part.get("type"))
    if kind == "object" and part.get("additionalProperties") is not False:
        yield refused(
            f"{_PATH}.schema: For 'object' type, 'additionalProperties' must be explicitly set to false"
        )
    unsupported = [key for key in _UNSUPPORTED.get(kind, ()) if key in part]
    if unsupported:
        names = ", ".join(unsupported)
        yield refused(f"{_PATH}.schema: For '{kind}' type, properties {names} are not supported")
    if part.get("minItems", 0) not in (0, 1):
        yield refused(
            f"{_PATH}.schema: For 'array' type, 'minItems' values other than 0 or 1 are not supported"
        )
    if "oneOf" in part:
        yield refused(f"{_PATH}.schema: Schema type 'oneOf' is not supported")
