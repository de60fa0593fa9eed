"""A message as a person reads it: every block as plain lines, for terminals and for tests."""

import re
from collections.abc import Callable
from typing import Any

from sandbox.slack.journal import Json
from sandbox.slack.render_rich_text import rich_lines

RULE = "─" * 20
_TASK_SIGNS = {"pending": "○", "in_progress": "◐", "complete": "✓", "error": "✗"}
_TOKEN = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")


def text_of(message: Json) -> str:
    """Return all that a message says. Blocks hide the text, so the text is shown only where there are none."""
    lines = lines_of(message.get("blocks") or [])
    if not lines:
        lines = readable(message.get("text") or "").split("\n")
    for attachment in message.get("attachments") or []:
        lines += _attachment(attachment)
    lines += [f"[file: {file.get('title') or file.get('name')}]" for file in message.get("files") or []]
    return "\n".join(line.rstrip() for line in lines)


def lines_of(blocks: list[Json]) -> list[str]:
    """Return the lines of some blocks."""
    lines: list[str] = []
    for block in blocks:
        lines += _RENDER.get(str(block.get("type")), _unknown)(block)
    return lines


def readable(mrkdwn: str) -> str:
    """Return mrkdwn with links, mentions and dates spelled out and the escapes undone."""

    def spelled(match: re.Match[str]) -> str:
        target, label = match.group(1), match.group(2)
        if target.startswith("!date^"):
            return label or target
        if target[0] in "@#":
            return f"{target[0]}{label}" if label else target
        if target[0] == "!":
            return f"@{label or target[1:]}"
        return f"{label} ({target})" if label and label != target else target

    return _TOKEN.sub(spelled, mrkdwn).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _said(text: Any) -> str:
    if isinstance(text, str):
        return text
    if not isinstance(text, dict):
        return ""
    return readable(text.get("text", "")) if text.get("type") == "mrkdwn" else str(text.get("text", ""))


def _section(block: Json) -> list[str]:
    lines = _said(block["text"]).split("\n") if block.get("text") else []
    for field in block.get("fields", []):
        lines += _said(field).split("\n")
    return lines + (_element(block["accessory"]) if block.get("accessory") else [])


def _row(block: Json) -> list[str]:
    return [" ".join(line for element in block.get("elements", []) for line in _element(element))]


def _element(element: Json) -> list[str]:
    kind = str(element.get("type"))
    if kind in ("plain_text", "mrkdwn"):
        return [_said(element)]
    if kind in ("button", "workflow_button"):
        target = f" → {element['url']}" if element.get("url") else ""
        return [f"[ {_said(element.get('text'))}{target} ]"]
    if kind == "feedback_buttons":
        sides = (element.get("positive_button", {}), element.get("negative_button", {}))
        return [" ".join(f"[ {_said(side.get('text'))} ]" for side in sides)]
    if kind in ("checkboxes", "radio_buttons"):
        return _choices(element)
    if kind in ("icon_button", "image"):
        return [f"[ {_said(element.get('text')) or element.get('alt_text', kind)} ]"]
    return [_field(element)]


def _choices(element: Json) -> list[str]:
    chosen = [*element.get("initial_options", []), element.get("initial_option")]
    marked = {option["value"] for option in chosen if option}
    lines = []
    for option in element.get("options", []):
        sign = "x" if option["value"] in marked else " "
        note = f" - {_said(option['description'])}" if option.get("description") else ""
        lines.append(f"[{sign}] {_said(option['text'])}{note}")
    return lines


def _field(element: Json) -> str:
    chosen = element.get("initial_option")
    options = [chosen] if chosen else element.get("initial_options", [])
    shown = ", ".join(_said(option["text"]) for option in options)
    value = shown or str(element.get("initial_value") or element.get("initial_date") or "")
    return f"[ {value or _said(element.get('placeholder')) or '…'} ]"


def _input(block: Json) -> list[str]:
    hint = [f"({_said(block['hint'])})"] if block.get("hint") else []
    return [f"{_said(block.get('label'))}:", *_element(block.get("element", {})), *hint]


def _plan(block: Json) -> list[str]:
    lines = [_said(block.get("title"))]
    for task in block.get("tasks", []):
        lines += [f"  {line}" for line in _task(task)]
    return lines


def _task(task: Json) -> list[str]:
    lines = [f"{_TASK_SIGNS.get(task.get('status', ''), '·')} {_said(task.get('title'))}"]
    for name in ("details", "output"):
        if task.get(name):
            lines += [f"    {line}" for line in rich_lines(task[name])]
    return lines + [f"    {source.get('text')} ({source.get('url')})" for source in task.get("sources", [])]


def _table(block: Json) -> list[str]:
    rows = [[_cell(cell) for cell in row] for row in block.get("rows", [])]
    widths = [max(len(row[i]) for row in rows if i < len(row)) for i in range(max(map(len, rows), default=0))]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)) for row in rows]
    return [*([_said(block["caption"])] if block.get("caption") else []), *lines]


def _cell(cell: Json) -> str:
    if cell.get("type") == "rich_text":
        return " ".join(rich_lines(cell))
    return str(cell.get("text") or cell.get("value") or "")


def _card(block: Json) -> list[str]:
    parts = ("title", "subtitle", "body", "subtext")
    lines = [line for key in parts if block.get(key) for line in _said(block[key]).split("\n")]
    return lines + (_row({"elements": block["actions"]}) if block.get("actions") else [])


def _carousel(block: Json) -> list[str]:
    return [line for card in block.get("elements", []) for line in _card(card)]


def _container(block: Json) -> list[str]:
    title = _said(block.get("title")) or " ".join(rich_lines(block.get("rich_text_title", {})))
    subtitle = [_said(block["subtitle"])] if block.get("subtitle") else []
    return [title, *subtitle, *(f"  {line}" for line in lines_of(block.get("child_blocks", [])))]


def _attachment(attachment: Json) -> list[str]:
    texts = [readable(str(attachment[key])) for key in ("pretext", "title", "text") if attachment.get(key)]
    lines = lines_of(attachment.get("blocks", [])) or texts or [str(attachment.get("fallback", ""))]
    return [f"| {line}" for line in lines if line]


def _image(block: Json) -> list[str]:
    title = f"{_said(block['title'])}: " if block.get("title") else ""
    return [f"[image: {title}{block.get('alt_text', '')}]"]


def _call(block: Json) -> list[str]:
    call = block.get("call", {}).get("v1", {})
    return [f"[call: {call.get('name', block.get('call_id'))} {call.get('join_url', '')}]"]


def _unknown(block: Json) -> list[str]:
    return [f"[{block.get('type')}]"]


_RENDER: dict[str, Callable[[Json], list[str]]] = {
    "section": _section,
    "header": lambda block: [_said(block.get("text"))],
    "context": _row,
    "actions": _row,
    "context_actions": _row,
    "divider": lambda _block: [RULE],
    "image": _image,
    "input": _input,
    "rich_text": rich_lines,
    "markdown": lambda block: str(block.get("text", "")).split("\n"),
    "task_card": _task,
    "plan": _plan,
    "table": _table,
    "data_table": _table,
    "data_visualization": lambda block: [f"[chart: {block.get('title', '')}]"],
    "card": _card,
    "carousel": _carousel,
    "container": _container,
    "alert": lambda block: [f"! {_said(block.get('text'))}"],
    "video": lambda block: [f"[video: {_said(block.get('title'))}]"],
    "call": _call,
}
