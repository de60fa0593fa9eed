"""What Slack's own client makes of typed words: escaped text, links, mentions, and rich_text blocks."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sandbox.slack.journal import Json

_TOKENS = (
    ("code", r"`(?P<code>[^`\n]+)`"),
    ("user", r"<@(?P<user>[UW][A-Z0-9]+)(?:\|[^>]*)?>"),
    ("channel", r"<#(?P<channel>[CG][A-Z0-9]+)(?:\|[^>]*)?>"),
    ("broadcast", r"<!(?P<broadcast>here|channel|everyone)>|(?<!\w)@(?P<typed>here|channel|everyone)\b"),
    ("labelled", r"<(?P<labelled>(?:https?|mailto):[^|>\s]+)\|(?P<label>[^>]*)>"),
    ("bracketed", r"<(?P<bracketed>(?:https?|mailto):[^>\s]+)>"),
    ("url", r"(?P<url>https?://[^\s<>|`]+)"),
    ("email", r"(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"),
    ("emoji", r":(?P<emoji>[a-z0-9_+'-]*[a-z][a-z0-9_+'-]*|\+1|-1):"),
    ("bold", r"(?<!\w)\*(?P<bold>[^*\n]+)\*(?!\w)"),
    ("italic", r"(?<!\w)_(?P<italic>[^_\n]+)_(?!\w)"),
    ("strike", r"(?<!\w)~(?P<strike>[^~\n]+)~(?!\w)"),
)
_TRAILING = ".,;:!?'\""
_STYLES = {"bold": "*", "italic": "_", "strike": "~"}


@dataclass(frozen=True)
class Names:
    """Whom and what a typed @name or #name can mean, by id."""

    users: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Composed:
    """A message ready to be sent: what the event carries as `text` and as `blocks`."""

    text: str
    blocks: list[Json]

    @property
    def mentions(self) -> set[str]:
        """The users mentioned outside code."""
        return {part["user_id"] for part in _parts(self.blocks) if part["type"] == "user"}

    @property
    def links(self) -> list[str]:
        """The addresses linked, in order."""
        return [part["url"] for part in _parts(self.blocks) if part["type"] == "link"]


def escape(text: str) -> str:
    """Return text with the three characters escaped that Slack escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def compose(typed: str, names: Names | None = None) -> Composed:
    """Return what Slack stores and sends for what a person typed."""
    pattern = _pattern(names or Names())
    texts: list[str] = []
    elements: list[Json] = []
    for index, piece in enumerate(re.split(r"```\n?(.*?)\n?```", typed, flags=re.DOTALL)):
        if index % 2:
            texts.append(f"```{escape(piece)}```")
            elements.append({"type": "rich_text_preformatted", "elements": [_text(piece)]})
        elif piece.strip() or not texts:
            text, found = _paragraphs(piece, pattern, names or Names())
            texts.append(text)
            elements += found
    return Composed("".join(texts), [{"type": "rich_text", "elements": elements}])


def _paragraphs(typed: str, pattern: re.Pattern[str], names: Names) -> tuple[str, list[Json]]:
    texts: list[str] = []
    elements: list[Json] = []
    for kind, lines in _grouped(typed.split("\n")):
        spelled = [_line(line, pattern, names) for line in lines]
        mark = {"quote": "&gt; ", "list": "• "}.get(kind, "")
        texts += [mark + text for text, _ in spelled]
        if kind == "list":
            items = [{"type": "rich_text_section", "elements": parts} for _, parts in spelled]
            elements.append({"type": "rich_text_list", "style": "bullet", "indent": 0, "elements": items})
        else:
            name = "rich_text_quote" if kind == "quote" else "rich_text_section"
            elements.append({"type": name, "elements": _joined(parts for _, parts in spelled)})
    return "\n".join(texts), elements


def _grouped(lines: list[str]) -> list[tuple[str, list[str]]]:
    groups: list[tuple[str, list[str]]] = []
    for line in lines:
        quote, bullet = re.match(r"> ?", line), re.match(r"[•*-] (?=\S)", line)
        kind = "quote" if quote else "list" if bullet else "plain"
        found = quote or bullet
        rest = line[found.end() :] if found else line
        if groups and groups[-1][0] == kind:
            groups[-1][1].append(rest)
        else:
            groups.append((kind, [rest]))
    return groups


def _joined(lines: Iterable[list[Json]]) -> list[Json]:
    joined: list[Json] = []
    for index, parts in enumerate(lines):
        joined += [_text("\n"), *parts] if index else parts
    return _merged(joined)


def _merged(parts: list[Json]) -> list[Json]:
    merged: list[Json] = []
    for part in parts:
        plain = part["type"] == "text" and "style" not in part
        if plain and merged and merged[-1]["type"] == "text" and "style" not in merged[-1]:
            merged[-1] = _text(merged[-1]["text"] + part["text"])
        else:
            merged.append(part)
    return merged


def _line(line: str, pattern: re.Pattern[str], names: Names) -> tuple[str, list[Json]]:
    texts: list[str] = []
    parts: list[Json] = []
    at = 0
    for match in pattern.finditer(line):
        text, part, end = _token(match, names)
        between = line[at : match.start()]
        if between:
            texts.append(escape(between))
            parts.append(_text(between))
        texts.append(text)
        parts.append(part)
        at = end
    if line[at:]:
        texts.append(escape(line[at:]))
        parts.append(_text(line[at:]))
    return "".join(texts), parts


def _token(match: re.Match[str], names: Names) -> tuple[str, Json, int]:
    found = {key: value for key, value in match.groupdict().items() if value is not None}
    kind, value = next(iter(found.items()))
    if kind in _STYLES:
        mark = _STYLES[kind]
        return f"{mark}{escape(value)}{mark}", {**_text(value), "style": {kind: True}}, match.end()
    if kind == "url":
        value = _without_trailing(value)
        return f"<{escape(value)}>", {"type": "link", "url": value}, match.start() + len(value)
    return *_plain_token(kind, value, found, names), match.end()


def _plain_token(kind: str, value: str, found: dict[str, str], names: Names) -> tuple[str, Json]:
    user = names.users.get(value, value)
    channel = names.channels.get(value, value)
    label = found.get("label", "")
    made: dict[str, tuple[str, Json]] = {
        "code": (f"`{escape(value)}`", {**_text(value), "style": {"code": True}}),
        "emoji": (f":{value}:", {"type": "emoji", "name": value}),
        "email": (f"<mailto:{value}|{value}>", {"type": "link", "url": f"mailto:{value}", "text": value}),
        "bracketed": (f"<{escape(value)}>", {"type": "link", "url": value}),
        "labelled": (f"<{escape(value)}|{escape(label)}>", {"type": "link", "url": value, "text": label}),
    }
    for name in ("user", "at"):
        made[name] = (f"<@{user}>", {"type": "user", "user_id": user})
    for name in ("channel", "hash"):
        made[name] = (f"<#{channel}|>", {"type": "channel", "channel_id": channel})
    for name in ("broadcast", "typed"):
        made[name] = (f"<!{value}>", {"type": "broadcast", "range": value})
    return made[kind]


def _without_trailing(url: str) -> str:
    bare = url.rstrip(_TRAILING)
    while bare.endswith(")") and bare.count(")") > bare.count("("):
        bare = bare[:-1].rstrip(_TRAILING)
    return bare


def _pattern(names: Names) -> re.Pattern[str]:
    tokens = [pattern for _, pattern in _TOKENS]
    if names.users:
        tokens.append(rf"(?<!\w)@(?P<at>{_any_of(names.users)})(?!\w)")
    if names.channels:
        tokens.append(rf"(?<!\w)#(?P<hash>{_any_of(names.channels)})(?![\w-])")
    return re.compile("|".join(tokens))


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _text(text: str) -> Json:
    return {"type": "text", "text": text}


def _parts(blocks: list[Json]) -> list[Json]:
    found: list[Json] = []
    for block in blocks:
        if "elements" in block:
            found += _parts(block["elements"])
        else:
            found.append(block)
    return found
