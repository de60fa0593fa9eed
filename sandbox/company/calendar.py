"""The company's calls: today's chosen ones, one near midnight, and sixty days before them."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sandbox.company.ana import last_call
from sandbox.company.calls import Status, a_call, qualified_at
from sandbox.company.dice import Dice
from sandbox.company.model import Deal, Meeting, Qualification
from sandbox.company.people import Person
from sandbox.company.qualify import Buyer, qualify, record_of
from sandbox.company.today import SLOTS, Slot

ANA_LAST_CALL = 2


class Calendar:
    """Places the calls of one company in time."""

    def __init__(
        self, seed: int, now: datetime, tz: str, people: Mapping[str, Person], deals: tuple[Deal, ...]
    ) -> None:
        self.seed, self.now, self.people = seed, now, people
        self.local = now.astimezone(ZoneInfo(tz))
        if self.local.hour < 13:
            raise ValueError(f"in {tz} the working day is too young to be reviewed at {self.local:%H:%M}")
        self.deals = {key: [deal for deal in deals if deal.owner.key == key] for key in people}
        self.opening = datetime.combine(self.local.date(), time(7, 30), self.local.tzinfo)

    def today(self) -> list[Meeting]:
        """Return the calls of today, as the slots order them."""
        return [self._slot(number, slot) for number, slot in enumerate(SLOTS)]

    def late_yesterday(self) -> Meeting:
        """Return the call that began just before midnight and ended today."""
        start = self.opening.replace(hour=23, minute=20) - timedelta(days=1)
        return self._call(len(SLOTS), start, 45 * 60 + 30.0, self.people["elif"], 4, "empty")

    def past(self, all_calls: int) -> list[Meeting]:
        """Return the calls of the sixty days before, as many as are left of `all_calls`."""
        return [self._past(number) for number in range(len(SLOTS) + 1, all_calls)]

    def _slot(self, number: int, slot: Slot) -> Meeting:
        owner = self.people[slot.owner]
        room = (self.now - timedelta(minutes=6) - self.opening).total_seconds() - slot.seconds
        start = self.opening + timedelta(seconds=slot.place * room)
        if slot.status == "live":
            start = self.now - timedelta(minutes=12)
        deal = self._deal_of(slot)
        start = start.replace(second=0, microsecond=0).astimezone(self.now.tzinfo)
        return a_call(
            seed=self.seed,
            number=number,
            start=start,
            seconds=slot.seconds,
            owner=owner,
            deal=deal,
            status=slot.status,
            private=slot.private,
            qualification=self._analysis(number, start, slot.seconds, deal, slot.buyer),
            remark=slot.remark,
            summed_up=slot.summed_up,
            full_house=number == ANA_LAST_CALL,
        )

    def _deal_of(self, slot: Slot) -> Deal | None:
        """The slot's deal: the owner's own, or one of Ben's where RevOps sat in for him."""
        if slot.deal is None:
            return None
        return (self.deals[slot.owner] or self.deals["ben"])[slot.deal]

    def _call(
        self, number: int, start: datetime, seconds: float, owner: Person, deal: int, buyer: Buyer
    ) -> Meeting:
        linked = self.deals[owner.key][deal]
        start = start.astimezone(self.now.tzinfo)
        return a_call(
            seed=self.seed,
            number=number,
            start=start,
            seconds=seconds,
            owner=owner,
            deal=linked,
            qualification=self._analysis(number, start, seconds, linked, buyer),
        )

    def _analysis(
        self, number: int, start: datetime, seconds: float, deal: Deal | None, buyer: Buyer | None
    ) -> Qualification | None:
        if buyer is None:
            return None
        at = qualified_at(start, seconds)
        if number == ANA_LAST_CALL and deal is not None:
            return last_call(deal, 9000 + number, at)
        return qualify(
            number=9000 + number,
            at=at,
            account=deal.account if deal else None,
            record=record_of(deal),
            buyer=buyer,
            dice=Dice(self.seed, "analysis", number),
        )

    def _past(self, number: int) -> Meeting:
        dice = Dice(self.seed, "past", number)
        owner = self.people[dice.choices(*_OWNERS)[0]]
        dialer = dice.often(0.06)
        seconds = self._length(dice, dialer)
        start = self._moment(dice)
        own = self.deals[owner.key] or self.deals["ben"]
        deal = None if dice.often(0.1) else dice.choice(own)
        status: Status = dice.choices(_OUTCOMES, (90, 9, 1))[0]
        analysed = status == "done" and seconds > 600 and dice.often(0.7)
        return a_call(
            seed=self.seed,
            number=number,
            start=start,
            seconds=seconds,
            owner=owner,
            deal=deal,
            account=dice.choice(own).account if dice.often(0.5) else None,
            status=status,
            private=dice.often(0.05),
            dialer=dialer,
            qualification=self._analysis(number, start, seconds, deal, "any") if analysed else None,
            summed_up=dice.often(0.92),
        )

    def _length(self, dice: Dice, dialer: bool) -> float:
        usual = dice.lognormvariate(7.4, 0.5)
        longest, shortest = (900, 20) if dialer else (5400, 240)
        return round(min(max(usual / (8 if dialer else 1), shortest), longest) * 4) / 4

    def _moment(self, dice: Dice) -> datetime:
        """A working hour of a working day before today."""
        while True:
            day = self.local.date() - timedelta(days=dice.randrange(1, 61))
            if day.weekday() < 5:
                break
        clock_time = time(dice.randrange(8, 18), dice.choice((0, 0, 15, 30, 30, 45)), dice.randrange(0, 59))
        return datetime.combine(day, clock_time, self.local.tzinfo).astimezone(self.now.tzinfo)


_OWNERS = (
    ("ana", "ben", "chloe", "dev", "elif", "finn", "grace", "hugo", "mia", "sam", "rosa"),
    (12, 12, 12, 12, 12, 12, 12, 12, 3, 2, 1),
)
_OUTCOMES: tuple[Status, ...] = ("done", "no show", "processing")
