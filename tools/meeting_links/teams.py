"""Microsoft Teams: one meeting, six spellings of its link."""

import base64
import json
import re
from typing import Any
from urllib.parse import quote

from tools.meeting_links.address import Address, split
from tools.meeting_links.links import Link
from tools.meeting_links.providers import Reading

THREAD = re.compile(r"19:[\w-]+(?:\.[\w-]+)*@thread\.(?:v2|tacv2|skype|unq)", re.ASCII)
JOIN = re.compile(r"/l/meetup-join/([^/]+)(?:/([0-9]+))?/?")
SHORT = re.compile(r"/meet/([0-9]{10,15})/?")
GUID = re.compile(r"(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

TRUNCATED = (
    "This Teams link has lost its second half ({what}). Please copy the whole link from the invitation."
)


def teams(address: Address) -> Reading:
    """A meeting by its thread or its number, wherever in the address the link is tucked away."""
    if address.path.startswith("/light-meetings/"):
        return _light(address)
    inner = _inner(address)
    if inner is not None:
        return _plain(inner)
    return _plain(address)


def _inner(address: Address) -> Address | None:
    """The address inside a launcher link or behind the # of the web client, on the same host."""
    tucked = address.value("url") if address.path.startswith("/dl/launcher") else address.fragment
    if not tucked:
        return None
    # "/_#/l/meetup-join/..." and "#/meet/...": what counts begins at the last #.
    tucked = tucked.rpartition("#")[2]
    if not re.match(r"/(?:l/meetup-join|meet)/", tucked):
        return None
    # Decoding has laid bare the quotes of the context; they are encoded again to be read as a query.
    return split(f"https://{address.host}{quote(tucked, safe='/?&=:@%.-_')}")


def _plain(address: Address) -> Reading:
    if found := SHORT.fullmatch(address.path):
        passcode = address.value("p")
        if not passcode or not re.fullmatch(r"[A-Za-z0-9_-]{4,64}", passcode):
            return TRUNCATED.format(what="?p=...")
        return Link("teams", found[1], f"https://{address.host}/meet/{found[1]}?p={passcode}", address.host)
    if found := JOIN.fullmatch(address.path):
        context = _object(address.value("context") or "")
        return _thread(address.host, found[1], found[2] or "0", context.get("tid"), context.get("oid"))
    if address.path.startswith(("/l/meetup-join", "/meet/")):
        return TRUNCATED.format(what="the meeting's id")
    return None


def _light(address: Address) -> Reading:
    """A light-meetings link: base64 of JSON in `coords`."""
    coords = _coords(address.value("coords") or "")
    return _thread(
        address.host,
        str(coords.get("conversationid") or ""),
        str(coords.get("messageid") or "0"),
        coords.get("tenantid"),
        coords.get("organizerid"),
    )


def _thread(host: str, thread: str, message: str, tenant: Any, organizer: Any) -> Reading:
    if not THREAD.fullmatch(thread) or not re.fullmatch(r"[0-9]+", message):
        return TRUNCATED.format(what="the meeting's id")
    if not (isinstance(tenant, str) and GUID.fullmatch(tenant)):
        return TRUNCATED.format(what="context=...")
    context = {"Tid": tenant} | (
        {"Oid": organizer} if isinstance(organizer, str) and GUID.fullmatch(organizer) else {}
    )
    words = quote(json.dumps(context, separators=(",", ":")), safe="")
    # In a channel many meetings share a thread; the message tells them apart.
    meeting_id = thread if message == "0" else f"{thread}/{message}"
    url = f"https://{host}/l/meetup-join/{quote(thread, safe='')}/{message}?context={words}"
    return Link("teams", meeting_id, url, host)


def _object(text: str) -> dict[str, Any]:
    """A JSON object with its keys in lower case: some mail programs put whole addresses in lower case."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return {key.lower(): value for key, value in found.items()} if isinstance(found, dict) else {}


def _coords(text: str) -> dict[str, Any]:
    try:
        # A + that was not encoded has been read as a space.
        raw = base64.b64decode(
            text.replace(" ", "+").replace("-", "+").replace("_", "/") + "==", validate=False
        )
        return _object(raw.decode())
    except ValueError:
        return {}
