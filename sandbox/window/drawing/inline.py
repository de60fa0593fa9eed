"""The small things inside a line: links, mentions, channels, dates, emoji, marked words. All escape what they are given."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from sandbox.window.drawing.dates import full_date, spell_date
from sandbox.window.drawing.emoji import glyph
from sandbox.window.drawing.viewer import Reader

_SCHEMES = {"http", "https", "mailto"}
_UNSEEN = re.compile(r"[\x00-\x20\x7f]")
_MARKS = {"code": "code", "strike": "s", "italic": "em", "bold": "strong", "underline": "u"}
_EMOJI = re.compile(r":([a-z0-9_+'-]+):")
_BREAK = Markup("<br>")


def is_safe(url: str) -> bool:
    """Whether an address may be followed: the web and mail, nothing that runs."""
    try:
        return not _UNSEEN.search(url) and urlsplit(url).scheme.lower() in _SCHEMES
    except ValueError:
        return False


def link(url: str, label: str | Markup = "") -> Markup:
    """Return a link; an address nobody should follow is shown as words."""
    if is_safe(url):
        made = Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>')
        return made.format(url, label or url.removeprefix("mailto:"))
    return Markup("{} ({})").format(label, url) if label else escape(url)


def user(user_id: str, reader: Reader, label: str = "") -> Markup:
    """Return the mention of a person; the reader's own stands out."""
    kind = "mention me" if user_id == reader.viewer.user_id else "mention"
    return _mention(kind, f"@{reader.names.users.get(user_id) or label or user_id}")


def usergroup(group_id: str, reader: Reader, label: str = "") -> Markup:
    """Return the mention of a group."""
    name = reader.names.usergroups.get(group_id) or label.removeprefix("@") or group_id
    return _mention("mention", f"@{name}")


def channel(channel_id: str, reader: Reader, label: str = "") -> Markup:
    """Return the name of a channel."""
    return _mention("mention", f"#{reader.names.channels.get(channel_id) or label or channel_id}")


def broadcast(whom: str) -> Markup:
    """Return a call to everybody, such as @here."""
    return _mention("mention me", f"@{whom}")


def emoji(name: str) -> Markup:
    """Return an emoji, or its name between colons where we have no picture of it."""
    if sign := glyph(name):
        return Markup('<span class="emoji" role="img" aria-label="{0}" title=":{0}:">{1}</span>').format(
            name, sign
        )
    return escape(f":{name}:")


def date(seconds: int, form: str, reader: Reader, *, url: str = "", fallback: str = "") -> Markup:
    """Return a moment in the reader's zone; one that no calendar has is shown by its fallback."""
    try:
        at = reader.viewer.local(seconds)
    except (OverflowError, ValueError, OSError):
        return escape(fallback)
    words = spell_date(seconds, form, reader.viewer)
    made = Markup('<time datetime="{}" title="{}">{}</time>').format(
        at.isoformat(), full_date(seconds, reader.viewer), words
    )
    return link(url, made) if url and is_safe(url) else made


def marked(words: Markup, style: Mapping[str, Any]) -> Markup:
    """Return words in bold, italics and so on."""
    for name, tag in _MARKS.items():
        if style.get(name):
            words = Markup("<{0}>{1}</{0}>").format(Markup(tag), words)  # noqa: S704 - a tag of ours
    return words


def plain(text: str) -> Markup:
    """Return plain words with their emoji and line breaks."""
    parts = _EMOJI.split(text)
    return Markup("").join(emoji(part) if n % 2 else lines(part) for n, part in enumerate(parts))


def lines(text: str) -> Markup:
    """Return plain words with their line breaks kept."""
    return _BREAK.join(escape(line) for line in text.split("\n"))


def _mention(kind: str, name: str) -> Markup:
    return Markup('<span class="{}">{}</span>').format(kind, name)
