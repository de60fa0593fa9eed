"""A payload as a person reviews it: its words as Slack draws them, its words alone, and what goes over the wire."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.slack.text import fallback
from sandbox.slack import text_of
from sandbox.slack.render import lines_of, readable
from sandbox.window.drawing import draw_message, draw_view
from sandbox.window.drawing.samples import NAMES, VIEWER
from tests.golden.sample import Payload, Sample

FOLDER = Path(__file__).parent / "kept"
LONG = 12
"""Options of a menu of which only the first are kept."""


def drawn(sample: Sample) -> str:
    """The text of a golden file."""
    return "".join(f"{_drawn(payload)}\n{'=' * 60}\n" for payload in sample.payloads)


def shown(sample: Sample) -> Iterator[str]:
    """The same as the window shows it: a piece of a page for each payload."""
    for payload in sample.payloads:
        if isinstance(payload, dict):
            yield draw_view(
                payload | {"id": "V1", "blocks": _with_ids(payload["blocks"])}, VIEWER, names=NAMES
            )
        else:
            text, blocks = (payload, []) if isinstance(payload, str) else payload
            message = {"ts": "1.1", "text": fallback(text), "blocks": _with_ids(blocks)}
            yield draw_message(message, VIEWER, names=NAMES)


def _with_ids(blocks: list[Any]) -> list[Any]:
    """The blocks with the ids that Slack invents."""
    return [{"block_id": f"b{n}", **block} for n, block in enumerate(blocks)]


def _drawn(payload: Payload) -> str:
    if isinstance(payload, str):
        shown = readable(payload)
        return shown if shown == payload else f"{shown}\n-- as sent --\n{payload}"
    if isinstance(payload, tuple):
        text, blocks = payload
        wire = "\n".join(map(_line, blocks))
        shown = text_of({"text": text, "blocks": blocks})
        return f"{shown}\n-- without blocks --\n{fallback(text)}\n-- as sent --\n{wire}"
    return _view(payload)


def _view(view: dict[str, Any]) -> str:
    head, blocks = {key: part for key, part in view.items() if key != "blocks"}, view.get("blocks", [])
    title = (view.get("title") or {}).get("text")
    buttons = [f"[ {view[key]['text']} ]" for key in ("close", "submit") if view.get(key)]
    lines = [*filter(None, [title]), *lines_of(blocks), " ".join(buttons)]
    return "\n".join([*lines, "-- as sent --", _line(head), *map(_line, blocks)])


def _line(block: Any) -> str:
    return json.dumps(_shortened(block), ensure_ascii=False)


def _shortened(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _menu(part) if key == "options" else _shortened(part) for key, part in node.items()}
    return [_shortened(part) for part in node] if isinstance(node, list) else node


def _menu(options: list[Any]) -> list[Any]:
    cut = len(options) > LONG
    return [*options[:3], f"and {len(options) - 3} more"] if cut else [_shortened(one) for one in options]
