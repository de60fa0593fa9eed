"""Slack's mrkdwn as HTML: bold, code, quotes, bullets, links, mentions and dates. Everything else in it is only text."""

import re
from collections.abc import Callable, Iterator
from itertools import groupby

from markupsafe import Markup, escape

from sandbox.window.drawing import inline
from sandbox.window.drawing.viewer import Reader

_FENCE = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
_QUOTED = re.compile(r"^(?:&gt;|>) ?")
_REST_QUOTED = re.compile(r"^(?:&gt;|>){3} ?", re.MULTILINE)
_BULLET = re.compile(r"^(?P<indent>\s*)[•◦▪] +")
_URL = r"|(?P<url>https?://[^\s<>|`*]*[^\s<>|`*.,;:!?)\]'\"])"
_INLINE = (
    r"`(?P<code>[^`\n]+)`"
    r"|<(?P<token>[^<>\n]+)>"
    r"|(?<![\w*])\*(?P<bold>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])"
    r"|(?<!\w)_(?P<italic>[^\s_](?:(?:[^_\n]|(?<=\w)_(?=\w))*[^\s_])?)_(?!\w)"
    r"|(?<![\w~])~(?P<strike>[^\s~](?:[^~\n]*[^\s~])?)~(?![\w~])"
    r"|:(?P<emoji>[a-z0-9_+'-]+(?:::skin-tone-\d)?):"
)
_VERBATIM = re.compile(_INLINE)
_LINKING = re.compile(_INLINE + _URL)
_STYLES = ("bold", "italic", "strike")


def mrkdwn(text: str, reader: Reader, *, verbatim: bool = False) -> Markup:
    """Return a text with all its paragraphs. `verbatim`: only what is written as a link is one."""
    pieces = _FENCE.split(text)
    drawn = [_pre(piece) if n % 2 else _flowing(piece, reader, verbatim) for n, piece in enumerate(pieces)]
    return Markup("").join(drawn)


def mrkdwn_line(text: str, reader: Reader, *, verbatim: bool = False) -> Markup:
    """Return a text for a place that takes no paragraphs, such as a label."""
    return Markup("<br>").join(_line(line, reader, verbatim) for line in text.split("\n"))


def unescaped(text: str) -> str:
    """Undo the three escapes Slack knows."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def token(inside: str, reader: Reader) -> Markup:
    """Return what stands between < and >: a mention, a channel, a date, a link."""
    target, _, label = inside.partition("|")
    target, label = unescaped(target), unescaped(label)
    if target.startswith("!date^"):
        return _date(target, label, reader)
    if target.startswith("!subteam^"):
        return inline.usergroup(target.removeprefix("!subteam^"), reader, label)
    kinds: dict[str, Callable[[str], Markup]] = {
        "@": lambda name: inline.user(name, reader, label),
        "#": lambda name: inline.channel(name, reader, label),
        "!": lambda name: inline.broadcast(label.removeprefix("@") or name),
    }
    return kinds[target[0]](target[1:]) if target[:1] in kinds else inline.link(target, label)


def _date(target: str, fallback: str, reader: Reader) -> Markup:
    _, seconds, form, *url = target.split("^", 3) if target.count("^") > 1 else (target, "", "")
    if not re.fullmatch(r"-?\d+", seconds):
        return escape(fallback or target)
    return inline.date(int(seconds), form, reader, url="".join(url), fallback=fallback)


def _pre(code: str) -> Markup:
    return Markup("<pre><code>{}</code></pre>").format(unescaped(code))


def _flowing(text: str, reader: Reader, verbatim: bool) -> Markup:
    """Return everything outside fences: paragraphs, quotes, bullets."""
    rest = _REST_QUOTED.search(text)
    if rest:
        quoted = mrkdwn_line(text[rest.end() :], reader, verbatim=verbatim)
        before = _flowing(text[: rest.start()], reader, verbatim)
        return before + Markup("<blockquote>{}</blockquote>").format(quoted)
    groups = groupby(text.strip("\n").split("\n"), _kind)
    return Markup("").join(_DRAW[kind](list(lines), reader, verbatim) for kind, lines in groups)


def _kind(line: str) -> str:
    if _QUOTED.match(line):
        return "quote"
    if _BULLET.match(line):
        return "bullets"
    return "words" if line.strip() else "blank"


def _words(lines: list[str], reader: Reader, verbatim: bool) -> Markup:
    return Markup("<p>{}</p>").format(mrkdwn_line("\n".join(lines), reader, verbatim=verbatim))


def _quote(lines: list[str], reader: Reader, verbatim: bool) -> Markup:
    bare = "\n".join(_QUOTED.sub("", line) for line in lines)
    return Markup("<blockquote>{}</blockquote>").format(mrkdwn_line(bare, reader, verbatim=verbatim))


def _bullets(lines: list[str], reader: Reader, verbatim: bool) -> Markup:
    entries = Markup("").join(_bullet(line, reader, verbatim) for line in lines)
    return Markup("<ul>{}</ul>").format(entries)


def _bullet(line: str, reader: Reader, verbatim: bool) -> Markup:
    found = _BULLET.match(line)
    depth = min(len(found["indent"]) // 2, 8) if found else 0
    return Markup('<li class="indent-{}">{}</li>').format(
        depth, _line(_BULLET.sub("", line), reader, verbatim)
    )


def _blank(_lines: list[str], _reader: Reader, _verbatim: bool) -> Markup:
    return Markup("")


_DRAW = {"quote": _quote, "bullets": _bullets, "words": _words, "blank": _blank}


def _line(line: str, reader: Reader, verbatim: bool) -> Markup:
    return Markup("").join(_parts(line, reader, verbatim))


def _parts(line: str, reader: Reader, verbatim: bool) -> Iterator[Markup]:
    end = 0
    for match in (_VERBATIM if verbatim else _LINKING).finditer(line):
        yield escape(unescaped(line[end : match.start()]))
        yield _part(match, reader, verbatim)
        end = match.end()
    yield escape(unescaped(line[end:]))


def _part(match: re.Match[str], reader: Reader, verbatim: bool) -> Markup:
    kind, found = str(match.lastgroup), match[str(match.lastgroup)]
    if kind in _STYLES:
        return inline.marked(_line(found, reader, verbatim), {kind: True})
    if kind == "code":
        return inline.marked(escape(unescaped(found)), {"code": True})
    if kind == "token":
        return token(found, reader)
    return inline.emoji(found) if kind == "emoji" else inline.link(unescaped(found))
