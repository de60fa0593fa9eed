"""Addresses that are not what they seem: look-alike hosts, and links rewritten by mail security."""

import re
import unicodedata
from urllib.parse import unquote

from tools.meeting_links.address import LAYERS, Address

DOMAINS = {
    "Zoom": ("zoom.us", "zoom.com", "zoomgov.com"),
    "Google Meet": ("meet.google.com",),
    "Microsoft Teams": (
        "teams.microsoft.com",
        "teams.live.com",
        "teams.microsoft.us",
        "teams.cloud.microsoft",
    ),
    "Webex": ("webex.com",),
    "8x8": ("8x8.vc",),
}
IMITATED = {
    "Zoom": ("zoom", re.compile(r"/(?:j|w|s|wc)/(?:join/)?\d{9,11}")),
    "Google Meet": ("google", re.compile(r"(?i)/[a-z]{3}-[a-z]{4}-[a-z]{3}/?$")),
    "Microsoft Teams": ("teams", re.compile(r"/l/meetup-join/|/meet/\d{10,15}")),
    "Webex": ("webex", re.compile(r".*\bj\.php$|/webappng/|/wbxmjs/")),
    "8x8": ("8x8", re.compile(r"/vpaas-")),
}
"""A word of the brand and a path that only its meetings have: together they betray even a faint imitation."""

REWRITERS = (
    ("Microsoft Safe Links", re.compile(r"(?:^|\.)safelinks\.protection\.(?:outlook\.com|office365\.us)$")),
    ("Proofpoint", re.compile(r"^urldefense\.(?:com|us|proofpoint\.com)$")),
    ("Mimecast", re.compile(r"(?:^|\.)mimecast(?:protect)?\.com$")),
    ("Barracuda", re.compile(r"(?:^|\.)linkprotect\.cudasvc\.com$")),
    ("Cisco", re.compile(r"^secure-web\.cisco\.com$")),
)

CONFUSABLE = str.maketrans(
    "аеосрхуіјѕзԁԍԛԝ" + "οεαιυνωκτρσ" + "ꮓꭺꮯꭼꮇꮪ" + "0135" + "。",
    "aeocpxyijszdgqw" + "oeaiuvwktpo" + "zacems" + "oles" + ".",
)
"""Cyrillic, Greek, Cherokee and digits that are drawn like Latin letters; and a full stop that counts as a dot."""
LATIN = re.compile(r"LATIN (?:SMALL )?LETTER (?:[A-Z]+ )*?([A-Z])(?: WITH .+)?")
"""A letter that is called after a plain one: a small capital, a barred or hooked one."""
ANY = "?"
"""A letter of which it is not known what it is drawn like."""


def belongs(host: str, domain: str) -> bool:
    """Whether a host is a domain or lies below it."""
    return host == domain or host.endswith("." + domain)


def likeness(address: Address) -> str | None:
    """The provider whose address this imitates, or None. Real provider hosts must be sorted out before."""
    plain = skeleton(readable(address.host))
    faces = {plain, _squeezed(plain)}
    for provider, domains in DOMAINS.items():
        brand, path = IMITATED[provider]
        wears_brand = any(word in face for face in faces for word in (brand, _squeezed(brand)))
        if any(_wears(plain, domain) for domain in domains) or (wears_brand and path.match(address.path)):
            return provider
    return None


def _wears(plain: str, domain: str) -> bool:
    """Whether a host, as the eye takes it in, has a provider's domain in it, with at most a third of it guessed."""
    letters = "".join("[.-]" if char == "." else f"[{char}{ANY}]" for char in skeleton(domain))
    found = re.search(rf"(?:^|[.-])({letters})(?:$|[.-])", plain)
    return found is not None and 3 * found[1].count(ANY) <= len(found[1])


def rewriter(host: str) -> str | None:
    """The mail security product that rewrote a link, or None."""
    return next((name for name, pattern in REWRITERS if pattern.search(host)), None)


def may_hide_meeting(address: Address) -> bool:
    """Whether a rewritten link may lead to a meeting: it names a provider, or does not say where it leads."""
    tail = address.tail
    for _ in range(LAYERS):
        tail = unquote(tail)
    # Proofpoint's second version spells % as - and / as _.
    tail = re.sub(r"-([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), tail).replace("_", "/").lower()
    if any(domain in tail for domains in DOMAINS.values() for domain in domains):
        return True
    return not re.search(r"https?:/|\bdomain=[\w.-]+\.\w", tail)


def readable(host: str) -> str:
    """A host with its punycode written out."""
    return ".".join(_written_out(label) for label in host.split("."))


def skeleton(host: str) -> str:
    """A host as the eye takes it in: foreign letters and digits become the Latin ones they look like, and i becomes l."""
    plain = "".join(map(_drawn, unicodedata.normalize("NFKD", host.lower()).translate(CONFUSABLE)))
    return plain.replace("rn", "m").replace("vv", "w").replace("i", "l")


def _drawn(char: str) -> str:
    if char.isascii():
        return char
    named = LATIN.fullmatch(unicodedata.name(char, ""))
    return named[1].lower() if named else ANY if char.isalpha() else ""


def _squeezed(text: str) -> str:
    """Without doubled letters, as in a typing slip: zooom and zom are both zom."""
    return re.sub(r"([a-z])\1+", r"\1", text)


def _written_out(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label
