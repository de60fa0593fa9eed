"""What a person asked, read from their words: links, ids, numbers, days, names, how many calls."""

import html
import re
from dataclasses import dataclass
from datetime import date, timedelta

_URL = re.compile(r"https?://[^\s<>|\"']+")
_MENTION = re.compile(r"<@[A-Z0-9]+(\|[^>]*)?>|@chorister\b", re.IGNORECASE)
_SLACK_LINK = re.compile(r"<(https?://[^>|]+)(\|[^>]*)?>")
_TAGGED = re.compile(r"<([a-z_]+)(?: [^<>]*)?>.*?</\1>", re.DOTALL)
_MEETING_HOSTS = (
    "zoom.",
    "meet.google.",
    "teams.",
    "webex.",
    "8x8.",
    "whereby.",
    "gotomeeting.",
    "chime.aws",
)
_CHORUS_ID = re.compile(r"\b[0-9A-F]{32}\b")
_MEETING_NUMBER = re.compile(r"\b(?:meeting|call|conversation|recording)\s+(?:id\s+)?#?(\d{3,})\b", re.I)
_MINUTES = re.compile(r"(\d+(?:\.\d+)?)\s*-?\s*min", re.IGNORECASE)
_QUOTED = re.compile(r"['\"‘’“”]([^'\"‘’“”\n]{2,40})['\"‘’“”]")
_OPPORTUNITY = re.compile(r"(?<![A-Za-z0-9])006[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?(?![A-Za-z0-9])")
_NUMBERS = {"couple of": 2, "few": 3} | {
    word: n
    for n, word in enumerate(("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 2)
}
_HOW_MANY = rf"(\d{{1,2}}|{'|'.join(_NUMBERS)})"
_NEWEST = "(?:last|latest|past|most recent)"
_SEVERAL = re.compile(
    rf"\b(?:{_NEWEST} {_HOW_MANY}|{_HOW_MANY} {_NEWEST}) (?:\w+ )?(?:calls|meetings|conversations)\b"
)
_MOST_CALLS = 10
_ISO_DAY = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b")


@dataclass(frozen=True)
class Wish:
    """The words of one request, without mentions and without Slack's escapes."""

    words: str

    @property
    def lower(self) -> str:
        """The words in lower case, for matching."""
        return self.words.lower()

    def says(self, pattern: str) -> bool:
        """Whether a pattern of whole words occurs."""
        return re.search(rf"\b(?:{pattern})\b", self.lower) is not None

    @property
    def link(self) -> str | None:
        """The first link, a meeting's if there is one."""
        links = links_in(self.words)
        return next((link for link in links if is_meeting_link(link)), links[0] if links else None)

    @property
    def names_a_call_to_join(self) -> bool:
        """Whether the link is to a call in a meeting product."""
        return self.link is not None and is_meeting_link(self.link)

    @property
    def meeting_id(self) -> str | None:
        """A Chorus meeting named outright, by its id or its link."""
        found = _CHORUS_ID.search(self.words)
        if found:
            return found.group()
        number = _MEETING_NUMBER.search(self.words)
        return number.group(1) if number else None

    @property
    def opportunity(self) -> str | None:
        """A CRM opportunity named outright, by its id of 15 or 18 characters or by a link that holds it."""
        found = _OPPORTUNITY.search(self.words)
        return found.group() if found else None

    @property
    def besides_links(self) -> str:
        """The words without links and without opportunity ids."""
        return " ".join(_OPPORTUNITY.sub(" ", _URL.sub(" ", self.words)).split())

    @property
    def how_many_calls(self) -> int:
        """How many of the newest calls are meant: "my last three calls"; one unless a number is named."""
        found = _SEVERAL.search(self.lower)
        if not found:
            return 1
        named = found.group(1) or found.group(2)
        return min(max(_NUMBERS.get(named) or int(named), 1), _MOST_CALLS)

    @property
    def minutes(self) -> float | None:
        """A number of minutes, if one is named."""
        found = _MINUTES.search(self.words)
        return float(found.group(1)) if found else None

    @property
    def field(self) -> str | None:
        """A field named in quotes, or the economic buyer if only spoken of."""
        quoted = _QUOTED.search(self.words)
        if quoted:
            return quoted.group(1).strip()
        return "Economic Buyer" if "economic buyer" in self.lower else None

    def day(self, today: date | None) -> date | None:
        """The day that is spoken of; today unless another is named."""
        named = _ISO_DAY.search(self.words)
        if named:
            return date.fromisoformat(named.group(1))
        if today and self.says("yesterday"):
            return today - timedelta(days=1)
        return today


def clean(text: str) -> str:
    """A person's words as they meant them: labelled context, mentions and escapes taken out."""
    text = _SLACK_LINK.sub(r"\1", text)
    text = _MENTION.sub(" ", text)
    text = _TAGGED.sub(" ", text)
    return re.sub(r"[ \t]+", " ", html.unescape(text)).strip()


def links_in(text: str) -> list[str]:
    """Every address in a text."""
    return [match.rstrip(".,;:!?)") for match in _URL.findall(text)]


def is_meeting_link(link: str) -> bool:
    """Whether a link looks like a call one could be in; who may be joined is not decided here."""
    host = "." + link.split("/")[2].lower()
    return any(f".{known}" in host for known in _MEETING_HOSTS)
