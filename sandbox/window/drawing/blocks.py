"""Blocks and elements as HTML: a template for each kind, and what all of them may ask."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from sandbox.slack.elements import state_of
from sandbox.slack.journal import Json
from sandbox.window.drawing import charts, controls, tables
from sandbox.window.drawing.form import State, field_name, fitting, press_code
from sandbox.window.drawing.inline import is_safe, link
from sandbox.window.drawing.markdown import markdown
from sandbox.window.drawing.mrkdwn import mrkdwn
from sandbox.window.drawing.rich_text import rich_line, rich_text
from sandbox.window.drawing.viewer import Reader

TEMPLATES = Path(__file__).parent.parent / "templates"
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+|/(?!/)[\w./%-]+")
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.globals.update(controls=controls, charts=charts, tables=tables, press_code=press_code)
_KINDS = frozenset(file.stem for file in (TEMPLATES / "blocks").glob("*.html"))
_ELEMENTS = frozenset(file.stem for file in (TEMPLATES / "elements").glob("*.html"))
_SHARED = {
    **dict.fromkeys(("static_select", "users_select", "conversations_select", "channels_select"), "select"),
    **dict.fromkeys(("checkboxes", "radio_buttons"), "choices"),
    **dict.fromkeys((*controls.INPUT_TYPES, "rich_text_input"), "field"),
    **dict.fromkeys(("external_select", "multi_external_select", "file_input"), "absent"),
    "workflow_button": "button",
}
"""Elements that are drawn by one template."""


@dataclass(frozen=True)
class Drawing:
    """One message or view while it is drawn. Templates call it `d`."""

    reader: Reader
    scope: str
    """What this body is called on the page: the beginning of every id in it."""
    click: str
    """Where a press goes that does not go where the form goes."""
    values: Json
    """`state.values`: what its inputs hold."""
    errors: Mapping[str, str] = field(default_factory=dict)

    def blocks(self, blocks: list[Json] | None) -> Markup:
        """Draw blocks one below the other."""
        return Markup("").join(self.block(block) for block in blocks or [])

    def block(self, block: Json, owner: str = "") -> Markup:
        """Draw a block; `owner` is the block_id of one that has none of its own."""
        kind = str(block.get("type"))
        name = kind if kind in _KINDS else "unknown"
        return self._render(f"blocks/{name}.html", block=block, block_id=block.get("block_id") or owner)

    def element(self, element: Json, block_id: str, **more: Any) -> Markup:
        """Draw a button, a menu, an input. `labelled`: an input block names it; `by`: the id of the words it goes with."""
        if not self.is_visible(element):
            return Markup("")
        kind = str(element.get("type"))
        name = _SHARED.get(kind) or ("multi_select" if kind.startswith("multi_") else kind)
        name = name if name in _ELEMENTS else "unknown"
        action_id = str(element.get("action_id", ""))
        asked = {"labelled": False, "by": "", "optional": True, "sends": True, "invalid": False} | more
        return self._render(
            f"elements/{name}.html",
            element=element,
            block_id=block_id,
            name=field_name(block_id, action_id),
            code=press_code(block_id, action_id),
            id=self.id(block_id, action_id),
            held=controls.held_of(self.values, block_id, action_id),
            **asked,
        )

    def text(self, text: Json | None) -> Markup:
        """Draw a text object with its paragraphs."""
        if text and text.get("type") == "mrkdwn":
            return mrkdwn(str(text.get("text", "")), self.reader, verbatim=bool(text.get("verbatim")))
        return Markup("<p>{}</p>").format(self.line(text)) if text else Markup("")

    def line(self, text: Json | str | None) -> Markup:
        """Draw a text object, or bare words, where no paragraphs fit."""
        return controls.label_of(text, self.reader)

    def mrkdwn(self, text: str) -> Markup:
        """Draw bare mrkdwn."""
        return mrkdwn(text, self.reader)

    def markdown(self, text: str) -> Markup:
        """Draw markdown."""
        return markdown(text, self.reader)

    def rich(self, block: Json) -> Markup:
        """Draw rich text with its paragraphs."""
        return rich_text(block, self.reader)

    def rich_line(self, block: Json) -> Markup:
        """Draw rich text where no paragraphs fit."""
        return rich_line(block, self.reader)

    def link(self, url: str, label: str | Markup = "") -> Markup:
        """Draw a link, if it is safe to follow."""
        return link(url, label)

    def is_safe(self, url: str) -> bool:
        """Whether an address may be followed."""
        return is_safe(url)

    def picture(self, image: Json) -> str:
        """Return the address of a picture that needs no network, else nothing: then its alt text is shown."""
        url = str(image.get("image_url") or "")
        return url if _PICTURE.fullmatch(url) else ""

    def is_visible(self, element: Json) -> bool:
        """Whether this viewer sees the element at all."""
        only = element.get("visible_to_user_ids")
        return not only or self.reader.viewer.user_id in only

    def id(self, *parts: str) -> str:
        """Return the id of something on the page."""
        return "-".join(
            re.sub(r"[^A-Za-z0-9_]", lambda sign: f"_{ord(sign[0]):x}_", part)
            for part in (self.scope, *parts)
        )

    def _render(self, template: str, **more: Any) -> Markup:
        return render(template, d=self, **more)


def drawing(
    shown: Json, reader: Reader, scope: str, click: str, state: State, errors: Mapping[str, str]
) -> Drawing:
    """Begin to draw a message or view whose inputs hold what `state` says."""
    values = state_of(shown.get("blocks") or [], fitting(state, shown))
    return Drawing(reader, scope, click, values, errors)


def render(template: str, **more: Any) -> Markup:
    """Fill in one template of ours."""
    return Markup(_ENVIRONMENT.get_template(template).render(**more))  # noqa: S704 - autoescaped
