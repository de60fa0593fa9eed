"""Checking the small things blocks are made of: texts, options, confirmations, lengths."""

from collections.abc import Iterable, Iterator
from typing import Any

from sandbox.slack.journal import Json

ID_LIMIT = 255
Problems = Iterator[str]


def problem(path: str, what: str) -> str:
    """Spell a problem as Slack does: what, and a JSON pointer to where."""
    return f"{what} [json-pointer:{path}]"


def required(value: Json, path: str, *keys: str) -> Problems:
    """Complain of each key that is not there."""
    for key in keys:
        if value.get(key) in (None, "", []):
            yield problem(path, f"missing required field: {key}")


def string(value: Any, path: str, limit: int, *, least: int = 1) -> Problems:
    """Check a bare string's length."""
    if not isinstance(value, str):
        yield problem(path, "must be a string")
    elif len(value) < least:
        yield problem(path, f"must be more than {least - 1} characters")
    elif len(value) > limit:
        yield problem(path, f"must be less than {limit + 1} characters")


def strings(value: Json, path: str, limits: dict[str, int]) -> Problems:
    """Check the bare strings that are there."""
    for key, limit in limits.items():
        if value.get(key) is not None:
            yield from string(value[key], f"{path}/{key}", limit)


def text(value: Any, path: str, limit: int, kinds: tuple[str, ...] = ("plain_text", "mrkdwn")) -> Problems:
    """Check a text object."""
    if not isinstance(value, dict) or value.get("type") not in kinds:
        yield problem(path, f"must be a text object of type {' or '.join(kinds)}")
        return
    yield from string(value.get("text"), f"{path}/text", limit)


def plain(value: Any, path: str, limit: int) -> Problems:
    """Check a plain_text object."""
    yield from text(value, path, limit, ("plain_text",))


def plains(value: Json, path: str, limits: dict[str, int]) -> Problems:
    """Check the plain_text objects that are there."""
    for key, limit in limits.items():
        if value.get(key) is not None:
            yield from plain(value[key], f"{path}/{key}", limit)


def array(value: Any, path: str, least: int, most: int) -> Problems:
    """Check a list's length."""
    if not isinstance(value, list):
        yield problem(path, "must be an array")
    elif len(value) < least:
        yield problem(path, f"no fewer than {least} items required")
    elif len(value) > most:
        yield problem(path, f"no more than {most} items allowed")


def items(value: Any) -> Iterator[tuple[int, Json]]:
    """Yield the dicts of a list with their places; a thing that is no list has none."""
    for index, item in enumerate(value if isinstance(value, list) else []):
        if isinstance(item, dict):
            yield index, item


def one_of(value: Any, path: str, allowed: Iterable[Any]) -> Problems:
    """Check that a value is one of a few."""
    if value not in tuple(allowed):
        yield problem(path, f"must be one of: {', '.join(str(a) for a in allowed)}")


def option(value: Json, path: str, *, mrkdwn: bool) -> Problems:
    """Check an option of a select, a checkbox or an overflow menu."""
    kinds = ("plain_text", "mrkdwn") if mrkdwn else ("plain_text",)
    yield from text(value.get("text"), f"{path}/text", 75, kinds)
    yield from string(value.get("value"), f"{path}/value", 150)
    if value.get("description") is not None:
        yield from text(value["description"], f"{path}/description", 75, kinds)


def confirm(value: Any, path: str) -> Problems:
    """Check a confirmation dialog."""
    if not isinstance(value, dict):
        yield problem(path, "must be an object")
        return
    yield from plain(value.get("title"), f"{path}/title", 100)
    yield from text(value.get("text"), f"{path}/text", 300)
    yield from plain(value.get("confirm"), f"{path}/confirm", 30)
    yield from plain(value.get("deny"), f"{path}/deny", 30)
    if value.get("style") is not None:
        yield from one_of(value["style"], f"{path}/style", ("primary", "danger"))
