"""Checking rich_text blocks: sections, lists, quotes, preformatted text and the parts inside."""

from typing import Any

from sandbox.slack.block_texts import Problems, items, one_of, problem, required
from sandbox.slack.journal import Json

_PART_NEEDS: dict[str, tuple[str, ...]] = {
    "text": ("text",),
    "link": ("url",),
    "user": ("user_id",),
    "usergroup": ("usergroup_id",),
    "channel": ("channel_id",),
    "emoji": ("name",),
    "broadcast": ("range",),
    "date": ("timestamp", "format"),
    "color": ("value",),
}
_IN_PREFORMATTED = ("text", "link")


def rich_text(value: Any, path: str) -> Problems:
    """Check a whole rich_text block or the rich text inside a card or a cell."""
    if not isinstance(value, dict) or value.get("type") != "rich_text":
        yield problem(path, "must be a rich_text object")
        return
    yield from required(value, path, "elements")
    for index, element in items(value.get("elements")):
        yield from _element(element, f"{path}/elements/{index}")


def _element(element: Json, path: str) -> Problems:
    kind = element.get("type")
    if kind == "rich_text_list":
        yield from one_of(element.get("style"), f"{path}/style", ("bullet", "ordered"))
        for index, entry in items(element.get("elements")):
            if entry.get("type") != "rich_text_section":
                yield problem(f"{path}/elements/{index}", "must be a rich_text_section")
            else:
                yield from _parts(entry, f"{path}/elements/{index}", tuple(_PART_NEEDS))
    elif kind in ("rich_text_section", "rich_text_quote"):
        yield from _parts(element, path, tuple(_PART_NEEDS))
    elif kind == "rich_text_preformatted":
        yield from _parts(element, path, _IN_PREFORMATTED)
    else:
        yield problem(path, f"unsupported rich text element: {kind}")


def _parts(element: Json, path: str, allowed: tuple[str, ...]) -> Problems:
    if not isinstance(element.get("elements"), list):
        yield problem(path, "missing required field: elements")
    for index, part in items(element.get("elements")):
        where = f"{path}/elements/{index}"
        if part.get("type") not in allowed:
            yield problem(where, f"unsupported rich text part: {part.get('type')}")
        else:
            yield from required(part, where, *_PART_NEEDS[part["type"]])
