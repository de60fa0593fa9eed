"""One line of markdown as HTML: bold, italics, code, links, and Slack's own mentions and dates, which it may hold too."""

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

from sandbox.window.drawing import inline
from sandbox.window.drawing.mrkdwn import token, unescaped
from sandbox.window.drawing.viewer import Reader

_PART = re.compile(
    r"(?P<ticks>`+)(?P<code>(?:(?!(?P=ticks)).)+)(?P=ticks)"
    r"|\\(?P<literal>[\\`*_{}\[\]()#+.!~|<>-])"
    r"|!\[(?P<alt>[^\]\n]*)\]\([^()\s]*\)"
    r"|\[(?P<label>[^\[\]\n]+)\]\(<?(?P<target>[^()\s<>]+(?:\([^()\s]*\)[^()\s<>]*)*)>?(?:\s+\"[^\"\n]*\")?\)"
    r"|<(?P<token>(?:[@#!]|https?:|mailto:)[^<>\n]+)>"
    r"|(?P<strong>\*\*|__)(?=\S)(?P<bold>(?:(?!(?P=strong)).)+?)(?<=\S)(?P=strong)"
    r"|\*(?=[^\s*])(?P<starred>[^*\n]*[^\s*])\*"
    r"|(?<!\w)_(?=[^\s_])(?P<scored>[^_\n]*[^\s_])_(?!\w)"
    r"|~~(?=\S)(?P<strike>[^~\n]*[^\s~])~~"
    r"|:(?P<emoji>[a-z0-9_+'-]+):"
    r"|(?P<url>https?://[^\s<>|`*]*[^\s<>|`*.,;:!?)\]'\"])"
)
_STYLES = {"bold": "bold", "starred": "italic", "scored": "italic", "strike": "strike"}


def markdown_line(line: str, reader: Reader) -> Markup:
    """Return the words of a line with their marks."""
    return Markup("").join(_parts(line, reader))


def _parts(line: str, reader: Reader) -> Iterator[Markup]:
    end = 0
    for match in _PART.finditer(line):
        yield escape(unescaped(line[end : match.start()]))
        yield _part({key: value for key, value in match.groupdict().items() if value is not None}, reader)
        end = match.end()
    yield escape(unescaped(line[end:]))


def _part(found: dict[str, str], reader: Reader) -> Markup:
    for name, style in _STYLES.items():
        if name in found:
            return inline.marked(markdown_line(found[name], reader), {style: True})
    if "code" in found:
        return inline.marked(escape(unescaped(found["code"].strip())), {"code": True})
    if "target" in found:
        return inline.link(unescaped(found["target"]), markdown_line(found["label"], reader))
    return _small(found, reader)


def _small(found: dict[str, str], reader: Reader) -> Markup:
    if "token" in found:
        return token(found["token"], reader)
    if "emoji" in found:
        return inline.emoji(found["emoji"])
    if "alt" in found:
        return Markup('<span class="picture">{}</span>').format(found["alt"] or "picture")
    return inline.link(unescaped(found["url"])) if "url" in found else escape(found["literal"])
