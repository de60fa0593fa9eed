"""Rules about what was said: R5 method gap, R6 competitor late, R11 price not discussed, R12 red-flag words."""

import hashlib
from datetime import timedelta

from bot.risk.facts import Call, Deal, Field
from bot.risk.gaps import is_placeholder, plain_name
from bot.risk.people_rules import attends
from bot.risk.verdict import Finding, Judging, Reason, Unknown
from bot.slack.text import and_list, counted

BUYER = "Economic Buyer"
PERSONS = ("economicbuyer", "champion", "authority")
"""Fields that ask for a person."""
ROLES = frozenset(
    word
    for words in (
        "a an the of for and head vp svp evp chief ceo cfo coo cto cio cmo cro ciso president vice director manager",
        "lead officer executive buyer champion sales finance financial operations operating it technology information",
        "marketing procurement product security legal engineering senior owner founder",
    )
    for word in words.split()
)
STALE = timedelta(days=60)
"""After this a field that no call supports any more is doubtful."""


def method_gap(deal: Deal, judging: Judging) -> list[Finding]:
    """R5: fields that the sales method needs at this stage, or after a long call, and that hold nothing."""
    if deal.fields is None:
        return [Unknown("R5", "no analysis of its calls could be read")]
    needed = _needed(deal, judging)
    if isinstance(needed, str):
        return [Unknown("R5", needed)]
    known = {plain_name(field.name): field for field in deal.fields}
    absent = [name for name in needed if plain_name(name) not in known]
    empty = [name for name in needed if plain_name(name) in known and is_empty(known[plain_name(name)])]
    found: list[Finding] = []
    if absent:
        found.append(Unknown("R5", f"its {deal.framework} has no field {and_list(absent)}"))
    if empty:
        at = max((f.as_of for f in deal.fields), default=judging.now)
        call = deal.fields[0].call
        url = next((c.url for c in deal.calls if c.id == call), None)
        parts = tuple(f"R5:{plain_name(name)}" for name in empty)
        fact = f"{deal.framework} lacks {and_list(empty)} as of {judging.day(at)}"
        found.append(Reason("R5", "Method gap", fact, at, parts, call=call, url=url))
    return found


def _needed(deal: Deal, judging: Judging) -> list[str] | str:
    """The fields that have to be filled by now, in the method's order; or why nobody knows."""
    rule, book = judging.book.rules.R5, judging.book
    methods = {plain_name(name): stages for name, stages in rule.needed.items()}
    stages = methods.get(plain_name(deal.framework))
    if stages is None:
        return f"the rules have no method “{deal.framework or 'unnamed'}”"
    rank = book.rank(deal.stage)
    if rank is None:
        return f"the stage “{deal.stage}” is not in the rules" if deal.stage else "its stage is not known"
    due = [f for stage, names in stages.items() if (book.rank(stage) or 0) <= rank for f in names]
    asks = any(plain_name(f) == plain_name(BUYER) for names in stages.values() for f in names)
    long = deal.recorded and deal.recorded[-1].minutes > rule.long_call_minutes
    return list(dict.fromkeys([*due, *([BUYER] if asks and long else [])]))


def is_empty(field: Field) -> bool:
    """Whether a field holds no statement: nothing, a placeholder, its own name, a title where a person is asked for."""
    value, name = field.value.strip(), plain_name(field.name)
    if not value or is_placeholder(value) or plain_name(value) == name:
        return True
    words = "".join(c if c.isalnum() else " " for c in value.casefold()).split()
    return name in PERSONS and all(word in ROLES for word in words)


def doubts(deal: Deal, judging: Judging) -> tuple[str, ...]:
    """Fields that are filled and may not be true any more, each as a sentence: shown, not counted."""
    filled = {plain_name(f.name): f for f in deal.fields or () if not is_empty(f)}
    found = [
        f"{field.name} has no support in a call since {judging.day(field.as_of)}"
        for field in filled.values()
        if not field.quote and judging.now - field.as_of > STALE
    ]
    buyer, champion = filled.get("economicbuyer"), filled.get("champion")
    if buyer and champion and buyer.value.casefold() == champion.value.casefold():
        found.append(f"{buyer.name} and {champion.name} are the same person")
    for field in (buyer, champion):
        if field and deal.held and not any(attends(call, field.value) for call in deal.held):
            found.append(f"the {field.name} named was in no call")
    return tuple(found)


def competitor_late(deal: Deal, judging: Judging) -> list[Finding]:
    """R6: a competitor named in one of the last calls, late in the deal."""
    rule = judging.book.rules.R6
    last = deal.recorded[-rule.last_calls :]
    if any(call.topics is None for call in last):
        return [Unknown("R6", "Chorus does not tell what its calls were about")]
    hits = [call for call in last if _speaks_of(call, rule.topics)]
    if not hits:
        return []
    fact = f"named in the call of {judging.day(hits[-1].at)}"
    return [Reason("R6", "Competitor, late", fact, hits[-1].at, ("R6",), call=hits[-1].id, url=hits[-1].url)]


def price_not_discussed(deal: Deal, judging: Judging) -> list[Finding]:
    """R11: price was in no call, late in the deal."""
    rule = judging.book.rules.R11
    if not deal.recorded:
        return []
    if any(_speaks_of(call, rule.topics) for call in deal.recorded):
        return []
    if any(call.topics is None for call in deal.recorded):
        return [Unknown("R11", "Chorus does not tell what its calls were about")]
    last = deal.recorded[-1]
    fact = f"in none of {counted(len(deal.recorded), 'call')} up to {judging.day(last.at)}"
    return [Reason("R11", "Price not discussed", fact, last.at, ("R11",), call=last.id, url=last.url)]


def red_flags(deal: Deal, judging: Judging) -> list[Finding]:
    """R12: words of a buyer, verbatim, of the last weeks. Each is a reason of its own, and a hard one."""
    rule = judging.book.rules.R12
    recent = [flag for flag in deal.red_flags if judging.days_since(flag.at) <= rule.days]
    found: list[Finding] = [
        Reason(
            "R12",
            "Red-flag words",
            f"{flag.kind}, said on {judging.day(flag.at)}",
            flag.at,
            (f"R12:{flag.call}:{hashlib.sha256(flag.quote.encode()).hexdigest()[:12]}",),
            hard=True,
            quote=flag.quote,
            speaker=flag.speaker,
            call=flag.call,
            url=flag.url,
            offset=flag.offset,
        )
        for flag in recent
    ]
    if deal.unlooked:
        found.append(Unknown("R12", f"nobody looked for red-flag words in {counted(deal.unlooked, 'call')}"))
    return found


def _speaks_of(call: Call, topics: tuple[str, ...]) -> bool:
    return any(word.casefold() in topic.casefold() for topic in call.topics or () for word in topics)
