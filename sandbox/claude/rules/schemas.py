"""Input schemas: the root's form, property keys, and JSON Schema 2020-12 itself."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from sandbox.claude.errors import ApiError, missing, refused

_KEY = re.compile(r"[a-zA-Z0-9_.-]{1,64}")
_INVALID = (
    "JSON schema is invalid. It must match JSON Schema draft 2020-12 "
    "(https://json-schema.org/draft/2020-12). Learn more about tool use at "
    "https://platform.claude.com/docs/en/agents-and-tools/tool-use/overview."
)


def schema_errors(path: str, schema: Any) -> Iterator[ApiError]:
    """Why the API would not take this as a tool's input schema."""
    if not isinstance(schema, dict):
        yield refused(f"{path}: Input should be a valid dictionary")
    if "type" not in schema:
        yield missing(f"{path}.type")
    if schema["type"] != "object":
        yield refused(f"{path}.type: Input should be 'object'")
    if {"oneOf", "anyOf", "allOf"} & schema.keys():
        yield refused(f"{path}: input_schema does not support oneOf, allOf, or anyOf at the top level")
    if not all(_KEY.fullmatch(key) for part in subschemas(schema) for key in _properties(part)):
        yield refused(f"{path}.properties: Property keys should match pattern '^[a-zA-Z0-9_.-]{{1,64}}$'")
    if not is_valid(schema):
        yield refused(f"{path}: {_INVALID}")


def example_errors(path: str, tool: dict[str, Any]) -> Iterator[ApiError]:
    """Examples must themselves be valid input."""
    validator = Draft202012Validator(tool["input_schema"])
    for at, example in enumerate(tool.get("input_examples") or []):
        if not validator.is_valid(example):
            yield refused(f"{path}.input_examples.{at}: Input example does not match the input_schema")


def subschemas(schema: Any) -> Iterator[dict[str, Any]]:
    """A schema and every schema inside it, not following references."""
    if not isinstance(schema, dict):
        return
    yield schema
    for child in _properties(schema).values():
        yield from subschemas(child)
    for key in ("items", "additionalProperties", "not", "if", "then", "else", "contains"):
        yield from subschemas(schema.get(key))
    for key in ("anyOf", "oneOf", "allOf", "prefixItems"):
        branches = schema.get(key)
        for child in branches if isinstance(branches, list) else ():
            yield from subschemas(child)
    for key in ("$defs", "definitions"):
        parts = schema.get(key)
        for child in parts.values() if isinstance(parts, dict) else ():
            yield from subschemas(child)


def is_valid(schema: dict[str, Any]) -> bool:
    """Whether it is JSON Schema 2020-12 whose references all lead somewhere inside it."""
    return _is_valid(json.dumps(schema))


def _properties(schema: dict[str, Any]) -> dict[str, Any]:
    found = schema.get("properties")
    return found if isinstance(found, dict) else {}


@lru_cache(maxsize=4096)
def _is_valid(text: str) -> bool:
    """Checked once per schema: the same tools come with every request, and one check takes milliseconds."""
    schema = json.loads(text)
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError:
        return False
    references = [part["$ref"] for part in subschemas(schema) if isinstance(part.get("$ref"), str)]
    return all(_resolves(schema, reference) for reference in references)


def _resolves(schema: dict[str, Any], reference: str) -> bool:
    if not reference.startswith("#"):
        return False
    found: Any = schema
    for step in filter(None, reference[1:].split("/")):
        if not isinstance(found, dict) or step not in found:
            return False
        found = found[step]
    return True
