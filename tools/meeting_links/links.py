"""What reading a meeting link comes to."""

from dataclasses import dataclass
from typing import Literal

Provider = Literal["zoom", "meet", "teams", "webex", "8x8"]

LONGEST_KEY, LONGEST_URL = 200, 1500
"""Characters of a meeting's name and of its address, at most."""


@dataclass(frozen=True)
class Link:
    """A meeting a recorder can be sent to. The address is built anew: nothing unknown travels with it."""

    provider: Provider
    meeting_id: str
    url: str
    host: str

    @property
    def key(self) -> str:
        """Names the meeting, however its link was spelled: one meeting, one recorder."""
        return f"{self.provider}:{self.meeting_id}"

    @property
    def is_overlong(self) -> bool:
        """Whether no real meeting has such a name or address: both have to fit into keys and buttons."""
        return len(self.key) > LONGEST_KEY or len(self.url) > LONGEST_URL


@dataclass(frozen=True)
class RefusedLink:
    """An address that is, or pretends to be, a meeting link that no recorder can follow."""

    url: str
    reason: str
    """One or two sentences for the person who posted it: what is wrong, and what to paste instead."""
