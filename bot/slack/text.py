"""Words for Slack: escaped, so that nothing a model or a caller wrote can mention, ring or link on its own."""

import re
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tools.unseen import visible

SECTION = 2900
"""Characters of one section block; Slack refuses more than 3,000, and escaping adds some."""
FALLBACK = 3900
"""Characters of a message's plain text; chat.update refuses more than 4,000."""

# Ends at a backslash: inside JSON it begins the next line of the text, and no address has one.
_REST = r"[^\s<>|`\"'\\]+[^\s<>|`\"'\\.,;:!?)\]*]"
_URL = re.compile(rf"https?://{_REST}", re.IGNORECASE)
_ADDRESS = re.compile(
    rf"(?:https?://|(?<![a-z0-9])(?:[a-z][a-z0-9+-]*://|mailto:|www\.)){_REST}", re.IGNORECASE
)
"""An address of any kind, also of those that are never a link of ours."""


def escape(text: str) -> str:
    """Make text inert: no mention, channel call or link can come out of it, and nothing in it stays unseen."""
    return visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def one_line(text: str, limit: int = 300) -> str:
    """Text as one line of at most `limit` characters once it is escaped, cut at a word that is not too far back."""
    flat = " ".join(text.split())
    if len(escape(flat)) <= limit:
        return escape(flat)
    cut = limit - 1
    while len(escape(flat[:cut])) > limit - 1:
        cut -= max(1, (len(escape(flat[:cut])) - limit) // 5)
    at = flat.rfind(" ", cut // 2, cut)
    return escape(flat[: at if at > 0 else cut]) + "…"


def flat(text: str, limit: int = 300) -> str:
    """Text as one line of at most `limit` characters, not escaped: for a place that takes no markup."""
    line = " ".join(visible(text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def inert(text: str) -> str:
    """Text that nobody can click: escaped, and without its web addresses."""
    return escape(_ADDRESS.sub("(link removed)", visible(text)))


def quoted(text: str, limit: int = 400) -> str:
    """Somebody's words as a quotation of at most `limit` characters, line by line, escaped."""
    if len(text) > limit:
        text = text[: limit - 1].rsplit(" ", 1)[0] + "…"
    return "\n".join(f"> {one_line(line, limit)}" for line in text.splitlines() if line.strip())


def links_in(text: str) -> set[str]:
    """Every web address in a text."""
    return set(_URL.findall(text))


def answer_text(text: str, known_links: Collection[str]) -> str:
    """
    A model's answer as Slack mrkdwn. Markdown's bold and bullets become Slack's; an address is a link only if a tool
    returned exactly it, since an invented link can carry data out when somebody opens or unfurls it.
    """
    parts: list[str] = []
    end = 0
    text = re.sub(r"(?i)\[([^\]\n]+)\]\(([a-z][a-z0-9+.-]*:[^)\s]+)\)", r"\1: \2", visible(text))
    text = re.sub(r"(?i)\*\*(https?://[^\s*]+)\*\*", r"\1", text)
    for match in _ADDRESS.finditer(text):
        url = match.group()
        parts += [
            _mrkdwn(text[end : match.start()]),
            f"<{escape(url)}>" if url in known_links else "(link removed)",
        ]
        end = match.end()
    return "".join([*parts, _mrkdwn(text[end:])])


def _mrkdwn(text: str) -> str:
    text = escape(text)
    text = re.sub(r"\*\*(.+?)\*\*", r"*\1*", text)
    text = re.sub(r"^#{1,6}\s+(.+)$", r"*\1*", text, flags=re.MULTILINE)
    return re.sub(r"^([ \t]*)[-*][ \t]+", r"\1• ", text, flags=re.MULTILINE)


def split(text: str, limit: int = SECTION) -> list[str]:
    """Cut a long text into pieces of at most `limit` characters, at paragraphs, lines or words."""
    pieces: list[str] = []
    text = text.strip()
    while len(text) > limit:
        cut = next((at for sep in ("\n\n", "\n", " ") if (at := text.rfind(sep, 1, limit)) > 0), limit)
        pieces.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*pieces, text] if text else pieces


def fallback(text: str) -> str:
    """What a message says without its blocks, at most as long as an edit takes; no link, date or escape is cut in two."""
    if len(text) <= FALLBACK:
        return text
    return re.sub(r"(?:<[^<>]*|&[a-z]*)$", "", text[: FALLBACK - 1]).rstrip() + "…"


def dated(at: float, form: str = "{date_short_pretty} {time}") -> str:
    """A moment in the reader's own zone; where that is not known, such as in a notification, in UTC."""
    day = "%-d %b, " if "date" in form else ""
    return f"<!date^{int(at)}^{form}|{datetime.fromtimestamp(at, UTC):{day}%H:%M} UTC>"


def going_on(why: str, until: float) -> str:
    """The sentence about a wait, with the time at which it ends, as mrkdwn. `why` is escaped."""
    return f"{escape(why)} Going on at {dated(until, '{time}')}."


def clock(at: float, zone: str) -> str:
    """A time of day in a person's zone, such as 14:05."""
    return datetime.fromtimestamp(at, ZoneInfo(zone)).strftime("%H:%M")


def zoned(at: float, zone: str) -> str:
    """The same with the name of the zone, such as 14:05 CEST, for a place where others read along."""
    name = f"{datetime.fromtimestamp(at, ZoneInfo(zone)):%Z}"
    return f"{clock(at, zone)} {name if name.isalpha() else f'UTC{name}'}"


def and_list(words: Sequence[str]) -> str:
    """a, b and c."""
    return ", ".join(words[:-1]) + (" and " if len(words) > 1 else "") + words[-1] if words else ""


def counted(n: int, noun: str) -> str:
    """1 call, 2 calls."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
