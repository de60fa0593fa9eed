"""The ways in which a rate-limited answer may, or may not, say when to come back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import format_datetime

Headers = dict[str, str]

STYLES: dict[str, Callable[[datetime, int], Headers]] = {
    "none": lambda now, wait: {},
    "retry_after": lambda now, wait: {"retry-after": str(wait)},
    "http_date": lambda now, wait: {
        "retry-after": format_datetime((now + timedelta(seconds=wait)).replace(microsecond=0), usegmt=True)
    },
    "delta": lambda now, wait: _ratelimit("110", str(wait)),
    "epoch": lambda now, wait: _ratelimit("110", str(int(now.timestamp()) + wait)),
    "epoch_ms": lambda now, wait: _ratelimit("110", str(int(now.timestamp() * 1000) + wait * 1000)),
    "window": lambda now, wait: _ratelimit("110;w=10", f"{wait};w=10"),
    "negative": lambda now, wait: {"retry-after": "-1", **_ratelimit("110", "0")},
    "garbage": lambda now, wait: {"retry-after": "soon", **_ratelimit("many", "-17")},
}


def _ratelimit(limit: str, reset: str) -> Headers:
    return {"ratelimit-limit": limit, "ratelimit-remaining": "0", "ratelimit-reset": reset}


def vendor_headers(style: str | None, now: datetime, wait: int) -> Headers:
    """Return the headers of a vendor's 429 in `style`; None is Chorus as it is: no header at all."""
    return STYLES[style or "none"](now, wait)
