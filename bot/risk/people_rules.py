"""Rules about who comes to the calls: R3 single-threaded, R4 no executive, R13 champion gone quiet."""

import re

from bot.risk.facts import Attendee, Call, Deal
from bot.risk.gaps import is_placeholder, plain_name
from bot.risk.verdict import Finding, Judging, Reason, Unknown, gate
from bot.slack.text import counted


def single_threaded(deal: Deal, judging: Judging) -> list[Finding]:
    """R3: one outside person in the whole window, in a deal of some size or some way along."""
    rule, book = judging.book.rules.R3, judging.book
    by_stage = gate(deal, rule.model_copy(update={"amount": None}), book)
    by_amount = gate(deal, rule.model_copy(update={"from_stage": None}), book)
    if True not in (by_stage, by_amount):
        whys = [why for why in (by_stage, by_amount) if isinstance(why, str)]
        return [Unknown("R3", whys[0])] if whys else []
    calls = [call for call in deal.held if call.theirs]
    people = {_who(person): person for call in calls for person in call.theirs}
    if not people:
        return [Unknown("R3", "Chorus shows nobody of theirs in its calls")] if deal.held else []
    if len(people) > 1:
        return []
    (id, person), last = next(iter(people.items())), calls[-1]
    fact = f"only {person.name or person.email} since {judging.day(calls[0].at)}"
    return [Reason("R3", "Single-threaded", fact, last.at, (f"R3:{id}",), call=last.id, url=last.url)]


def no_executive(deal: Deal, judging: Judging) -> list[Finding]:
    """R4: nobody of rank, nor the named economic buyer, in any call."""
    rule = judging.book.rules.R4
    people = [person for call in deal.held for person in call.theirs]
    if not people:
        return [Unknown("R4", "Chorus shows nobody of theirs in its calls")] if deal.held else []
    buyer = _value(deal, "Economic Buyer")
    if any(_ranks(person, rule.titles) or is_named(buyer, person) for person in people):
        return []
    if any(not person.title for person in people):
        return [Unknown("R4", "Chorus does not show everybody's title")]
    last = [call for call in deal.held if call.theirs][-1]
    fact = f"nobody VP or above in {counted(len(deal.held), 'call')} up to {judging.day(last.at)}"
    return [Reason("R4", "No executive", fact, last.at, ("R4",), call=last.id, url=last.url)]


def champion_quiet(deal: Deal, judging: Judging) -> list[Finding]:
    """R13: the named champion, who came once, was absent from the last calls or for long."""
    rule = judging.book.rules.R13
    if deal.fields is None:
        return [Unknown("R13", "no analysis says who the champion is")]
    champion = _value(deal, "Champion")
    there = [n for n, call in enumerate(deal.held) if attends(call, champion)]
    if not there:
        return []  # nobody is named, or they never came: that is a doubt about the field
    last, since = deal.held[there[-1]], deal.held[there[-1] + 1 :]
    if len(since) < rule.last_calls and not (since and judging.days_since(last.at) > rule.days):
        return []
    name = next(p.name or p.email for p in last.theirs if is_named(champion, p))
    fact = f"{name} last came on {judging.day(last.at)}, not to {counted(len(since), 'call')} since"
    return [Reason("R13", "Champion gone quiet", fact, last.at, ("R13",), call=last.id, url=last.url)]


def attends(call: Call, value: str) -> bool:
    """Whether somebody whom a field names was in a call."""
    return any(is_named(value, person) for person in call.theirs)


def is_named(value: str, person: Attendee) -> bool:
    """Whether a field's words name somebody, by full name or address."""
    said = value.casefold()
    full = person.name.strip().casefold()
    called = " " in full and re.search(rf"(?<!\w){re.escape(full)}(?!\w)", said)
    return bool(called or (person.email and person.email in said))


def _who(person: Attendee) -> str:
    return person.email or plain_name(person.name)


def _ranks(person: Attendee, titles: tuple[str, ...]) -> bool:
    title = (person.title or "").casefold()
    return any(re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", title) for word in titles)


def _value(deal: Deal, name: str) -> str:
    found = (f.value for f in deal.fields or () if plain_name(f.name) == plain_name(name))
    value = next(found, "")
    return "" if is_placeholder(value) else value
