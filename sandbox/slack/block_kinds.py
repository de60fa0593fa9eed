"""Checking each kind of block by its own limits."""

from collections.abc import Callable
from typing import Any

from sandbox.slack.block_elements import (
    IN_ACTIONS,
    IN_CARD,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    element,
    image,
)
from sandbox.slack.block_rich_text import rich_text
from sandbox.slack.block_texts import (
    Problems,
    array,
    items,
    one_of,
    plain,
    plains,
    problem,
    required,
    string,
    strings,
    text,
)
from sandbox.slack.journal import Json

Check = Callable[[Json, str], Problems]
TASK_STATES = ("pending", "in_progress", "complete", "error")
MARKDOWN_LIMIT = 12_000


def _section(block: Json, path: str) -> Problems:
    if not block.get("text") and not block.get("fields"):
        yield problem(path, "missing required field: text or fields")
    if block.get("text"):
        yield from text(block["text"], f"{path}/text", 3000)
    if block.get("fields") is not None:
        yield from array(block["fields"], f"{path}/fields", 1, 10)
        for index, field in enumerate(block["fields"] if isinstance(block["fields"], list) else []):
            yield from text(field, f"{path}/fields/{index}", 2000)
    if block.get("accessory") is not None:
        yield from element(block["accessory"], f"{path}/accessory", IN_SECTION)


def _header(block: Json, path: str) -> Problems:
    yield from plain(block.get("text"), f"{path}/text", 150)


def _context(block: Json, path: str) -> Problems:
    yield from array(block.get("elements"), f"{path}/elements", 1, 10)
    for index, part in items(block.get("elements")):
        where = f"{path}/elements/{index}"
        if part.get("type") == "image":
            yield from image(part, where)
        else:
            yield from text(part, where, 3000)


def _row(allowed: frozenset[str], most: int) -> Check:
    def check(block: Json, path: str) -> Problems:
        yield from array(block.get("elements"), f"{path}/elements", 1, most)
        for index, part in items(block.get("elements")):
            yield from element(part, f"{path}/elements/{index}", allowed)

    return check


def _input(block: Json, path: str) -> Problems:
    yield from plain(block.get("label"), f"{path}/label", 2000)
    yield from plains(block, path, {"hint": 2000})
    yield from element(block.get("element"), f"{path}/element", IN_INPUT)


def _image(block: Json, path: str) -> Problems:
    yield from image(block, path)
    yield from plains(block, path, {"title": 2000})


def _video(block: Json, path: str) -> Problems:
    yield from required(block, path, "alt_text", "video_url", "thumbnail_url", "title")
    yield from plains(block, path, {"title": 199, "description": 199})
    yield from strings(block, path, {"author_name": 49})


def _markdown(block: Json, path: str) -> Problems:
    yield from string(block.get("text"), f"{path}/text", MARKDOWN_LIMIT)


def task_card(block: Json, path: str, *, in_plan: bool = False) -> Problems:
    """Check a task; one that stands alone cannot be pending."""
    yield from required(block, path, "task_id", "title")
    yield from strings(block, path, {"title": 256})
    yield from one_of(block.get("status"), f"{path}/status", TASK_STATES if in_plan else TASK_STATES[1:])
    for name in ("details", "output"):
        if block.get(name) is not None:
            yield from rich_text(block[name], f"{path}/{name}")
    for index, source in items(block.get("sources")):
        yield from one_of(source.get("type"), f"{path}/sources/{index}/type", ("url",))
        yield from required(source, f"{path}/sources/{index}", "url", "text")


def _plan(block: Json, path: str) -> Problems:
    yield from string(block.get("title"), f"{path}/title", 256)
    yield from array(block.get("tasks", []), f"{path}/tasks", 0, 50)
    seen: set[Any] = set()
    for index, task in items(block.get("tasks")):
        where = f"{path}/tasks/{index}"
        yield from task_card(task, where, in_plan=True)
        if task.get("task_id") in seen:
            yield problem(f"{where}/task_id", "must be unique within the plan")
        seen.add(task.get("task_id"))


def _card(block: Json, path: str) -> Problems:
    if not any(block.get(key) for key in ("hero_image", "title", "body", "actions")):
        yield problem(path, "missing required field: hero_image, title, body or actions")
    for key, limit in {"title": 150, "subtitle": 150, "body": 200, "subtext": 200}.items():
        if block.get(key) is not None:
            yield from text(block[key], f"{path}/{key}", limit)
    yield from array(block.get("actions", []), f"{path}/actions", 0, 3)
    for index, part in items(block.get("actions")):
        yield from element(part, f"{path}/actions/{index}", IN_CARD)


def _carousel(block: Json, path: str) -> Problems:
    yield from array(block.get("elements"), f"{path}/elements", 1, 10)
    for index, card in items(block.get("elements")):
        yield from _card(card, f"{path}/elements/{index}")


def _container(block: Json, path: str) -> Problems:
    if not block.get("title") and not block.get("rich_text_title"):
        yield problem(path, "missing required field: title or rich_text_title")
    for key in ("title", "subtitle"):
        if block.get(key) is not None:
            yield from text(block[key], f"{path}/{key}", 150)
    if block.get("width") is not None:
        yield from one_of(block["width"], f"{path}/width", ("narrow", "standard", "wide", "full"))
    if block.get("has_header_divider") and block.get("is_collapsible"):
        yield problem(path, "has_header_divider cannot be set when is_collapsible is true")
    yield from array(block.get("child_blocks"), f"{path}/child_blocks", 1, 10)


def _alert(block: Json, path: str) -> Problems:
    yield from text(block.get("text"), f"{path}/text", 200)
    if block.get("level") is not None:
        yield from one_of(block["level"], f"{path}/level", ("default", "info", "warning", "error", "success"))


def _rich_text(block: Json, path: str) -> Problems:
    yield from rich_text(block, path)


def _call(block: Json, path: str) -> Problems:
    yield from required(block, path, "call_id")


def _nothing(_block: Json, _path: str) -> Problems:
    yield from ()


KINDS: dict[str, Check] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _row(IN_ACTIONS, 25),
    "context_actions": _row(IN_CONTEXT_ACTIONS, 5),
    "divider": _nothing,
    "image": _image,
    "input": _input,
    "rich_text": _rich_text,
    "video": _video,
    "markdown": _markdown,
    "task_card": task_card,
    "plan": _plan,
    "card": _card,
    "carousel": _carousel,
    "container": _container,
    "alert": _alert,
    "call": _call,
}
