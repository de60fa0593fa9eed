"""Who looks on as Truto is called: told of each call as it begins, and in one word what it came to; never what it says."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from tools.errors import Blocked, NeedsReconnect, NotThere, RateLimited, Unavailable, UpstreamError
from tools.rate import IN_LINE
from tools.requests import Request

OK = "ok"

Told = Callable[[str], None]
"""Hears in one word what a call came to."""
Witness = Callable[[str, Request | None], AbstractContextManager[Told]]
"""Looks on at one call: its name, and the request where it is one to a tool."""


@contextmanager
def nobody(name: str, request: Request | None) -> Iterator[Told]:
    """Nobody looks on."""
    yield lambda result: None


def result_of(error: UpstreamError) -> str:
    """What a failed call came to, in one word of a few."""
    if error.blame == IN_LINE or (isinstance(error, RateLimited) and error.status is None):
        return "kept_back"
    words = {
        RateLimited: "429",
        NeedsReconnect: "reconnect",
        Blocked: "blocked",
        NotThere: "not_there",
        Unavailable: "unavailable",
    }
    return next((word for kind, word in words.items() if isinstance(error, kind)), "refused")
