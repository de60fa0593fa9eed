"""A deal as Chorus shows it: what a person chooses from when a call may belong to several."""

import re
from dataclasses import dataclass

CLOSED = re.compile(r"^closed|\b(won|lost)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Deal:
    """One opportunity in the CRM."""

    id: str
    name: str | None
    stage: str | None
    last_call: str | None
    """ISO date of the newest call on it that Chorus knows."""


def is_open(stage: str | None) -> bool:
    """Whether a deal in this stage can still be won; one whose stage nobody knows counts as open."""
    return not CLOSED.search(stage or "")
