"""The customers: fifty-two accounts with their people, sixty deals or more with their CRM records."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sandbox.company.dice import Dice, salesforce_id
from sandbox.company.framework import MEDDIC
from sandbox.company.model import Account, Contact, Deal
from sandbox.company.names import COMPANIES, FIRST, LAST
from sandbox.company.people import Person
from sandbox.company.talk import FINDINGS, NEXT_STEPS, NOTES

_TITLES = (
    "Head of Operations",
    "VP Finance",
    "IT Lead",
    "Procurement Manager",
    "COO",
    "CFO",
    "Sales Ops Lead",
    None,
)
_KNOWN = [
    ("Jürgen", "Weiß", "Head of Sales Ops"),
    ("Tomás", "Herrera", "VP Operations"),
    ("Lee", "Byrne", None),
    ("Ingrid", "Solberg", "CFO"),
]
_STAGES = ("Discovery", "Qualification", "Evaluation", "Proposal", "Negotiation")
_ASCII = str.maketrans(
    "ąćęłńóśźżáäåæçèéêëíîïñöøôõúüýÿšžőřİıōŁØŠŽ", "acelnoszzaaaaceeeeiiinoooouuyyszoriioLOSZ"
)


def build_accounts(seed: int) -> tuple[Account, ...]:
    """Return the customers, each with three or four people."""
    return tuple(_account(seed, n, name) for n, name in enumerate(COMPANIES))


def _account(seed: int, n: int, name: str) -> Account:
    slug = "".join(char for char in name.lower().translate(_ASCII) if char.isascii() and char.isalnum())
    dice = Dice(seed, "account", n)
    people = _KNOWN if n == 0 else _strangers(dice)
    contacts = tuple(
        Contact(
            person_id=18300000 + n * 10 + i,
            email=f"{_plain(first)}.{_plain(last)}@{slug}.example",
            name=None if i == 2 and (n == 0 or dice.often(0.5)) else f"{first} {last}",
            title=title,
        )
        for i, (first, last, title) in enumerate(people)
    )
    return Account(name, salesforce_id("001", seed, n), 8464609 + n * 31, f"{slug}.example", contacts)


def _strangers(dice: Dice) -> list[tuple[str, str, str | None]]:
    firsts = dice.sample(FIRST, dice.choice((3, 4)))
    return [(first, dice.choice(LAST), dice.choice(_TITLES)) for first in firsts]


def _plain(word: str) -> str:
    return "".join(
        c for c in word.lower().replace("ß", "ss").translate(_ASCII) if c.isascii() and c.isalpha()
    )


def build_deals(
    seed: int, accounts: tuple[Account, ...], reps: tuple[Person, ...], today: date, least: int = 60
) -> tuple[Deal, ...]:
    """Return sixty deals, or more. The reps own them in turn; the eighth account has two open ones."""
    first = [_deal(seed, n, account, reps[n % 8], today) for n, account in enumerate(accounts)]
    twin = _deal(seed, 52, accounts[7], reps[7], today, label="Expansion")
    won = [
        _deal(seed, 45 + n, accounts[n], reps[n % 8], today - timedelta(days=200), won=True)
        for n in range(8, 15)
    ]
    more = [
        _deal(seed, n, accounts[n % 52], reps[n % 8], today, label=f"Phase {n // 52 + 1}")
        for n in range(60, least)
    ]
    return (*first, twin, *won, *more)


def _deal(
    seed: int, n: int, account: Account, owner: Person, today: date, *, label: str = "", won: bool = False
) -> Deal:
    dice = Dice(seed, "deal", n)
    stage = "Closed Won" if won else dice.choice(_STAGES)
    name = (
        f"{account.name} – {label or ('Starter' if won else dice.choice(('Rollout', 'Platform', 'Pilot')))}"
    )
    amount = dice.randrange(12, 240) * 1000
    close = today + timedelta(days=dice.randrange(5, 120))
    fields = _record(dice, account) | {
        "Name": f"{name} {close.year}",
        "StageName": stage,
        "Amount": amount,
        "CloseDate": close.isoformat(),
        "OwnerId": salesforce_id("005", owner.email),
        "AccountId": account.crm_id,
    }
    since = today - timedelta(days=Dice(seed, "stage", n).randrange(3, 75))
    return Deal(
        salesforce_id("006", seed, n), fields["Name"], account, owner, stage, amount, close, fields, since
    )


def _record(dice: Dice, account: Account) -> dict[str, Any]:
    """Return what the CRM already knows about the deal: about half of the framework."""
    known: dict[str, Any] = {
        field.mapping: speak(dice.choice(FINDINGS[field.id])[0], account, dice) if dice.often(0.45) else None
        for field in MEDDIC
    }
    known["Chorus_Notes__c"] = speak(dice.choice(NOTES)[0], account, dice) if dice.often(0.4) else None
    known["NextStep"] = speak(dice.choice(NEXT_STEPS)[0], account, dice) if dice.often(0.6) else None
    return known


def speak(template: str, account: Account | None, dice: Dice) -> str:
    """Fill a sentence with the names of one of the account's people."""
    names = [contact.name for contact in account.contacts if contact.name] if account else []
    contact = dice.choice(names) if names else "Alex Morgan"
    return template.format(
        contact=contact, first=contact.split()[0], account=account.name if account else "Seller"
    )


def with_fields(deal: Deal, fields: Mapping[str, Any]) -> Deal:
    """Return the deal with some of its CRM fields set."""
    return replace(deal, fields={**deal.fields, **fields})
