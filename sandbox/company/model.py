"""What a selling company is made of: accounts, deals, meetings and what was learned in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sandbox.company.people import Person

ChangeType = Literal["ADDED", "UPDATED", "NO_CHANGE"]


def processed_at(start: datetime, duration: float) -> datetime:
    """Return when a call of `duration` seconds has been worked through: ten minutes and a fifth later."""
    return start + timedelta(seconds=duration * 1.2 + 600)


@dataclass(frozen=True)
class Contact:
    """Somebody on the customer's side. Calendars often know no more than the address."""

    person_id: int
    email: str
    name: str | None
    title: str | None


@dataclass(frozen=True)
class Account:
    """A customer company; `crm_id` is Salesforce's, `chorus_id` Chorus's own number."""

    name: str
    crm_id: str
    chorus_id: int
    domain: str
    contacts: tuple[Contact, ...]


@dataclass(frozen=True)
class Deal:
    """One opportunity. `fields` is the CRM record at the moment the company was generated."""

    id: str
    name: str
    account: Account
    owner: Person
    stage: str
    amount: int
    close_date: date
    fields: Mapping[str, Any]
    stage_since: date
    """When it entered its stage."""

    @property
    def is_open(self) -> bool:
        return not self.stage.startswith("Closed")


@dataclass(frozen=True)
class Participant:
    """Somebody in a meeting: `rep` is our side, `prospect` the customer's."""

    person_id: int
    user_id: int | None
    name: str | None
    email: str | None
    title: str | None
    company_name: str | None
    type: Literal["rep", "prospect"]


@dataclass(frozen=True)
class Finding:
    """What one framework field was found to be: its value, the CRM's present one, and the proof."""

    field_id: str
    field_name: str
    change_type: ChangeType
    value: str | None
    previous: str | None
    quote: str | None


@dataclass(frozen=True)
class Qualification:
    """The sales qualification of one meeting."""

    id: int
    framework: str
    generated_at: datetime
    findings: tuple[Finding, ...]
    notes: Finding
    next_steps: Finding

    @property
    def all(self) -> tuple[Finding, ...]:
        return (*self.findings, self.notes, self.next_steps)

    def field(self, name: str) -> Finding:
        """Return the finding for a framework field such as "Economic Buyer"."""
        return next(finding for finding in self.all if finding.field_name == name)


@dataclass(frozen=True)
class Line:
    """A sentence that is heard in a call beside its small talk."""

    text: str
    speaker: Participant


@dataclass(frozen=True)
class Tracker:
    """What one of Chorus's trackers heard from one side; `type` is Chorus's word for that side."""

    name: str
    type: Literal["cust", "rep"]
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class RedFlag:
    """Words of a buyer that put the deal in doubt, and the name of who spoke them."""

    kind: str
    quote: str
    speaker: str


@dataclass(frozen=True)
class Meeting:
    """One call as Chorus knows it at the moment the company was generated.

    `duration` is in seconds. `summary` is HTML. A private meeting exists, yet the API never shows it. `talk_ratio` is our
    side's share of the talking, from 0 to 1; `lines` holds the sentences of trackers and red flags, and what only sounds
    like a red flag.
    """

    id: str
    calendar_id: str
    subject: str | None
    engagement_type: Literal["meeting", "dialer"]
    start: datetime
    duration: float
    status: Literal["done", "no show", "processing", "live"]
    private: bool
    owner: Person
    participants: tuple[Participant, ...]
    account: Account | None
    deal: Deal | None
    qualification: Qualification | None
    summary: str | None
    action_items: tuple[str, ...]
    language: str
    compliance: str | None
    meeting_url: str
    remark: str | None = None
    talk_ratio: float | None = None
    trackers: tuple[Tracker, ...] = ()
    red_flags: tuple[RedFlag, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def end(self) -> datetime:
        return self.start + timedelta(seconds=self.duration)

    @property
    def processed_at(self) -> datetime:
        return processed_at(self.start, self.duration)

    @property
    def no_show(self) -> bool:
        return self.status == "no show"
