"""Lines with colour: Slack's marks become styles, every message gets its margin. Without a terminal the words remain."""

import re

from rich.console import Console
from rich.text import Text

from sandbox.tour.feed import News

_MARKS = re.compile(
    r"(?<![\w*])\*(?P<bold>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])|(?<!\w)_(?P<italic>[^\s_](?:[^_\n]*[^\s_])?)_(?!\w)|`(?P<code>[^`\n]+)`"
)
_STYLES = {"bold": "bold", "italic": "italic dim", "code": "cyan"}
_SIGNS = {"✓": "bold green", "◐": "bold yellow", "✗": "bold red", "○": "dim"}
_TICKED = r"\[x\]"
_BUTTON = r"\[ (?=[^\s\]])[^\]\n]+ \]"


def painted(line: str) -> Text:
    """Return one line with Slack's marks shown as a style instead."""
    if line.startswith("> "):
        return Text(f"  {line[2:]}", "italic dim")
    text, end = Text(), 0
    for match in _MARKS.finditer(line):
        kind = str(match.lastgroup)
        text.append(line[end : match.start()])
        text.append(match.group(kind), _STYLES[kind])
        end = match.end()
    text.append(line[end:])
    sign = line.strip()[:1]
    if sign in _SIGNS:
        text.stylize(_SIGNS[sign], line.index(sign), line.index(sign) + 1)
    text.highlight_regex(_TICKED, "bold green")
    text.highlight_regex(_BUTTON, "bold reverse")
    return text


def entry(news: News, at: str, console: Console) -> list[Text]:
    """Return a message, or what changed of it, as lines that fit the console."""
    said = news.said
    margin = Text("  │ " if said.is_reply else "", "dim")
    head = Text(said.author, "bold magenta" if said.by_bot else "bold cyan")
    head.append(f"  {at if news.is_edit else said.at}", "dim")
    notes = [said.place if not said.is_reply else "", "edited" if news.is_edit else ""]
    notes += [f"only {said.only_for} sees this" if said.only_for else ""]
    head.append("".join(f" · {note}" for note in notes if note), "dim")
    lines = [head]
    for line in news.lines:
        lines += wrapped(painted(line), console, console.width - len(margin.plain) - 1)
    return [margin + line for line in lines]


def wrapped(text: Text, console: Console, width: int) -> list[Text]:
    """Fold a line at words; what follows keeps the line's own indent."""
    indent = len(text.plain) - len(text.plain.lstrip())
    if not text.plain.strip():
        return [Text()]
    folded = text[indent:].wrap(console, max(20, width - indent))
    for line in folded:
        line.rstrip()
    return [Text(" " * indent) + line for line in folded]
