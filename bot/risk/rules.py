"""The rules in force: which there are, which are off and why, and what they make of a deal."""

from collections.abc import Collection
from typing import NamedTuple

from bot.risk import call_rules, content_rules, people_rules
from bot.risk.facts import Deal
from bot.risk.rulebook import Rulebook, Rules
from bot.risk.verdict import Finding, Judge, Judging, Reason, Unknown, Verdict, gate, level_of


class Known(NamedTuple):
    """One rule."""

    name: str
    judge: Judge
    own_gate: bool = False
    """It looks at stage and amount itself."""


RULES: dict[str, Known] = {
    "R1": Known("No next step", call_rules.no_next_step),
    "R2": Known("Long gap", call_rules.long_gap),
    "R3": Known("Single-threaded", people_rules.single_threaded, own_gate=True),
    "R4": Known("No executive", people_rules.no_executive),
    "R5": Known("Method gap", content_rules.method_gap),
    "R6": Known("Competitor, late", content_rules.competitor_late),
    "R11": Known("Price not discussed", content_rules.price_not_discussed),
    "R12": Known("Red-flag words", content_rules.red_flags),
    "R13": Known("Champion gone quiet", people_rules.champion_quiet),
    "R14": Known("Blind spot", call_rules.blind_spot),
    "R15": Known("No-shows", call_rules.no_shows),
    "R16": Known("One-sided call", call_rules.one_sided),
}
HARD = ("R12",)
"""Rules whose reasons are serious enough alone, and over once somebody in charge has acknowledged them."""
HINTS = ("R16",)
"""Coaching hints: never counted as deal risk."""
NEED_CRM = {
    "R7": "Close date pushed",
    "R8": "Overdue",
    "R9": "Stuck in stage",
    "R10": "Ghosted",
}
"""Rules that need fields which only the CRM has."""


def judge(deal: Deal, judging: Judging, settled: Collection[str] = ()) -> Verdict:
    """
    A deal's verdict. `settled` are the parts of hard reasons that somebody in charge has acknowledged: they are over.
    """
    found = [finding for id in RULES for finding in _found(id, deal, judging)]
    reasons = [f for f in found if isinstance(f, Reason)]
    counted = [r for r in reasons if r.rule not in HINTS and not (r.hard and set(r.parts) <= set(settled))]
    counted.sort(key=lambda r: (not r.hard, -r.at.timestamp(), r.rule))
    return Verdict(
        level_of(tuple(counted), judging.book),
        tuple(counted),
        tuple(f for f in found if isinstance(f, Unknown)),
        tuple(r for r in reasons if r.rule in HINTS),
        content_rules.doubts(deal, judging),
    )


def _found(id: str, deal: Deal, judging: Judging) -> list[Finding]:
    """What one rule comes to, where it is on and counts for the deal."""
    if not _enabled(id, judging.book):
        return []
    counts = RULES[id].own_gate or gate(deal, getattr(judging.book.rules, id), judging.book)
    if counts is not True:
        return [Unknown(id, counts)] if counts else []
    return RULES[id].judge(deal, judging)


def off(book: Rulebook) -> dict[str, str]:
    """The rules that do not count, and why: switched off, or without the data they need."""
    switched = {id: "switched off" for id in Rules.model_fields if not _enabled(id, book)}
    return switched | dict.fromkeys(NEED_CRM, "no CRM data")


def name_of(id: str) -> str:
    """What a rule is called."""
    return RULES[id].name if id in RULES else NEED_CRM[id]


def _enabled(id: str, book: Rulebook) -> bool:
    return bool(getattr(book.rules, id).enabled)
