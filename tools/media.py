"""The way to a recording, read from an answer about its media: signed, short-lived, and for one person's eyes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tools import chorus
from tools.shapes import when

EPOCHS = ("expires", "exp", "expiry", "se")
"""What signed addresses call the time they end at."""
SIGNERS = ("x-amz-", "x-goog-")
"""Those that say when they were signed, and for how many seconds."""


@dataclass(frozen=True)
class Recording:
    """Where a recording can be watched for a short time. The address never enters a log, a checkpoint or a table."""

    url: str = field(repr=False)
    kind: str
    """video, audio, or recording where nobody says."""
    until: datetime | None
    """When the address stops working, as far as it can be known."""


def recording(answer: Any) -> Recording | None:
    """The way to a recording; None where the answer has no address in it that a person could follow."""
    found = chorus.media(answer)
    if not found.url or any(char.isspace() or not char.isprintable() for char in found.url):
        return None
    ends = [at for at in (found.expires_at, expiry(found.url)) if at]
    return Recording(found.url, _kind(found.media_type or found.content_type), min(ends, default=None))


def _kind(said: str | None) -> str:
    word = (said or "").partition("/")[0].strip().lower()
    return word if word in ("video", "audio") else "recording"


def expiry(url: str) -> datetime | None:
    """When a signed address says that it ends; None where it does not say so in a way that is known."""
    query = {name.lower(): value for name, value in parse_qsl(urlsplit(url).query)}
    ends = [when(query[name]) for name in EPOCHS if name in query]
    ends += [_signed(query, prefix) for prefix in SIGNERS]
    return min((at for at in ends if at), default=None)


def _signed(query: Mapping[str, str], prefix: str) -> datetime | None:
    try:
        begun = datetime.strptime(query[f"{prefix}date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        return begun + timedelta(seconds=int(query[f"{prefix}expires"]))
    except (KeyError, ValueError, OverflowError):
        return None
