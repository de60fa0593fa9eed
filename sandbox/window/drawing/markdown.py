"""The markdown of a `markdown` block as HTML: what a model writes, and what a streamed answer is made of."""

import re
from collections.abc import Callable

from markupsafe import Markup

from sandbox.window.drawing.markdown_line import markdown_line
from sandbox.window.drawing.mrkdwn import unescaped
from sandbox.window.drawing.viewer import Reader

_DEEPEST = 8
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*$")
_RULE = re.compile(r"^ {0,3}([-*_])(?: *\1){2,}\s*$")
_QUOTE = re.compile(r"^ {0,3}(?:>|&gt;) ?")
_ENTRY = re.compile(r"^(?P<indent>\s*)(?P<mark>[-*+•]|\d{1,9}[.)])\s+(?P<words>.*)$")
_TICK = re.compile(r"^\[([ xX])\]\s+")
_DELIMITER = re.compile(r"^\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?$")

Lines = list[str]
Taken = tuple[Markup, Lines]
"""What was drawn, and the lines that are left."""


def markdown(text: str, reader: Reader) -> Markup:
    """Return a whole markdown text."""
    return _blocks(text.replace("\r\n", "\n").split("\n"), reader, 0)


def _blocks(lines: Lines, reader: Reader, depth: int) -> Markup:
    drawn = []
    while lines:
        if not lines[0].strip():
            lines = lines[1:]
            continue
        one, lines = _taker(lines, depth)(lines, reader, depth)
        drawn.append(one)
    return Markup("").join(drawn)


def _taker(lines: Lines, depth: int) -> Callable[[Lines, Reader, int], Taken]:
    """Return what draws the block these lines begin with."""
    first = lines[0]
    nested = depth < _DEEPEST
    kinds: tuple[tuple[bool, Callable[[Lines, Reader, int], Taken]], ...] = (
        (bool(_FENCE.match(first)), _fence),
        (bool(_HEADING.match(first)), _heading),
        (bool(_RULE.match(first)), _rule),
        (nested and bool(_QUOTE.match(first)), _quote),
        (nested and bool(_ENTRY.match(first)), _list),
        ("|" in first and len(lines) > 1 and bool(_DELIMITER.match(lines[1])), _table),
    )
    return next((taker for fits, taker in kinds if fits), _paragraph)


def _fence(lines: Lines, _reader: Reader, _depth: int) -> Taken:
    found = _FENCE.match(lines[0])
    mark = found[1] if found else "```"
    end = next((n for n, line in enumerate(lines[1:], 1) if line.strip().startswith(mark)), len(lines))
    code = unescaped("\n".join(lines[1:end]))
    return Markup("<pre><code>{}</code></pre>").format(code), lines[end + 1 :]


def _heading(lines: Lines, reader: Reader, _depth: int) -> Taken:
    found = _HEADING.match(lines[0])
    marks, words = found.groups() if found else ("#", lines[0])
    level = min(len(marks) + 2, 6)  # under the headings of the page
    return Markup("<h{0}>{1}</h{0}>").format(level, markdown_line(words, reader)), lines[1:]


def _rule(lines: Lines, _reader: Reader, _depth: int) -> Taken:
    return Markup("<hr>"), lines[1:]


def _quote(lines: Lines, reader: Reader, depth: int) -> Taken:
    end = next((n for n, line in enumerate(lines) if not _QUOTE.match(line)), len(lines))
    inside = _blocks([_QUOTE.sub("", line) for line in lines[:end]], reader, depth + 1)
    return Markup("<blockquote>{}</blockquote>").format(inside), lines[end:]


def _list(lines: Lines, reader: Reader, depth: int) -> Taken:
    found = _ENTRY.match(lines[0])
    number = found["mark"][:-1] if found else ""
    entries: list[Markup] = []
    while lines and (entry := _ENTRY.match(lines[0])) and bool(entry["mark"][:-1]) == bool(number):
        end = _end_of_entry(lines, len(entry["indent"]))
        entries.append(_entry(entry["words"], lines[1:end], reader, depth))
        lines = lines[end:]
    inside = Markup("").join(entries)
    if number:
        return Markup('<ol start="{}">{}</ol>').format(int(number), inside), lines
    return Markup("<ul>{}</ul>").format(inside), lines


def _end_of_entry(lines: Lines, indent: int) -> int:
    """Return how many lines belong to the first entry: those indented further, and blank ones between them."""
    for n, line in enumerate(lines[1:], 1):
        deeper = len(line) - len(line.lstrip()) > indent
        blank = not line.strip() and n + 1 < len(lines) and lines[n + 1].startswith(" " * (indent + 1))
        if not (deeper and line.strip()) and not blank:
            return n
    return len(lines)


def _entry(words: str, more: Lines, reader: Reader, depth: int) -> Markup:
    box = Markup("")
    if tick := _TICK.match(words):
        sign, said = ("☐", "open") if tick[1] == " " else ("☑", "done")
        box = Markup('<span role="img" aria-label="{}">{}</span> ').format(said, sign)
        words = words[tick.end() :]
    below = _blocks([line.strip() if not _ENTRY.match(line) else line for line in more], reader, depth + 1)
    return Markup("<li>{}{}{}</li>").format(box, markdown_line(words, reader), below)


def _table(lines: Lines, reader: Reader, _depth: int) -> Taken:
    end = next((n for n, line in enumerate(lines) if n > 1 and "|" not in line), len(lines))
    head = _row(lines[0], '<th scope="col">{}</th>', reader)
    body = Markup("").join(_row(line, "<td>{}</td>", reader) for line in lines[2:end])
    made = Markup(
        '<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>{}{}</table></div>'
    )
    framed = Markup("<thead>{}</thead>").format(head), Markup("<tbody>{}</tbody>").format(body)
    return made.format(*framed), lines[end:]


def _row(line: str, cell: str, reader: Reader) -> Markup:
    texts = re.split(r"(?<!\\)\|", line.strip().strip("|"))
    cells = [Markup(cell).format(markdown_line(text.strip(), reader)) for text in texts]  # noqa: S704 - ours
    return Markup("<tr>{}</tr>").format(Markup("").join(cells))


def _paragraph(lines: Lines, reader: Reader, depth: int) -> Taken:
    end = 1
    while end < len(lines) and lines[end].strip() and _taker(lines[end:], depth) is _paragraph:
        end += 1
    words = Markup("<br>").join(markdown_line(line.strip(), reader) for line in lines[:end])
    return Markup("<p>{}</p>").format(words), lines[end:]
