"""Reading one address: whose it is, whether it is what it seems, and which meeting it leads to."""

import re
from collections.abc import Callable
from urllib.parse import unquote

from tools.meeting_links.address import Address, split, unescape
from tools.meeting_links.disguises import DOMAINS, belongs, likeness, may_hide_meeting, readable, rewriter
from tools.meeting_links.links import Link, RefusedLink
from tools.meeting_links.providers import Reading, eight, meet, webex, zoom
from tools.meeting_links.teams import teams

READERS: dict[str, Callable[[Address], Reading]] = {
    "Zoom": zoom,
    "Google Meet": meet,
    "Microsoft Teams": teams,
    "Webex": webex,
    "8x8": eight,
}

PROVIDER_WORD = re.compile(
    r"(?i)zoom(?:gov)?\.(?:us|com)\b|meet\.google|teams\.(?:microsoft|live|cloud)|webex\.com|8x8\.vc"
)
HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
SECOND_LINK = re.compile(r"(?i)https?:/|(?:^|[=\s/?&#])//[\w-]+\.\w")

MANGLED = "I cannot make out this address. Please paste the meeting link as your calendar shows it."
DECEPTIVE = (
    "This address is written so that it misleads about where it leads. Please paste the meeting's own link."
)
SECOND = "This link hides a second address. Please paste the plain meeting link, with nothing after it."
OVERLONG = "This address is longer than that of any meeting. Please paste the meeting link as your calendar shows it."
WRAPPED = "This address only leads on to a meeting. Please paste the meeting's own link."


def read_link(url: str) -> Link | RefusedLink | None:
    """The meeting an address leads to, the reason not to follow it, or None: it is no meeting link."""
    url = unescape(url).strip()
    address = split(url)
    if address is None:
        return (
            RefusedLink(url[:200], MANGLED) if _looks_like_http(url) and PROVIDER_WORD.search(url) else None
        )
    reason = _untrustworthy(address)
    if reason:
        return RefusedLink(url, reason)
    provider = _provider(address.host)
    if provider is None:
        return _elsewhere(url, address)
    found = READERS[provider](address)
    if isinstance(found, str):
        return RefusedLink(url, found)
    if found is None:
        return RefusedLink(url, WRAPPED) if _leads_on(address) else None
    if found.is_overlong:
        return RefusedLink(url[:200], OVERLONG)
    return RefusedLink(url, SECOND) if SECOND_LINK.search(address.tail) else found


def _provider(host: str) -> str | None:
    """The provider a host truly belongs to."""
    return next((name for name, domains in DOMAINS.items() if any(belongs(host, d) for d in domains)), None)


def _untrustworthy(address: Address) -> str | None:
    """Why an address that concerns a meeting must not be followed, whoever's host it is."""
    ours = _provider(address.host)
    if address.user is not None and (ours or PROVIDER_WORD.search(unquote(f"{address.user} {address.tail}"))):
        return DECEPTIVE
    is_plain = HOST.fullmatch(address.host) and not address.odd_port
    return DECEPTIVE if ours and not is_plain else None


def _elsewhere(url: str, address: Address) -> RefusedLink | None:
    """An address of nobody we know: rewritten, disguised, leading on, or none of our business."""
    name = rewriter(address.host)
    if name is not None:
        reason = (
            f"This link was rewritten by {name}, and a recorder cannot follow such links. "
            "Please paste the direct meeting link."
        )
        return RefusedLink(url, reason) if may_hide_meeting(address) else None
    provider = likeness(address)
    if provider is not None:
        host = readable(address.host)
        return RefusedLink(
            url, f"{host} is not an address of {provider} that I know. Please paste the meeting's own link."
        )
    if belongs(address.host, "g.co") and address.path.startswith("/meet/"):
        return RefusedLink(url, WRAPPED)
    return RefusedLink(url, WRAPPED) if _leads_on(address) else None


def _leads_on(address: Address) -> bool:
    """Whether a meeting link is carried inside an address that is none itself."""
    for found in re.finditer(r"(?i)https?://[^\s\"'<>]+", address.tail):
        inner = split(found[0])
        provider = _provider(inner.host) if inner else None
        if inner and provider and isinstance(READERS[provider](inner), Link):
            return True
    return False


def _looks_like_http(url: str) -> bool:
    return re.match(r"(?i)https?(?::|%)", url) is not None
