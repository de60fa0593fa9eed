"""Zoom, Google Meet, Webex and 8x8: their links, and those of theirs that no recorder can follow."""

import re
from urllib.parse import quote

from tools.meeting_links.address import Address
from tools.meeting_links.links import Link

Reading = Link | str | None
"""A link, the reason why it is none, or None: a page of the provider that is no meeting."""

ZOOM_ID = re.compile(r"/(j|w|s|wc/join|wc|launch/jc)/([0-9]{9,11})(?:/(?:join|start))?/?")
ZOOM_TOKEN = re.compile(r"[\w.~+/=-]{1,512}", re.ASCII)

MEET_CODE = re.compile(r"/([a-z]{3})-?([a-z]{4})-?([a-z]{3})/?", re.IGNORECASE | re.ASCII)
MEET_PAGES = ("", "landing", "about", "download", "tel", "_meet", "getalink", "unsupported", "privacy")

WEBEX_ID = re.compile(r"[\w-]{16,80}", re.ASCII)
WEBEX_PATH = re.compile(
    r"/(?:wbxmjs/joinservice|webappng)/sites/([\w.-]+)/meeting/(?:download|info|register)/(\w{16,64})/?",
    re.ASCII,
)

EIGHT_NAME = r"(?!\.+(?:/|$))[\w.-]"
EIGHT_PATH = re.compile(rf"/({EIGHT_NAME}{{2,64}}(?:/{EIGHT_NAME}{{2,128}})?)/?", re.ASCII)
EIGHT_PAGES = ("static", "about", "privacy", "terms", "images", "favicon.ico", "robots.txt")


def zoom(address: Address) -> Reading:
    """A meeting or webinar by its number."""
    host, path = _zoom_host(address.host), address.path.lower()
    if address.host in ("events.zoom.us", "ev.zoom.com", "ev.zoom.us") or path.startswith("/ev/"):
        return (
            "Zoom Events links are personal: a recorder cannot use yours. "
            "Open the session and paste its own link, the one with /j/ and the meeting number."
        )
    if path.startswith("/my/"):
        return (
            "This is the name of a personal room, and a recorder needs its number. "
            "In Zoom choose Copy invite link and paste the one with /j/ and the meeting number."
        )
    if re.match(r"/(?:meeting|webinar)/register/|/j/register/", path):
        return (
            "This is a registration page, not the meeting. "
            "Register, then paste the join link that Zoom sends you."
        )
    found = ZOOM_ID.fullmatch(path)
    number = found[2] if found else address.value("confno") if path.rstrip("/") == "/join" else None
    if number is None or not re.fullmatch(r"[0-9]{9,11}", number):
        if re.match(r"/(?:j|w|s)(?:/|$)", path):
            return "This Zoom link has no valid meeting number (9 to 11 digits). Please paste the whole link."
        return None
    kind = "w" if found and found[1] == "w" else "j"
    # A + that was not encoded has been read as a space.
    given = {key: (address.value(key) or "").replace(" ", "+") for key in ("pwd", "tk")}
    query = "&".join(f"{k}={quote(v, safe='')}" for k, v in given.items() if ZOOM_TOKEN.fullmatch(v))
    return Link("zoom", number, f"https://{host}/{kind}/{number}" + (f"?{query}" if query else ""), host)


def _zoom_host(host: str) -> str:
    """zoom.com is a second name of zoom.us."""
    return host.removesuffix("zoom.com") + "zoom.us" if host.endswith("zoom.com") else host


def meet(address: Address) -> Reading:
    """A meeting by its code of three, four and three letters."""
    if found := MEET_CODE.fullmatch(address.path):
        code = "-".join(part.lower() for part in found.groups())
        return Link("meet", code, f"https://meet.google.com/{code}", "meet.google.com")
    first = address.path.strip("/").partition("/")[0].lower()
    if first == "new":
        return (
            "This link opens a new meeting for everybody who follows it. "
            "Join yours and paste its address, the one with a code like abc-defg-hij."
        )
    if first in MEET_PAGES or first.startswith("linkredirect"):
        return None
    return (
        "This is a nickname that only works inside your own Google Workspace. "
        "Open it and paste the address you land on, the one with a code like abc-defg-hij."
    )


def webex(address: Address) -> Reading:
    """A scheduled meeting by its MTID, or by the id in a web-client address."""
    host, path = address.host, address.path
    token = address.value("MTID")
    if token and WEBEX_ID.fullmatch(token):
        site = host.partition(".")[0]
        return Link("webex", token, f"https://{host}/{site}/j.php?MTID={token}", host)
    if found := WEBEX_PATH.fullmatch(path):
        site, meeting_id = found.groups()
        return Link(
            "webex", meeting_id, f"https://{host}/webappng/sites/{site}/meeting/download/{meeting_id}", host
        )
    if re.match(r"/(?:meet|join)/[\w.-]+", path):
        return (
            "This is a personal room, whose lobby a recorder cannot leave on its own. "
            "Schedule the meeting in Webex and paste its join link, the one with MTID."
        )
    if re.search(r"/(?:j|e|k2|onstage/g)\.php$", path):
        return "This Webex link lacks its meeting id (MTID=...). Please paste the whole join link."
    return None


def eight(address: Address) -> Reading:
    """A room of 8x8 Meet; its name is its id, in any case."""
    found = EIGHT_PATH.fullmatch(address.path)
    if not found or address.path.strip("/").partition("/")[0].lower() in EIGHT_PAGES:
        return None
    room = found[1].lower()
    return Link("8x8", room, f"https://8x8.vc/{room}", "8x8.vc")
