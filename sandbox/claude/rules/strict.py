"""Limits of `strict: true` over all tools of a request."""

from collections.abc import Iterator
from typing import Any

from sandbox.claude.errors import ApiError, refused
from sandbox.claude.rules.schemas import subschemas

_TOOLS, _OPTIONAL, _UNIONS = 20, 24, 16


def strict_errors(tools: list[dict[str, Any]]) -> Iterator[ApiError]:
    """At most 20 strict tools, 24 optional and 16 union parameters, every object closed."""
    strict = [(at, tool) for at, tool in enumerate(tools) if tool.get("strict") and "input_schema" in tool]
    if len(strict) > _TOOLS:
        yield refused(
            f"Too many strict tools ({len(strict)}). The maximum number of strict tools supported is "
            f"{_TOOLS}. Try reducing the number of tools marked as strict."
        )
    schemas = [part for _, tool in strict for part in subschemas(tool["input_schema"])]
    optional = sum(
        len(set(part.get("properties") or {}) - set(part.get("required") or [])) for part in schemas
    )
    if optional > _OPTIONAL:
        yield refused(
            f"Too many optional parameters ({optional}) in strict schemas. The limit is {_OPTIONAL}."
        )
    unions = sum("anyOf" in part or isinstance(part.get("type"), list) for part in schemas)
    if unions > _UNIONS:
        yield refused(
            f"Too many parameters with union types ({unions}) in strict schemas. The limit is {_UNIONS}."
        )
    for at, tool in strict:
        for part in subschemas(tool["input_schema"]):
            if part.get("type") == "object" and part.get("additionalProperties") is not False:
                yield refused(
                    f"tools.{at}.custom: For 'object' type, 'additionalProperties' must be explicitly "
                    "set to false"
                )
