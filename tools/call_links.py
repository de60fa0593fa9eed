"""Links to calls in Chorus in what people write, such as https://chorus.ai/meeting/EE8E…: which call is meant. Pure."""

import html
import re
from urllib.parse import urlsplit

HOSTS = ("chorus.ai", "www.chorus.ai", "app.chorus.ai")
_PATH = re.compile(r"/meeting/(?P<id>[A-Za-z0-9][A-Za-z0-9_-]{0,63})(?:/.*)?", re.DOTALL)
_ADDRESS = re.compile(r"https?://[^\s<>|\"'`\\]+", re.IGNORECASE)
_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
PUNCTUATION = ").,;:!?]}…>*_~"


def read_call_link(url: str) -> str | None:
    """The id of the call that a link is to; None for every other address. No such call is known to exist."""
    try:
        parts = urlsplit(url.strip())
        plain = parts.port is None and not parts.username and not parts.password
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or parts.hostname not in HOSTS or not plain:
        return None
    found = _PATH.fullmatch(parts.path)
    return found["id"] if found else None


def call_link(id: str) -> str:
    """The address of a call, as Chorus writes it."""
    return f"https://chorus.ai/meeting/{id}"


def call_ids(text: str) -> list[str]:
    """The calls that a text links to, in order, each once; nothing from code. It may be as Slack sends it, or typed."""
    addresses = _ADDRESS.findall(html.unescape(_CODE.sub(" ", text).replace("|", " ")))
    found = (read_call_link(address.rstrip(PUNCTUATION)) for address in addresses)
    return list(dict.fromkeys(id for id in found if id))
