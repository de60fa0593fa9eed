"""What a browser would remember of half-done work: boxes that were ticked, forms that were refused, a word to the person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

State = Mapping[tuple[str, str], Any]


@dataclass(frozen=True)
class Filled:
    """A form as somebody filled it in, and what was wrong with it, by block."""

    state: State = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Held:
    """Kept in memory for as long as the window is open."""

    messages: dict[tuple[str, str, str], State] = field(default_factory=dict)
    """By (person, channel, ts)."""
    views: dict[str, Filled] = field(default_factory=dict)
    notices: dict[str, str] = field(default_factory=dict)
    """By person, what the window has to say to them, until they do something else or open another page."""
    pages: dict[str, str] = field(default_factory=dict)
    """By person, the page they opened last."""

    def went_to(self, user: str, page: str) -> None:
        """Remember what page somebody is on; what was said to them on another is over."""
        if self.pages.get(user) != page:
            self.notices.pop(user, None)
        self.pages[user] = page

    def of_message(self, user: str, channel: str, ts: str) -> State:
        """Return what somebody ticked or chose in a message."""
        return self.messages.get((user, channel, ts), {})

    def of_view(self, view_id: str) -> Filled:
        """Return a form as it was filled in."""
        return self.views.get(view_id, Filled())
