"""One risk digest: read, judged, compared with the last one that was sent, and posted once for its period."""

import logging
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from bot.durable import run_id, step, workflow
from bot.errors import reference
from bot.people import Person
from bot.risk.digest import Digest, make_digest, own_part
from bot.risk.facts import Deal
from bot.risk.item import evidence
from bot.risk.read import Read
from bot.risk.rulebook import Rulebook
from bot.risk.rules import off
from bot.risk.verdict import Judging
from bot.slack import digest_words as words
from bot.slack.digest_items import Look
from bot.slack.schedule_words import place
from bot.slack.text import and_list, counted
from bot.store.readings import Owned
from bot.store.schedules import State
from bot.workflows.alerts import alert_owners, channel_of
from bot.workflows.gather import Scope, gather
from bot.workflows.house import house
from bot.workflows.plan_digest import baseline_of, overlays_of, plan_digest
from bot.workflows.settle import settle_one
from bot.workflows.steps import PATIENCE, is_shared, post, tell_directly

log = logging.getLogger(__name__)

ENOUGH = 3
"""With fewer there is no trend."""


@workflow("send digest")
async def send_digest(schedule: dict[str, Any], period: str) -> None:
    """Send the digest of a schedule for a period (its local date, or `now:` and the click that asked for it)."""
    state: State
    try:
        state, note = await _send(schedule, period)
    except Exception:
        run = run_id()
        log.exception("digest %s (reference %s) failed", run, reference(run))
        state, note = "failed", f"something went wrong on our side; reference {reference(run)}"
    await close_period(schedule["id"], period, state, note)
    if state != "sent" and period.startswith("now:"):
        await tell_clicker(period, words.not_sent(_place(schedule), state, note))
    if state == "failed" and await is_broken(schedule["id"]):
        await warn_admins(schedule, period, note)


@workflow("watch deals")
async def watch_deals(schedule: dict[str, Any], period: str) -> None:
    """On a day without a digest: read the same deals, and tell their owners of what is hard and new. Nothing is posted."""
    plan = await settle_one(partial(plan_digest, schedule))
    if plan["ok"]:
        await _read(schedule, period, plan)


async def _send(schedule: dict[str, Any], period: str) -> tuple[State, str]:
    await close_period(schedule["id"], period, "started", "")
    plan = await settle_one(partial(plan_digest, schedule))
    if not plan["ok"]:
        return "failed", str(plan["say"])
    if schedule["channel"] and await is_shared(schedule["channel"]):
        return "failed", "another company can read that channel"
    read, digest, look = await _read(schedule, period, plan)
    if digest.is_quiet:
        return "quiet", f"nothing changed, {digest.open} open"
    if not await is_wanted(schedule["id"]):
        return "failed", "it was deleted meanwhile"
    key, trend = f"digest:{schedule['id']}:{period}", _trend(plan, digest)
    message, thread = words.message(digest, look, trend), words.thread(digest, look)
    if not await _post(key, plan["channel"], message, thread):
        return "failed", "Slack did not take the message; is the bot still in that channel?"
    await keep_reading(schedule["id"], period, plan["now"], plan["rules"], _body(digest))
    if schedule.get("each_rep"):
        await _send_each_rep(key, plan, read, look)
    return "sent", f"{digest.at_risk} of {digest.open} at risk"


async def _read(schedule: dict[str, Any], period: str, plan: dict[str, Any]) -> tuple[Read, Digest, Look]:
    """Read and judge the deals, and tell their owners of what is hard and new, whatever the digest says of it."""
    now, book = datetime.fromtimestamp(plan["now"], UTC), Rulebook.model_validate(plan["book"])
    judging = Judging(book, now, ZoneInfo(schedule["zone"]))
    scope = Scope(Person.from_json(plan["maker"]), plan["owners"], book, now, plan["policy"], plan["tokens"])
    read = await gather(scope)
    digest = make_digest(read, overlays_of(plan), baseline_of(plan), judging)
    look = _look(schedule, period, plan, judging)
    await keep_owners([owned(item.deal) for item in digest.every])
    await alert_owners(digest, look)
    return read, digest, look


def owned(deal: Deal) -> dict[str, Any]:
    """Whose a deal is by its newest call, as JSON."""
    at = max(call.at for call in deal.calls).timestamp()
    return {"deal": deal.id, "owner": deal.owner_id, "email": deal.owner_email, "at": at}


@step("keep owners")
async def keep_owners(found: list[dict[str, Any]]) -> None:
    """Remember whose each deal is by now: an old button asks its owner of today."""
    await house().readings.keep_owners([Owned(**one) for one in found])


async def _send_each_rep(key: str, plan: dict[str, Any], read: Read, look: Look) -> None:
    """Each rep's own part of a digest, by deal and directly, where there is something to say to them."""
    overlays, before = overlays_of(plan), baseline_of(plan)
    others = {id: email for id, email in plan["emails"].items() if id != plan["maker"]["chorus_id"]}
    for owner, email in others.items():
        digest = own_part(owner, read, overlays, before, look.judging)
        if not (digest.items or digest.cleared or digest.unread):
            continue
        own = replace(
            look,
            whose=plan["owners"][owner],
            grouping="deal",
            alone=True,
            hide_amounts=False,
            hide_quotes=False,
        )
        if channel := (await settle_one(partial(channel_of, email), attempts=PATIENCE)).get("channel"):
            await _post(f"{key}:rep:{owner}", channel, words.message(digest, own), words.thread(digest, own))


async def _post(key: str, channel: str, message: words.Message, thread: list[words.Message]) -> bool:
    """A digest and its thread; False where Slack will not have it."""
    ts = await post(key, channel, "", *message)
    for n, part in enumerate(thread if ts else ()):
        await post(f"{key}:{n}", channel, ts or "", *part)
    return ts is not None


@step("is it still wanted")
async def is_wanted(schedule: str) -> bool:
    """Whether nobody deleted the schedule while its digest was made."""
    return await house().schedules.get(schedule) is not None


@step("keep reading")
async def keep_reading(schedule: str, period: str, at: float, rules: str, body: dict[str, Any]) -> None:
    """Remember what was sent: the next digest is compared with it, and *Why?* shows its evidence."""
    here = house()
    await here.readings.keep(schedule, period, at, rules, body)
    shown = {deal: [reason["rule"] for reason in told["reasons"]] for deal, told in body["evidence"].items()}
    await here.overlays.mark_shown(f"shown:{schedule}:{period}", shown, at)


@step("close period")
async def close_period(schedule: str, period: str, state: State, note: str) -> None:
    """Say what became of a digest's period."""
    here = house()
    await here.schedules.mark(schedule, period, state, here.now(), note)


@step("tell whoever ran it")
async def tell_clicker(period: str, said: words.Message) -> None:
    """Whoever clicked *Run now* hears directly of a digest that is not posted; the click is in the period's name."""
    await tell_directly(f"ran:{period}", period.split(":")[-2], said, "a private answer")


SILENT = 3
"""Failed runs in a row after which admins hear of it."""


@step("is it broken")
async def is_broken(schedule: str) -> bool:
    """Whether just now so many runs in a row have failed."""
    states = [run.state for run in await house().schedules.newest(schedule, SILENT + 1)]
    return states[:SILENT] == ["failed"] * SILENT and states[SILENT:] != ["failed"]


@step("warn admins")
async def warn_admins(schedule: dict[str, Any], period: str, note: str) -> None:
    """Tell each admin directly that a digest keeps failing: nobody else would see that it is silent."""
    said = words.broken(_place(schedule), SILENT, note)
    for admin in house().settings.chorister_admins:
        await tell_directly(f"broken:{schedule['id']}:{period}:{admin}", admin, said, "a warning")


def _place(schedule: dict[str, Any]) -> str:
    return place(schedule["channel"], schedule["by"])


def _look(schedule: dict[str, Any], period: str, plan: dict[str, Any], judging: Judging) -> Look:
    names = list(plan["owners"].values())
    whose = and_list(names) if len(names) <= 2 else counted(len(names), "rep")
    return Look(
        schedule=schedule["id"],
        period=period,
        whose=whose,
        judging=judging,
        grouping=schedule["grouping"],
        hide_amounts=schedule["hide_amounts"],
        hide_quotes=plan["hide_quotes"],
        profile=schedule.get("profile", ""),
        crm_url=plan["crm_url"],
        alone=len(names) == 1,
        off=off(judging.book),
        since=plan["last"]["at"] if plan["last"] else None,
    )


def _trend(plan: dict[str, Any], digest: Digest) -> list[tuple[float, int]]:
    """How many deals were at risk in the last digests and in this one; nothing where there is no history to trust."""
    before = [(float(at), int(n)) for at, n in plan["trend"]]
    return [*before, (plan["now"], digest.at_risk)] if len(before) >= ENOUGH - 1 else []


def _body(digest: Digest) -> dict[str, Any]:
    shown = [*digest.items, *digest.unchanged]
    return {
        "at_risk": digest.at_risk,
        "owners": sorted(digest.owners),
        "standings": {id: standing.to_json() for id, standing in digest.standings.items()},
        "evidence": {item.deal.id: evidence(item) for item in shown},
    }
