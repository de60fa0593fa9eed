"""What is known of a deal: dated facts with their sources. The rules judge these and nothing else."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody in a call."""

    email: str
    """In lower case; empty where Chorus shows none."""
    name: str
    title: str | None


@dataclass(frozen=True, slots=True)
class Call:
    """One meeting of a deal."""

    id: str
    at: datetime
    minutes: float
    held: bool
    """It took place, and Chorus has worked through it, or lists it without a recording."""
    no_show: bool
    recorded: bool
    ours: tuple[Attendee, ...] = ()
    theirs: tuple[Attendee, ...] = ()
    action_items: tuple[str, ...] = ()
    topics: tuple[str, ...] | None = None
    """Names of the trackers that were met; None where Chorus told of none at all, not even an empty list."""
    talk_ratio: float | None = None
    """Our side's share of the talking, from 0 to 1."""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """What the sales method knows of one of its fields, from the newest analysis."""

    name: str
    value: str
    quote: str
    call: str
    as_of: datetime


@dataclass(frozen=True, slots=True)
class RedFlag:
    """Words of a buyer that put the deal in doubt, as they stand in the transcript."""

    kind: str
    """budget frozen, on hold, going with another, champion leaving"""
    quote: str
    speaker: str
    call: str
    at: datetime
    """When the call began."""
    offset: float | None
    """Seconds into the recording."""
    url: str | None = None


ENDS = ("closed", "won", "lost", "cancelled", "canceled", "disqualified", "abandoned", "dead")
"""First words of the stages in which a deal is over."""


@dataclass(frozen=True)
class Deal:
    """One open opportunity, as far as Chorus knows it."""

    id: str
    name: str
    account: str
    owner_id: str | None
    owner_email: str
    owner_name: str
    stage: str | None = None
    amount: float | None = None
    close_date: date | None = None
    framework: str | None = None
    fields: tuple[Field, ...] | None = None
    """None where no analysis could be read."""
    calls: tuple[Call, ...] = ()
    """Oldest first."""
    red_flags: tuple[RedFlag, ...] = ()
    unlooked: int = 0
    """Recent calls in which nobody looked for them."""
    unread: tuple[str, ...] = ()
    """What could not be read, each as a sentence. Such a deal is never cleared."""

    @property
    def held(self) -> tuple[Call, ...]:
        """The meetings that took place."""
        return tuple(call for call in self.calls if call.held)

    @property
    def recorded(self) -> tuple[Call, ...]:
        """Those of them that Chorus recorded."""
        return tuple(call for call in self.held if call.recorded)

    @property
    def is_open(self) -> bool | None:
        """None where nobody knows the stage."""
        first = (self.stage or "").lower().replace("-", " ").split()[:1]
        return None if not first else first[0] not in ENDS
