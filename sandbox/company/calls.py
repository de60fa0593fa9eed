"""One call: who was there, what it was called, what was said of it."""

from datetime import datetime, timedelta
from typing import Literal

from sandbox.company.accounts import speak
from sandbox.company.dice import Dice, hex_id
from sandbox.company.model import Account, Deal, Meeting, Participant, Qualification
from sandbox.company.people import Person
from sandbox.company.talk import ACTIONS, SUBJECTS, SUMMARIES

Status = Literal["done", "no show", "processing", "live"]


def a_call(
    *,
    seed: int,
    number: int,
    start: datetime,
    seconds: float,
    owner: Person,
    deal: Deal | None,
    account: Account | None = None,
    status: Status = "done",
    private: bool = False,
    dialer: bool = False,
    qualification: Qualification | None = None,
    remark: str | None = None,
    summed_up: bool = True,
    full_house: bool = False,
) -> Meeting:
    """Return a believable call; everything not given is thrown with the dice of `seed` and `number`."""
    dice = Dice(seed, "call", number)
    account = deal.account if deal else account
    finished = status == "done"
    return Meeting(
        id=hex_id(seed, "meeting", number),
        calendar_id=f"cal-{hex_id(seed, 'calendar', number)[:24].lower()}",
        subject=_subject(account, dice, dialer),
        engagement_type="dialer" if dialer else "meeting",
        start=start,
        duration=seconds,
        status=status,
        private=private,
        owner=owner,
        participants=_participants(owner, account, dice, full_house),
        account=account,
        deal=deal,
        qualification=qualification,
        summary=summarise(account, dice, remark) if finished and summed_up else None,
        action_items=tuple(dice.sample(ACTIONS, dice.randrange(0, 4))) if finished else (),
        language="fr" if dice.often(0.06) else "en",
        compliance=dice.choice(("compliant", "compliant", "unknown", None)),
        meeting_url=_url(dice),
        remark=remark,
    )


def qualified_at(start: datetime, seconds: float) -> datetime:
    """Return when the analysis of a call is there: a little later than the recording."""
    return start + timedelta(seconds=seconds * 1.2 + 600 + 240)


def _subject(account: Account | None, dice: Dice, dialer: bool) -> str | None:
    if account is None:
        return dice.choice(("Pipeline review", "1:1", "Forecast call"))
    if dialer:
        return f"Call with {account.name}"
    if dice.often(0.04):
        return None
    return dice.choice(SUBJECTS).format(account=account.name)


def summarise(account: Account | None, dice: Dice, remark: str | None) -> str:
    """Return the HTML that Chorus's own summary of such a call would be."""
    if account is None:
        return "Commit and best case walked through, deal by deal.<br>Two deals slip into next month."
    text = speak(dice.choice(SUMMARIES), account, dice)
    return f"{text}<br>{remark}" if remark else text


def _participants(
    owner: Person, account: Account | None, dice: Dice, full_house: bool
) -> tuple[Participant, ...]:
    ours = Participant(
        owner.person_id, owner.chorus_user_id, owner.name, owner.email, owner.title, "Seller", "rep"
    )
    if account is None:
        return (ours,)
    least = len(account.contacts) if full_house else 1
    guests = dice.sample(account.contacts, dice.randrange(least, len(account.contacts) + 1))
    return ours, *(
        Participant(
            guest.person_id,
            None,
            guest.name,
            guest.email if dice.often(0.85) else None,
            guest.title,
            account.name,
            "prospect",
        )
        for guest in guests
    )


def _url(dice: Dice) -> str:
    digits = dice.randrange(10**9, 10**10)
    return dice.choice(
        (
            f"https://zoom.us/j/{digits}",
            f"https://meet.google.com/abc-{chr(97 + digits % 26)}efg-hij",
            f"https://teams.microsoft.com/meet/{digits}",
        )
    )
