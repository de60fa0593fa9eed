"""Deals to judge: one that nothing speaks against, and changes to it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.risk.facts import Attendee, Call, Deal, Field
from bot.risk.rule_file import default_rules
from bot.risk.rulebook import Rulebook
from bot.risk.verdict import Judging

NOW = datetime(2026, 6, 3, 15, tzinfo=UTC)
CFO = Attendee("ingrid@northwind.example", "Ingrid Solberg", "CFO")
OPS = Attendee("tomas@northwind.example", "Tomás Herrera", "Head of Operations")
IT = Attendee("ida@northwind.example", "Ida Berg", "IT Lead")
NO_TITLE = Attendee("lee@northwind.example", "Lee Byrne", None)
ANA = Attendee("ana@seller.example", "Ana Ruiz", "Account Executive")
MEDDIC = ("Metrics", "Economic Buyer", "Decision Criteria", "Decision Process", "Identified Pain", "Champion")
SAID = {"Economic Buyer": "Ingrid Solberg, CFO", "Champion": "Tomás Herrera"}


def judging(book: Rulebook | None = None, now: datetime = NOW) -> Judging:
    return Judging(book or default_rules(), now, ZoneInfo("Europe/Berlin"))


def a_call(days_ago: float = 1.0, **more: Any) -> Call:
    """A held, recorded call of forty minutes with two of theirs, about price, with an action item."""
    call = Call(
        id=f"C{days_ago:g}",
        at=NOW - timedelta(days=days_ago),
        minutes=40.0,
        held=True,
        no_show=False,
        recorded=True,
        ours=(ANA,),
        theirs=(CFO, OPS),
        action_items=("Send the quote",),
        topics=("Pricing",),
        talk_ratio=0.5,
        url=f"https://chorus.ai/meeting/C{days_ago:g}",
    )
    return replace(call, **more)


def fields(**values: str) -> tuple[Field, ...]:
    """A complete MEDDIC, but for what is given: economic_buyer="" empties that field."""
    given = {name.replace("_", " ").lower(): value for name, value in values.items()}
    at = NOW - timedelta(days=1)
    return tuple(
        Field(name, given.get(name.lower(), SAID.get(name, f"{name}: it is known")), "a quote", "C1", at)
        for name in MEDDIC
    )


def a_deal(*calls: Call, **more: Any) -> Deal:
    """A healthy deal in negotiation."""
    deal = Deal(
        id="0065e00000Osc9lAAB",
        name="Northwind Rollout",
        account="Northwind",
        owner_id="305921",
        owner_email="ana@seller.example",
        owner_name="Ana Ruiz",
        stage="Negotiation",
        amount=180_000.0,
        close_date=date(2026, 6, 30),
        framework="MEDDIC",
        fields=fields(),
        calls=tuple(sorted(calls or (a_call(),), key=lambda call: call.at)),
    )
    return replace(deal, **more)
