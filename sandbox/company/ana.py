"""The one call that is told in full: Ana Ruiz's last finished meeting, and what the CRM knew before it."""

from datetime import datetime

from sandbox.company.framework import ALL_FIELDS
from sandbox.company.model import Deal, Qualification
from sandbox.company.qualify import finding

RECORD_BEFORE: dict[str, str | None] = {
    "Metrics__c": None,
    "Economic_Buyer__c": "Tomás Herrera (VP Operations)",
    "Decision_Criteria__c": None,
    "Decision_Process__c": "Security review, then procurement",
    "Identified_Pain__c": "Manual re-keying between three systems",
    "Champion__c": None,
    "Chorus_Notes__c": "First call: they run three systems & two spreadsheets. Follow up after the fair.",
    "NextStep": "Book demo",
}

_FOUND: dict[str, tuple[str | None, str | None]] = {
    "metrics": (
        "Cut month-end reporting from 6 h to 1 h",
        "Month end takes us six hours, every single time.",
    ),
    "economic_buyer": (
        "Ingrid Solberg, CFO",
        "Since January everything above 50k goes to Ingrid, our CFO. She signs.",
    ),
    "decision_criteria": ("SSO, EU hosting, < 8 weeks to go live", None),
    "decision_process": (
        "Security review → procurement → board on the 14th",
        "Security first, then procurement, and the board meets on the fourteenth.",
    ),
    "identified_pain": (
        "Manual re-keying between three systems",
        "We still key the same order into three systems.",
    ),
    "champion": (
        'Jürgen Weiß – "I\'ll walk it upstairs myself"',
        "Send me the deck, I'll walk it upstairs myself.",
    ),
    "notes": (
        "Demo went well; the audit trail & EU hosting landed. Budget < € 90k is approved, timing is open.\n"
        "Routely is the other vendor left. Jürgen wants a pilot plan before the board meets.",
        "The budget is approved. What I don't have is people in March.",
    ),
    "next_steps": ("Send 3-year quote by Friday; pilot plan to Jürgen", "Can we have the quote by Friday?"),
}


def last_call(deal: Deal, number: int, at: datetime) -> Qualification:
    """Return the qualification of Ana's last finished meeting on `deal`."""
    found = [finding(field, *_FOUND[field.id], dict(deal.fields)) for field in ALL_FIELDS]
    return Qualification(number, "MEDDIC", at, tuple(found[:6]), found[6], found[7])
