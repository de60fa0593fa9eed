"""An address taken apart, with up to three layers of percent-encoding undone."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

LAYERS = 3
LONGEST = 4096

HTTP = re.compile(r"(?i)^https?://")
UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")


@dataclass(frozen=True)
class Address:
    """The parts of one http(s) address; the path and the query's values are decoded."""

    host: str
    path: str
    query: tuple[tuple[str, str], ...]
    fragment: str
    user: str | None = None
    """What stands before an @: browsers drop it, readers take it for the host."""
    odd_port: bool = False

    def value(self, name: str) -> str | None:
        """The one value of a query parameter; None if it is missing, empty or said in two ways."""
        found = {value for key, value in self.query if key.lower() == name.lower() and value}
        return found.pop() if len(found) == 1 else None

    @property
    def tail(self) -> str:
        """Everything after the host, decoded, to look for what is hidden in it."""
        return " ".join([self.path, *(f"{key}={value}" for key, value in self.query), self.fragment])


def split(url: str) -> Address | None:
    """Take an address apart; None for what is no plain http(s) address after three layers of decoding."""
    url = url.strip()
    if len(url) > LONGEST:
        return None
    for _ in range(LAYERS):
        if not HTTP.match(url):
            url = unquote(url)
    if not HTTP.match(url) or UNSAFE.search(url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    user, at, host = parts.netloc.rpartition("@")
    host = (decode(host) or "").lower()
    if port is not None:
        host = host.rpartition(":")[0]
    path, fragment = decode(parts.path), decode(parts.fragment)
    if not re.fullmatch(r"[^\s\x00-\x1f\x7f/?#@\\:%\[\]]+", host) or path is None or fragment is None:
        return None
    query = tuple((key, decode(value) or "") for key, value in parse_qsl(parts.query, keep_blank_values=True))
    return Address(host.rstrip("."), path, query, fragment, user if at else None, port not in (None, 80, 443))


def decode(text: str) -> str | None:
    """Undo percent-encoding; None if three layers are not enough: four are never an accident."""
    for _ in range(LAYERS):
        plain = unquote(text)
        if plain == text:
            return text
        text = plain
    return text if unquote(text) == text else None


def unescape(text: str) -> str:
    """Undo the three escapes Slack makes; full HTML unescaping would turn &region= into a trademark sign."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
