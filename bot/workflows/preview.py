"""What other rules would make of today's deals: who would enter the digest, and who would leave it. Nothing is posted."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.digests.schedule import EVERYBODY
from bot.durable import step, workflow
from bot.people import Person
from bot.risk.facts import Deal
from bot.risk.read import Read
from bot.risk.rulebook import Rulebook
from bot.risk.rules import judge
from bot.risk.verdict import Judging, Level, Verdict
from bot.workflows.gather import Scope, gather
from bot.workflows.house import house
from bot.workflows.plan_digest import owners_of
from bot.workflows.steps import clock


@workflow("preview rules")
async def preview(maker: dict[str, Any], before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Judge the deals that somebody sees by two sets of rules; returns a line for each one that changes."""
    person, now = Person.from_json(maker), datetime.fromtimestamp(await clock(), UTC)
    old, new = (Rulebook.model_validate(book) for book in (before, after))
    settings = house().settings
    book = widest(old, new)
    scope = Scope(person, await people(maker), book, now, settings.chorister_reading, tokens=0)
    read = await gather(scope)
    return lines(read, Judging(old, now, ZoneInfo(person.zone)), Judging(new, now, ZoneInfo(person.zone)))


@step("whose deals")
async def people(maker: dict[str, Any]) -> dict[str, str]:
    """Everybody whose calls somebody may read."""
    person = Person.from_json(maker)
    return await owners_of(person, [EVERYBODY] if person.is_admin else [])


def lines(read: Read, before: Judging, after: Judging) -> list[str]:
    """A line for each deal that would enter or leave, or whose level would change; then what could not be read."""
    said = []
    for deal in sorted(read.deals, key=lambda deal: deal.name):
        if deal.is_open is False or deal.unread:
            continue
        old, new = judge(within(deal, before), before), judge(within(deal, after), after)
        if old.level != new.level:
            said.append(_line(deal, old, new))
    return said + [f"not read: {what}" for what in read.unread]


def widest(old: Rulebook, new: Rulebook) -> Rulebook:
    """Rules by which all is read that either of two sets of rules looks at."""
    days = max(book.rules.R12.days for book in (old, new))
    wanted = any(book.rules.R12.enabled for book in (old, new))
    red_flags = new.rules.R12.model_copy(update={"days": days, "enabled": wanted})
    rules = new.rules.model_copy(update={"R12": red_flags})
    return new.model_copy(update={"rules": rules, "window_days": max(old.window_days, new.window_days)})


def within(deal: Deal, judging: Judging) -> Deal:
    """A deal with the calls that its rules look at."""
    days = judging.book.window_days
    return replace(deal, calls=tuple(call for call in deal.calls if judging.days_since(call.at) <= days))


def _line(deal: Deal, old: Verdict, new: Verdict) -> str:
    names = {Level.FINE: "fine", Level.WATCH: "on watch", Level.AT_RISK: "at risk", Level.ACT: "act"}
    was, now = old.level >= Level.AT_RISK, new.level >= Level.AT_RISK
    what = "enters" if now and not was else "leaves" if was and not now else "changes"
    why = [f"+ {r.name}: {r.fact}" for r in new.reasons if r.rule not in {o.rule for o in old.reasons}]
    why += [f"- {r.name}" for r in old.reasons if r.rule not in {n.rule for n in new.reasons}]
    return (
        f"{what}: {deal.name} ({deal.owner_name}), {names[old.level]} -> {names[new.level]}: {'; '.join(why)}"
    )
