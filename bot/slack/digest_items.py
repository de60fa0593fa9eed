"""One deal of the risk digest: what is at risk, why, what people said of it, and its buttons."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.risk.item import Item
from bot.risk.standing import Change
from bot.risk.verdict import Judging, Level, Reason
from bot.slack.blocks import Block, actions, button, section
from bot.slack.text import escape, one_line
from tools import minutes

ACKNOWLEDGE, SNOOZE, ASSIGN = "risk_acknowledge", "risk_snooze", "risk_assign"
WHY, NOT_USEFUL, OPEN = "risk_why", "risk_not_useful", "risk_open"

LEVELS = {Level.WATCH: "watch", Level.AT_RISK: "at risk", Level.ACT: "act"}
SIGNS = {Change.WORSE: "▲", Change.NEW: "●", Change.BACK: "↺", Change.BETTER: "▽"}
SIGNED = {*SIGNS, Change.FIRST}
SNOOZES = {"1": "1 day", "7": "1 week", "14": "2 weeks", "30": "30 days", "date": "until a date…"}


@dataclass(frozen=True)
class Look:
    """How one digest is shown: whose, where the reader's clock is, and what its channel may see."""

    schedule: str
    period: str
    whose: str
    judging: Judging
    grouping: str = "rep"
    hide_amounts: bool = False
    hide_quotes: bool = False
    crm_url: str | None = None
    profile: str = ""
    """Of the company's rules."""
    alone: bool = False
    """Whether it tells of one person's deals, by their calls alone."""
    off: Mapping[str, str] | None = None
    """Rules that do not count, and why."""
    since: float | None = None
    """When the last digest was sent."""


def line(item: Item, look: Look) -> str:
    """A deal in two or three lines."""
    deal = item.deal
    facts = [
        "" if look.hide_amounts or deal.amount is None else money(deal.amount),
        one_line(deal.stage or "", 40),
        f"{deal.close_date:%-d %b}" if deal.close_date else "",
        "" if look.grouping == "rep" or look.alone else one_line(deal.owner_name, 60),
    ]
    about = " · ".join(part for part in (f"*{one_line(deal.name, 80)}*", *facts) if part)
    sign = "•" if look.since is None else SIGNS.get(item.change, "•")
    lines = [f"{sign} {about} · {level(item, look)}", "   " + evidence(item)]
    quote = next((reason for reason in item.verdict.reasons if reason.quote), None)
    if quote and not look.hide_quotes:
        lines.append(f"   {said(quote, look.judging)}")
    if notes := list(notes_of(item, look.judging)):
        lines.append(f"   {' · '.join(notes)}")
    return "\n".join(lines)


def level(item: Item, look: Look) -> str:
    """act (3, was 1)"""
    now = f"{LEVELS[item.verdict.level]} ({len(item.verdict.reasons)}"
    # The sign before the deal says it too; who cannot see the sign reads the word.
    said = f"{item.change.value}: " if look.since is not None and item.change in SIGNED else ""
    if said and item.change in (Change.NEW, Change.BACK, Change.FIRST):
        return f"{said}{now})"
    changed = item.was and (item.was.count, item.was.level) != (
        len(item.verdict.reasons),
        int(item.verdict.level),
    )
    return f"{said}{now}, was {item.was.count})" if item.was and changed else f"{said}{now})"


def evidence(item: Item) -> str:
    """Why, in one line: each rule's name, linked to the call that shows it, and its dated fact; what is new comes first."""
    known = set(item.was.parts) if item.was else None
    fresh = [r for r in item.verdict.reasons if known is not None and not set(r.parts) <= known]
    reasons = [*fresh, *(reason for reason in item.verdict.reasons if reason not in fresh)]
    told = [f"{'+ ' if r in fresh else ''}{_named(r)}: {one_line(r.fact, 120)}" for r in reasons[:SHOWN]]
    more = len(reasons) - SHOWN
    return " · ".join([*told, *([f"and {more} more"] if more > 0 else [])])


SHOWN = 4
"""Reasons in a line."""


def _named(reason: Reason) -> str:
    is_link = reason.url and reason.url.startswith("https://")
    return f"<{escape(reason.url or '')}|{reason.name}>" if is_link else reason.name


def said(reason: Reason, judging: Judging) -> str:
    """Somebody's words, who said them and when; linked to the call."""
    when = f"{judging.day(reason.at)}{minute(reason.offset)}"
    where = f"<{escape(reason.url)}|{when}>" if reason.url and reason.url.startswith("https://") else when
    return f"{one_line(reason.speaker or 'Somebody', 60)}, {where}: “{one_line(reason.quote, 200)}”"


def minute(offset: float | None) -> str:
    """Where in a recording: , 14:20"""
    return "" if offset is None else f", {minutes.minute(offset)}"


def notes_of(item: Item, judging: Judging) -> Iterable[str]:
    """What people said of the deal."""
    overlay = item.overlay
    if item.woke:
        yield f"woke early: it was snoozed by <@{escape(overlay.snoozed_by or '')}>"
    elif item.is_due:
        yield "its snooze is over"
    if overlay.acknowledged_by:
        yield f"acknowledged by <@{escape(overlay.acknowledged_by)}>, and something was added since"
    if overlay.assigned_to:
        at = judging.now.fromtimestamp(overlay.assigned_at, judging.zone)
        yield f"with <@{escape(overlay.assigned_to)}> since {at:%a %-d %b}"


def deal_blocks(item: Item, look: Look) -> list[Block]:
    """A deal with its buttons."""
    deal = item.deal
    row = [
        button("Acknowledge", ACKNOWLEDGE, carried(item)),
        select("Snooze", SNOOZE, SNOOZES),
        {"type": "users_select", "action_id": ASSIGN, "placeholder": _plain("Assign")},
        button("Why?", WHY, f"{look.schedule} {look.period} {deal.id}"),
        select("Not useful", NOT_USEFUL, {r.rule: r.name for r in item.verdict.reasons}),
    ]
    if look.crm_url:
        row.append(button("Open in CRM", OPEN, deal.id) | {"url": look.crm_url.replace("{id}", deal.id)})
    return [
        section(line(item, look)),
        actions(f"risk:{deal.id}", *row),
    ]


def carried(item: Item) -> str:
    """What a click needs to know of a deal, as the button carries it: Slack takes 2,000 characters."""
    deal, parts = item.deal, sorted(item.verdict.parts)
    held = {
        "d": deal.id,
        "n": deal.name[:80],
        "o": deal.owner_id,
        "e": deal.owner_email[:254],
        "l": int(item.verdict.level),
        "p": parts,
    }
    while len(value := json.dumps(held, ensure_ascii=False, separators=(",", ":"))) > 2000:
        parts.pop()
    return value


def select(placeholder: str, action: str, options: Mapping[str, str]) -> Block:
    """A menu."""
    made = [{"text": _plain(text), "value": value} for value, text in options.items()]
    return {"type": "static_select", "action_id": action, "placeholder": _plain(placeholder), "options": made}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text[:75]}


def money(amount: float) -> str:
    """An amount as short as it is read; Chorus tells no currency."""
    if amount >= 999_500:
        return f"{amount / 1_000_000:.2f}".rstrip("0").rstrip(".") + "M"
    return f"{amount / 1000:.0f}k" if amount >= 1000 else f"{amount:.0f}"
