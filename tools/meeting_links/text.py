"""Finding meeting links in free text, as people type it and as Slack sends it."""

import re
from collections.abc import Iterator

from tools.meeting_links.address import unescape
from tools.meeting_links.links import Link, RefusedLink
from tools.meeting_links.reading import read_link

CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
WRAPPED = re.compile(r"<(https?[:%][^<>|]*)(?:\|[^<>]*)?>|<[@#!][^<>]*>", re.IGNORECASE)
BARE = re.compile(
    r"""(?P<before>.?)(?P<url>https?(?::/|%(?:25)*3a)[^\s<>"`|]+
    |(?<![\w@./-])(?:[\w-]+\.)*(?:zoom\.us|zoomgov\.com|meet\.google\.com|teams\.microsoft\.com|teams\.live\.com
    |webex\.com|8x8\.vc)/[^\s<>"`|]+)""",
    re.IGNORECASE | re.VERBOSE,
)
PUNCTUATION = ").,;:!?]}'\"…>*"
EMPHASIS = "_~"


def find_links(text: str) -> list[Link | RefusedLink]:
    """All meeting links of a text in order, each meeting once; nothing from code."""
    found: dict[str, Link | RefusedLink] = {}
    for url in _addresses(CODE.sub(" ", text)):
        link = read_link(url)
        if isinstance(link, RefusedLink):
            found.setdefault(link.url, link)
        elif link is not None:
            # The same meeting posted twice: the spelling with the passcode is the better one.
            known = found.get(link.key)
            found[link.key] = link if known is None or len(link.url) > len(known.url) else known
    return list(found.values())


def _addresses(text: str) -> Iterator[str]:
    """Everything that may be an address: in Slack's angle brackets (never the label), or bare."""
    end = 0
    for wrapped in WRAPPED.finditer(text):
        yield from _bare(text[end : wrapped.start()])
        if wrapped[1]:
            yield wrapped[1]
        end = wrapped.end()
    yield from _bare(text[end:])


def _bare(text: str) -> Iterator[str]:
    for found in BARE.finditer(unescape(text)):
        url = found["url"]
        if not url.lower().startswith("http"):
            url = f"https://{url}"
        # Other scripts often follow an address without a space; a host may be non-Latin, what follows is not.
        url = re.sub(r"^(https?://[^/]*/[\x21-\x7e]*).*$", r"\1", url, flags=re.IGNORECASE | re.DOTALL)
        before = found["before"]
        # Two dots after a slash are a step up and no end of a sentence.
        yield url if url.endswith("/..") else url.rstrip(PUNCTUATION + (before if before in EMPHASIS else ""))
