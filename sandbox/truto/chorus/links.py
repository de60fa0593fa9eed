"""Which meeting links Chorus's recorder can follow: Zoom, Meet, Teams, Webex and 8x8."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

_URL = re.compile(r"https?://[^\s<>|\"']+", re.IGNORECASE)


@dataclass(frozen=True)
class Link:
    """A meeting's address, reduced to provider and meeting id, so that spellings of one meeting are equal."""

    provider: str
    meeting_id: str


def find_link(text: str) -> Link | None:
    """Return the first joinable meeting in a text that one would send to a human."""
    return next(iter(all_links(text)), None)


def all_links(text: str) -> list[Link]:
    """Return every joinable meeting in a text, in order."""
    found = (read_link(url.rstrip(".,;:!?)]}")) for url in _URL.findall(text))
    return [link for link in found if link is not None]


def read_link(url: str) -> Link | None:
    """Return the meeting a URL leads to, or None for personal rooms, look-alike hosts and everything else."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower().rstrip(".")
    except ValueError:
        return None
    for domains, provider, read in _PROVIDERS:
        if any(host == domain or host.endswith(f".{domain}") for domain in domains):
            found = read(parts.path, parts.query)
            return Link(provider, found) if found else None
    return None


def _zoom(path: str, query: str) -> str | None:
    match = re.fullmatch(r"/(?:j|w|wc/join)/(\d{9,11})/?|/wc/(\d{9,11})/(?:join|start)/?", path)
    return next(filter(None, match.groups()), None) if match else None


def _meet(path: str, query: str) -> str | None:
    match = re.fullmatch(r"/([a-z]{3}-?[a-z]{4}-?[a-z]{3})/?", path, re.IGNORECASE)
    return match[1].replace("-", "").lower() if match else None


def _teams(path: str, query: str) -> str | None:
    match = re.fullmatch(r"/l/meetup-join/([^/]+)(?:/.*)?|/meet/(\d{9,15})/?", path)
    return next(filter(None, match.groups()), None) if match else None


def _webex(path: str, query: str) -> str | None:
    mtid = parse_qs(query).get("MTID")
    if path.endswith("/j.php") and mtid:
        return mtid[0]
    match = re.search(r"/(?:meet|join)/([\w.-]+)/?$", path)
    return match[1].lower() if match else None


def _eight(path: str, query: str) -> str | None:
    match = re.fullmatch(r"/((?:[\w.-]+/)?[\w.-]+)/?", path)
    return match[1].lower() if match else None


_PROVIDERS = (
    (("zoom.us", "zoom.com", "zoomgov.com"), "ZOOM", _zoom),
    (("meet.google.com",), "GOOGLE_MEET", _meet),
    (("teams.microsoft.com", "teams.live.com"), "MSTEAMS", _teams),
    (("webex.com",), "WEBEX", _webex),
    (("8x8.vc",), "8X8", _eight),
)
