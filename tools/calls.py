"""From Claude's arguments to Truto's request: checked, split, with the original names. Pure."""

from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from tools.errors import UsageError
from tools.offers import Offer
from tools.requests import BY_ID, VERBS, Request, is_media
from tools.schemas import join

MAX_COMPLAINTS = 5

WORDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "object": "an object",
    "array": "a list",
    "null": "null",
}


def request_for(offer: Offer, arguments: Mapping[str, Any]) -> Request:
    """The request these arguments stand for; raises UsageError for arguments the tool does not have."""
    declared = offer.input_schema["properties"]
    unknown = [name for name in arguments if name not in declared]
    if unknown:
        known = ", ".join(declared) or "none"
        raise UsageError(f"{offer.name} has no argument {', '.join(unknown)}. It takes: {known}.")
    original = _restore(arguments, ("",), offer.renames)
    tool = offer.tool
    is_read = VERBS.get(tool.method) == "GET"
    query = {key: value for key, value in original.items() if key in offer.query or is_read}
    body = {key: value for key, value in original.items() if key in offer.body and not is_read}
    takes_body = bool(body) or tool.method not in VERBS or tool.method in ("create", "update")
    return Request(
        resource=tool.resource,
        method=tool.method,
        id=_id(offer, original.get("id")),
        query=query,
        body=body if takes_body else None,
        wants_json=is_media(tool.resource),
    )


def invalid(offer: Offer, arguments: Mapping[str, Any]) -> str | None:
    """What is wrong with the arguments, in words Claude can act on; None if nothing is."""
    errors = sorted(
        Draft202012Validator(offer.input_schema).iter_errors(arguments),
        key=lambda e: [str(p) for p in e.path],
    )
    complaints = [line for error in errors for line in _complaints(error)]
    return "; ".join(dict.fromkeys(complaints[:MAX_COMPLAINTS])) or None


def _id(offer: Offer, value: Any) -> str | None:
    """The id for the path: without it "get" would quietly become "list"."""
    if offer.tool.method not in BY_ID:
        return None
    usable = isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip()
    if usable:
        return str(value).strip()
    if value is not None or offer.tool.method == "get" or "id" in offer.query | offer.body:
        raise UsageError(f"{offer.name} needs an id.")
    return None


def _restore(value: Any, paths: tuple[str, ...], renames: Mapping[str, str]) -> Any:
    """The same value with its original names; a key can be declared by its name or by *."""
    if isinstance(value, Mapping):
        restored = {}
        for name, part in value.items():
            below = _below(paths, (str(name), "*"), renames)
            original = next((renames[path] for path in below if path in renames), name)
            restored[original] = _restore(part, below, renames)
        return restored
    if isinstance(value, list | tuple):
        return [_restore(part, _below(paths, ("*",), renames), renames) for part in value]
    return value


def _below(paths: tuple[str, ...], keys: tuple[str, ...], renames: Mapping[str, str]) -> tuple[str, ...]:
    """The paths one step deeper that lead to something renamed."""
    found = [join(path, key) for path in paths for key in keys]
    return tuple(p for p in found if p in renames or any(known.startswith(f"{p}/") for known in renames))


def _complaints(error: ValidationError) -> list[str]:
    """One failure as lines that name the place and what belongs there."""
    if error.context and (closest := best_match(error.context)) is not None:
        return _complaints(closest)
    place = _place(error)
    wanted: Any = error.validator_value
    instance: Any = error.instance
    if error.validator == "required":
        missing = [name for name in wanted if name not in instance]
        return [f"{_inside(place, name)}: is required" for name in missing]
    if error.validator == "additionalProperties" and isinstance(error.schema, Mapping):
        known = error.schema.get("properties", {})
        extra = [name for name in instance if name not in known]
        return [
            f"{_inside(place, str(name))}: is not an argument (there are: {', '.join(known) or 'none'})"
            for name in extra
        ]
    return [f"{place or 'arguments'}: {_reason(error)}"]


def _reason(error: ValidationError) -> str:
    wanted: Any = error.validator_value
    if error.validator == "type":
        kinds = wanted if isinstance(wanted, list) else [wanted]
        return f"must be {' or '.join(WORDS.get(kind, str(kind)) for kind in kinds)}"
    if error.validator == "enum":
        return f"must be one of {', '.join(map(str, wanted))}"
    return error.message[:200]


def _place(error: ValidationError) -> str:
    place = ""
    for step in error.absolute_path:
        place = f"{place}[{step}]" if isinstance(step, int) else _inside(place, step)
    return place


def _inside(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
