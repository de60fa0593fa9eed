"""
The verdicts on the sandbox's deals, worked out a second time and in another way: from the company itself, by hand, without a
line of bot/risk. What the bot flags has to be the same.
"""

import re
from collections import defaultdict
from datetime import datetime, timedelta

from sandbox.company import Company, Deal, Meeting

STAGES = ["Discovery", "Qualification", "Evaluation", "Proposal", "Negotiation"]
RANKED = re.compile(
    r"\b(vp|vice president|svp|evp|chief|c[efotiomrs]{1,2}o|ciso|president|managing director|owner|founder)\b",
    re.I,
)
NEEDED = [
    (0, "Identified Pain"),
    (0, "Champion"),
    (1, "Economic Buyer"),
    (1, "Metrics"),
    (3, "Decision Criteria"),
    (3, "Decision Process"),
]
EMPTY = {"", "tbd", "n/a", "?", "unknown", "none", "-"}


def verdicts(company: Company, owners: set[int], *, red_flags: bool = True) -> dict[str, set[str]]:
    """Of each open deal of these people the rules that fire."""
    seen: dict[str, list[Meeting]] = defaultdict(list)
    for meeting in company.meetings:
        fresh = company.now - timedelta(days=90) <= meeting.start <= company.now
        mine = meeting.owner.chorus_user_id in owners
        if meeting.deal and fresh and mine and not meeting.private and meeting.engagement_type == "meeting":
            seen[meeting.deal.id].append(meeting)
    found = {}
    for id, meetings in seen.items():
        deal = meetings[0].deal
        if deal and deal.is_open:
            found[id] = fires(deal, sorted(meetings, key=lambda m: m.start), company.now, red_flags=red_flags)
    return found


def flagged(verdicts: dict[str, set[str]]) -> set[str]:
    """The deals that are at risk: two reasons, or a hard one."""
    return {id for id, rules in verdicts.items() if len(rules) >= 2 or "R12" in rules}


def fires(deal: Deal, meetings: list[Meeting], now: datetime, *, red_flags: bool) -> set[str]:  # noqa: C901 - one line of reasoning a rule
    held = [m for m in meetings if m.status == "done"]
    stage, late = STAGES.index(deal.stage), deal.stage in ("Proposal", "Negotiation")
    values = analysis(held)
    theirs = [{p.email or p.name: p for p in m.participants if p.type == "prospect"} for m in held]
    everybody = {email: p for people in theirs for email, p in people.items()}
    rules = set()

    if held and not held[-1].action_items and values is not None and values["Next Steps"].lower() in EMPTY:
        rules.add("R1")
    limit = 30 if deal.amount >= 100_000 else 14 if deal.amount >= 25_000 else 7
    if stage >= 1 and now - (held or meetings)[-1 if held else 0].start > timedelta(days=limit):
        rules.add("R2")
    if (late or deal.amount >= 50_000) and len(everybody) == 1:
        rules.add("R3")
    if late and deal.amount >= 100_000 and everybody:
        buyer = (values or {}).get("Economic Buyer", "")
        titles = [p.title for p in everybody.values()]
        ranked = any(title and RANKED.search(title) for title in titles)
        if (
            not ranked
            and None not in titles
            and not any(named(buyer, p.name, p.email) for p in everybody.values())
        ):
            rules.add("R4")
    if values is not None:
        long = held[-1].duration > 30 * 60
        needed = {f for rank, f in NEEDED if rank <= stage} | ({"Economic Buyer"} if long else set())
        if any(values[name].lower().rstrip(".") in EMPTY for name in needed):
            rules.add("R5")
    if late and any(t.name == "Competitors" for m in held[-2:] for t in m.trackers):
        rules.add("R6")
    if late and held and not any(t.name in ("Pricing", "Budget") for m in held for t in m.trackers):
        rules.add("R11")
    if red_flags and any(m.red_flags for m in held if now - m.start <= timedelta(days=30)):
        rules.add("R12")
    if values is not None:
        there = [
            n
            for n, people in enumerate(theirs)
            if any(named(values["Champion"], p.name, p.email) for p in people.values())
        ]
        if there:
            since = len(held) - 1 - there[-1]
            if since >= 3 or (since and now - held[there[-1]].start > timedelta(days=30)):
                rules.add("R13")
    missed = [m for m in meetings if m.no_show and now - m.start <= timedelta(days=30)]
    if len(missed) >= 2 and not any(m.start > missed[-1].start for m in held):
        rules.add("R15")
    return rules


def analysis(held: list[Meeting]) -> dict[str, str] | None:
    """The newest analysis among the last three calls, by field."""
    for meeting in list(reversed(held))[:3]:
        if meeting.qualification:
            return {f.field_name: (f.value or f.previous or "").strip() for f in meeting.qualification.all}
    return None


def named(value: str, name: str | None, email: str | None) -> bool:
    value = value.lower()
    return bool(name and " " in name and name.lower() in value) or bool(email and email in value)
