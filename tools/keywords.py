"""JSON Schema keywords, one by one: what older drafts and hand-written schemas say, in draft 2020-12."""

import math
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

TYPES: Mapping[str, str | None] = {
    **{name: name for name in ("string", "number", "integer", "boolean", "object", "array", "null")},
    **dict.fromkeys(
        ("str", "text", "date", "datetime", "date-time", "time", "file", "uuid", "uri", "email"), "string"
    ),
    **dict.fromkeys(("int", "int32", "int64", "long", "bigint"), "integer"),
    **dict.fromkeys(("float", "double", "decimal"), "number"),
    **{"bool": "boolean", "dict": "object", "map": "object", "list": "array", "none": "null"},
    **dict.fromkeys(("any", "mixed", "unknown"), None),
}
"""Type words met in the wild; None for "anything goes"."""

BOUNDS = ("minimum", "maximum")

Note = Callable[[str], None]
"""Told of each repair, in a few words."""


class Drop(Exception):
    """This keyword's value cannot be understood and is left out."""


def _text(value: Any) -> str:
    if isinstance(value, Mapping | list) or value is None:
        raise Drop
    return str(value)


def _flag(value: Any) -> bool:
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if not isinstance(value, bool):
        raise Drop
    return value


def _number(value: Any) -> int | float:
    if isinstance(value, str):
        with suppress(ValueError):
            value = float(value) if "." in value else int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Drop
    return value


def _count(value: Any) -> int:
    number = _number(value)
    if number < 0 or number != int(number):
        raise Drop
    return int(number)


def _positive(value: Any) -> int | float:
    if (number := _number(value)) <= 0:
        raise Drop
    return number


def _pattern(value: Any) -> str:
    """A pattern that works here as well: JavaScript's regular expressions know more than Python's."""
    if not isinstance(value, str):
        raise Drop
    try:
        re.compile(value)
    except re.error as error:
        raise Drop from error
    return value


def _choices(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise Drop
    return [item for n, item in enumerate(value) if item not in value[:n]]


def _examples(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _anything(value: Any) -> Any:
    return value


def _type(value: Any) -> str | list[str]:
    words = value if isinstance(value, list) else [value]
    found = [TYPES[w.lower()] for w in words if isinstance(w, str) and w.lower() in TYPES]
    if len(found) != len(words) or not found or None in found:
        raise Drop
    kinds = list(dict.fromkeys(kind for kind in found if kind))
    return kinds[0] if len(kinds) == 1 else kinds


PLAIN: Mapping[str, Callable[[Any], Any]] = {
    "type": _type,
    "title": _text,
    "description": _text,
    "format": _text,
    "pattern": _pattern,
    "enum": _choices,
    "const": _anything,
    "default": _anything,
    "examples": _examples,
    **dict.fromkeys((*BOUNDS, "exclusiveMinimum", "exclusiveMaximum"), _number),
    "multipleOf": _positive,
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems", "minContains", "maxContains"), _count),
    **dict.fromkeys(("minProperties", "maxProperties"), _count),
    **dict.fromkeys(("uniqueItems", "deprecated", "readOnly", "writeOnly"), _flag),
}
"""Keywords whose value is not itself a schema, and how each is put right."""


def modern(schema: Mapping[str, Any], note: Note) -> dict[str, Any]:
    """Keywords of older drafts and of OpenAPI, respelled: boolean bounds, tuples, nullable, example."""
    new = dict(schema)
    if "2020-12" not in str(new.pop("$schema", "2020-12")):
        note("an older draft of JSON Schema was respelled")
    for bound in BOUNDS:
        _exclusive(new, bound, note)
    if isinstance(new.get("items"), list):
        note("a list of items is called prefixItems")
        new["prefixItems"] = new.pop("items")
        if "additionalItems" in new:
            new["items"] = new["additionalItems"]
    if isinstance(new.get("properties"), list):
        note("a list of properties was made a map")
        named = [item for item in new["properties"] if isinstance(item, Mapping) and item.get("name")]
        new["properties"] = {
            str(item["name"]): {k: v for k, v in item.items() if k != "name"} for item in named
        }
    if "example" in new and "examples" not in new:
        note("example is called examples")
        new["examples"] = [new["example"]]
    return _nullable(new, note) if new.get("nullable") is True else new


def _exclusive(schema: dict[str, Any], bound: str, note: Note) -> None:
    """Draft 4 said by true or false whether a bound itself is excluded."""
    exclusive = f"exclusive{bound.title()}"
    if not isinstance(schema.get(exclusive), bool):
        return
    note(f"{exclusive} was true or false and is a number")
    if schema.pop(exclusive) and bound in schema:
        schema[exclusive] = schema.pop(bound)


def _nullable(schema: dict[str, Any], note: Note) -> dict[str, Any]:
    note("nullable is told by its type")
    kinds = schema.get("type")
    if isinstance(kinds, str):
        schema["type"] = [kinds, "null"]
    elif isinstance(kinds, list):
        schema["type"] = [*kinds, "null"]
    if isinstance(schema.get("enum"), list):
        schema["enum"] = [*schema["enum"], None]
    return schema
