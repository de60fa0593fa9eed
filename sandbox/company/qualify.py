"""What Chorus concludes from a call: framework fields with value, proof and the CRM's present value."""

from datetime import datetime
from typing import Any, Literal

from sandbox.company.accounts import speak
from sandbox.company.dice import Dice
from sandbox.company.framework import MEDDIC, NEXT_STEPS, NOTES, FrameworkField
from sandbox.company.model import Account, ChangeType, Deal, Finding, Qualification
from sandbox.company.talk import FINDINGS
from sandbox.company.talk import NEXT_STEPS as NEXT_STEPS_SAID
from sandbox.company.talk import NOTES as NOTES_SAID

Buyer = Literal["known", "empty", "unproven", "any"] | tuple[str, str]
"""What shall be known of the economic buyer; a pair is a literal value and its quote."""


def finding(field: FrameworkField, found: str | None, quote: str | None, record: dict[str, Any]) -> Finding:
    """Return the finding for a field, compared with the CRM record. Nothing found leaves the old value."""
    previous = record.get(field.mapping)
    value = found if found is not None else previous
    change: ChangeType = "NO_CHANGE"
    if value != previous:
        change = "UPDATED" if previous else "ADDED"
    return Finding(field.id, field.name, change, value, previous, quote if value is not None else None)


def qualify(
    *,
    number: int,
    at: datetime,
    account: Account | None,
    record: dict[str, Any],
    buyer: Buyer,
    dice: Dice,
) -> Qualification:
    """Return a qualification as a call with `account` yields it, given the CRM `record` of that moment."""
    findings = []
    for field in MEDDIC:
        said = (
            _buyer(buyer, account, dice) if field.id == "economic_buyer" else _said(field.id, account, dice)
        )
        findings.append(finding(field, said[0], said[1], record))
    notes = speak_pair(dice.choice(NOTES_SAID), account, dice)
    steps = speak_pair(dice.choice(NEXT_STEPS_SAID), account, dice)
    return Qualification(
        number,
        "MEDDIC",
        at,
        tuple(findings),
        finding(NOTES, *notes, record),
        finding(NEXT_STEPS, *steps, record),
    )


def speak_pair(said: tuple[str, str], account: Account | None, dice: Dice) -> tuple[str, str]:
    """Fill a value and its quote with the same person's name."""
    value, quote = speak(f"{said[0]}\0{said[1]}", account, dice).split("\0")
    return value, quote


def _said(field_id: str, account: Account | None, dice: Dice) -> tuple[str | None, str | None]:
    if dice.often(0.35):
        return None, None
    value, quote = speak_pair(dice.choice(FINDINGS[field_id]), account, dice)
    return value, None if dice.often(0.15) else quote


def _buyer(buyer: Buyer, account: Account | None, dice: Dice) -> tuple[str | None, str | None]:
    if buyer == "any":
        return _said("economic_buyer", account, dice)
    if isinstance(buyer, tuple):
        return buyer
    if buyer == "empty":
        return None, None
    value, quote = speak_pair(dice.choice(FINDINGS["economic_buyer"]), account, dice)
    return value, quote if buyer == "known" else None


def record_of(deal: Deal | None) -> dict[str, Any]:
    """Return the deal's CRM record, or an empty one where no deal is linked."""
    return dict(deal.fields) if deal else {}
