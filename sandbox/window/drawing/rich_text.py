"""Slack's rich_text as HTML: what people type in Slack arrives as this."""

from collections.abc import Callable

from markupsafe import Markup, escape

from sandbox.slack.journal import Json
from sandbox.window.drawing import inline
from sandbox.window.drawing.viewer import Reader


def rich_text(block: Json, reader: Reader) -> Markup:
    """Return all sections, lists, quotes and code of a rich_text block."""
    return Markup("").join(_piece(element, reader) for element in block.get("elements", []))


def rich_line(block: Json, reader: Reader) -> Markup:
    """Return rich text for a place that takes no paragraphs, such as a cell or a heading."""
    pieces = [_parts(element, reader) for element in block.get("elements", [])]
    return Markup("<br>").join(pieces)


def _piece(element: Json, reader: Reader) -> Markup:
    kind = str(element.get("type"))
    if kind == "rich_text_list":
        return _list(element, reader)
    frames = {
        "rich_text_section": Markup("<p>{}</p>"),
        "rich_text_quote": Markup("<blockquote>{}</blockquote>"),
        "rich_text_preformatted": Markup("<pre><code>{}</code></pre>"),
    }
    return frames[kind].format(_parts(element, reader)) if kind in frames else _strange(kind)


def _list(element: Json, reader: Reader) -> Markup:
    entries = [Markup("<li>{}</li>").format(_parts(entry, reader)) for entry in element.get("elements", [])]
    depth = min(int(element.get("indent") or 0), 8)
    inside = Markup("").join(entries)
    if element.get("style") == "ordered":
        first = int(element.get("offset") or 0) + 1
        return Markup('<ol class="indent-{}" start="{}">{}</ol>').format(depth, first, inside)
    return Markup('<ul class="indent-{}">{}</ul>').format(depth, inside)


def _parts(element: Json, reader: Reader) -> Markup:
    drawn = Markup("").join(_part(part, reader) for part in element.get("elements", []))
    # A line break that ends a paragraph would be an empty line more.
    return Markup(str(drawn).removesuffix("<br>"))  # noqa: S704 - cut from markup


def _part(part: Json, reader: Reader) -> Markup:
    kind = str(part.get("type"))
    if kind == "rich_text_section":
        return _parts(part, reader)
    drawn = _PARTS[kind](part, reader) if kind in _PARTS else _strange(kind)
    return inline.marked(drawn, part.get("style") or {})


def _date(part: Json, reader: Reader) -> Markup:
    seconds, form = int(part.get("timestamp") or 0), str(part.get("format") or "{date_short_pretty} {time}")
    more = {key: str(part.get(key) or "") for key in ("url", "fallback")}
    return inline.date(seconds, form, reader, **more)


def _strange(kind: str) -> Markup:
    return escape(f"[{kind}]")


_PARTS: dict[str, Callable[[Json, Reader], Markup]] = {
    "text": lambda part, _: inline.lines(str(part.get("text", ""))),
    "link": lambda part, _: inline.link(str(part.get("url", "")), str(part.get("text") or "")),
    "user": lambda part, reader: inline.user(str(part.get("user_id", "")), reader),
    "usergroup": lambda part, reader: inline.usergroup(str(part.get("usergroup_id", "")), reader),
    "channel": lambda part, reader: inline.channel(str(part.get("channel_id", "")), reader),
    "emoji": lambda part, _: inline.emoji(str(part.get("name", ""))),
    "broadcast": lambda part, _: inline.broadcast(str(part.get("range", ""))),
    "date": _date,
    "color": lambda part, _: escape(str(part.get("value", ""))),
}
