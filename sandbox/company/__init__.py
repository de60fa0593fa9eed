"""The believable selling company that every sandbox server talks about."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sandbox.company.accounts import build_accounts, build_deals, with_fields
from sandbox.company.ana import RECORD_BEFORE
from sandbox.company.calendar import Calendar
from sandbox.company.model import (
    Account,
    Deal,
    Finding,
    Line,
    Meeting,
    Participant,
    Qualification,
    RedFlag,
    Tracker,
)
from sandbox.company.people import Person, roster
from sandbox.company.signals import with_signals
from sandbox.company.today import SLOTS
from sandbox.company.zones import late_afternoon_zone

__all__ = [
    "Account",
    "Company",
    "Deal",
    "Finding",
    "Line",
    "Meeting",
    "Participant",
    "Person",
    "Qualification",
    "RedFlag",
    "Tracker",
]


class Company:
    """Everything there is to know about the company at `now`. Same seed, moment and number of calls, same company.

    Without `tz` it lives where the working day is just ending, so that today is always full of calls. Beyond the usual
    400 `calls` in sixty days there are more deals as well, about one for seven calls.
    """

    def __init__(
        self, seed: int = 1, now: datetime | None = None, tz: str | None = None, *, calls: int = 400
    ) -> None:
        self.seed = seed
        self.now = (now or datetime.now(UTC)).astimezone(UTC)
        self.tz = tz or late_afternoon_zone(self.now)
        self.people = roster(self.tz)
        self.accounts = build_accounts(seed)
        self.deals = self._deals(calls // 7)
        calendar = Calendar(
            seed, self.now, self.tz, {person.key: person for person in self.people}, self.deals
        )
        placed = [*calendar.today(), calendar.late_yesterday(), *calendar.past(calls)]
        told = [with_signals(seed, call) for call in placed]
        self.meetings = tuple(sorted(told, key=lambda call: (call.start, call.id), reverse=True))

    def person(self, key: str) -> Person:
        """Return the person with this first name (lower-case ASCII), e-mail address or Slack id."""
        for person in self.people:
            if key in (person.key, person.email, person.slack_id, person.name):
                return person
        raise KeyError(f"nobody at the company is called {key!r}")

    @property
    def today(self) -> date:
        """The company's local date."""
        return self.now.astimezone(ZoneInfo(self.tz)).date()

    def meetings_on(self, day: date) -> tuple[Meeting, ...]:
        """Return the calls that begin on the local `day`, newest first, private ones included."""
        zone = ZoneInfo(self.tz)
        return tuple(call for call in self.meetings if call.start.astimezone(zone).date() == day)

    def last_finished(self, person: Person) -> Meeting:
        """Return the person's own last meeting that is worked through and really took place."""
        return self.finished(person)[0]

    def finished(self, person: Person) -> list[Meeting]:
        """Return the person's own visible meetings that are worked through, newest first; no dialer calls."""
        return [
            call
            for call in self.meetings
            if call.owner == person
            and call.status == "done"
            and not call.private
            and call.engagement_type == "meeting"
        ]

    def without_qualification(self, person: Person) -> Meeting | None:
        """Return the newest of the finished ones that has a deal but was never analysed."""
        return next((call for call in self.finished(person) if call.deal and not call.qualification), None)

    def without_deal(self, person: Person) -> Meeting | None:
        """Return the newest of the finished ones that Chorus could link to no deal."""
        return next((call for call in self.finished(person) if call.deal is None), None)

    def _deals(self, least: int) -> tuple[Deal, ...]:
        reps = tuple(person for person in self.people if person.role == "rep")
        deals = list(build_deals(self.seed, self.accounts, reps, self.today, least))
        for slot in SLOTS:
            own = [n for n, deal in enumerate(deals) if deal.owner.key == slot.owner]
            if slot.deal is None or slot.buyer in (None, "known", "any") or not own:
                continue
            chosen = own[slot.deal]
            deals[chosen] = with_fields(deals[chosen], {"Economic_Buyer__c": None})
        deals[0] = with_fields(deals[0], RECORD_BEFORE)
        return tuple(deals)
