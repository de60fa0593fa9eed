"""One risk digest: read, judged, compared with the last one that was sent, and posted once for its period."""

import logging
from datetime import UTC, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from bot.digests.schedule import EVERYBODY
from bot.durable import run_id, step, workflow
from bot.errors import reference
from bot.people import Person
from bot.risk.digest import Baseline, Digest, make_digest
from bot.risk.rulebook import Rulebook
from bot.risk.rules import off
from bot.risk.standing import Overlay, Standing
from bot.risk.verdict import Judging, Reason
from bot.settings import Settings
from bot.slack import digest_words as words
from bot.slack.digest_items import Look
from bot.slack.text import and_list, counted
from bot.store.schedules import State
from bot.workflows.alerts import alert_owners
from bot.workflows.gather import Scope, gather
from bot.workflows.house import house
from bot.workflows.recognising import recognised
from bot.workflows.settle import settle_one
from bot.workflows.steps import is_shared, post, tell_directly

log = logging.getLogger(__name__)

TREND = 8
"""Digests that the picture of the trend goes back."""
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
        await tell_clicker(schedule["channel"], period, words.not_sent(schedule["channel"], state, note))
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
    if await is_shared(schedule["channel"]):
        return "failed", "another company can read that channel"
    digest, look = await _read(schedule, period, plan)
    if digest.is_quiet:
        return "quiet", f"nothing changed, {digest.open} open"
    if not await is_wanted(schedule["id"]):
        return "failed", "it was deleted meanwhile"
    key, trend = f"digest:{schedule['id']}:{period}", _trend(plan, digest)
    ts = await post(key, schedule["channel"], "", *words.message(digest, look, trend))
    if ts is None:
        return "failed", "Slack did not take the message; is the bot still in that channel?"
    for n, part in enumerate(words.thread(digest, look)):
        await post(f"{key}:{n}", schedule["channel"], ts, *part)
    await keep_reading(schedule["id"], period, plan["now"], plan["rules"], _body(digest))
    return "sent", f"{digest.at_risk} of {digest.open} at risk"


async def _read(schedule: dict[str, Any], period: str, plan: dict[str, Any]) -> tuple[Digest, Look]:
    """Read and judge the deals, and tell their owners of what is hard and new, whatever the digest says of it."""
    now, book = datetime.fromtimestamp(plan["now"], UTC), Rulebook.model_validate(plan["book"])
    judging = Judging(book, now, ZoneInfo(schedule["zone"]))
    scope = Scope(Person.from_json(plan["maker"]), plan["owners"], book, now, plan["policy"], plan["tokens"])
    digest = make_digest(await gather(scope), _overlays(plan), _baseline(plan), judging)
    look = _look(schedule, period, plan, judging)
    await alert_owners(digest, look)
    return digest, look


@step("plan digest")
async def plan_digest(schedule: dict[str, Any], attempt: int) -> dict[str, Any]:
    """Everything that a digest rests on besides the calls, as it stands when it begins."""
    here, settings = house(), house().settings
    maker = await recognised(schedule["by"], attempt)
    if not isinstance(maker, Person):
        return maker
    owners = await owners_of(maker, schedule["reps"])
    if not owners:
        return {"ok": False, "say": "whoever made it sees nobody's calls any more"}
    last = await here.readings.last_sent(schedule["id"])
    rules = settings.rules_digest
    comparable = last is not None and last["rules"] == rules
    return {
        "ok": True,
        "now": here.now(),
        "maker": maker.to_json(),
        "owners": owners,
        "policy": settings.chorister_reading,
        "book": _book(settings),
        "tokens": settings.chorister_digest_tokens,
        "rules": rules,
        "last": last if comparable else None,
        "trend": await here.readings.history(schedule["id"], rules, TREND - 1),
        "overlays": {id: overlay.to_json() for id, overlay in (await here.overlays.all()).items()},
        "hide_quotes": schedule["channel"] in settings.chorister_quiet,
        "crm_url": settings.chorister_crm_url,
    }


def _book(settings: Settings) -> dict[str, Any]:
    """The rules in force; without tokens nobody looks for red-flag words."""
    rules = settings.rulebook.rules
    if not settings.chorister_digest_tokens:
        rules = rules.model_copy(update={"R12": rules.R12.model_copy(update={"enabled": False})})
    book = settings.rulebook.model_copy(update={"rules": rules})
    return book.model_dump(mode="json", by_alias=True)


async def owners_of(maker: Person, reps: list[str]) -> dict[str, str]:
    """The people whose calls are listed: those that were chosen, or all that the maker may read, by Chorus id and name."""
    users = {
        user.id: user.name or user.email or user.id
        for user in await house().directory.users() or []
        if user.active
    }
    own, below = {maker.chorus_id} if maker.chorus_id else set(), set(maker.reports)
    readable = set(users) if maker.is_admin else own | below
    wanted = set(reps) & readable if reps else below or own
    if EVERYBODY in reps:
        wanted = readable - own or own
    return {id: users.get(id, "somebody") for id in sorted(wanted)}


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
async def tell_clicker(channel: str, period: str, said: words.Message) -> None:
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
    said = words.broken(schedule["channel"], SILENT, note)
    for admin in house().settings.chorister_admins:
        await tell_directly(f"broken:{schedule['id']}:{period}:{admin}", admin, said, "a warning")


def _overlays(plan: dict[str, Any]) -> dict[str, Overlay]:
    return {id: Overlay.from_json(data) for id, data in plan["overlays"].items()}


def _baseline(plan: dict[str, Any]) -> Baseline | None:
    last = plan["last"]
    if last is None:
        return None
    standings = {id: Standing.from_json(data) for id, data in last["standings"].items()}
    return Baseline(last["at"], standings, frozenset(last["owners"]))


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
        crm_url=plan["crm_url"],
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
        "evidence": {
            item.deal.id: {
                "name": item.deal.name,
                "reasons": [_told(reason) for reason in item.verdict.reasons],
                "doubts": list(item.verdict.doubts),
                "unknown": [[unknown.rule, unknown.why] for unknown in item.verdict.unknown],
            }
            for item in shown
        },
    }


def _told(reason: Reason) -> dict[str, Any]:
    kept = ("rule", "name", "fact", "quote", "speaker", "url", "offset")
    return {name: getattr(reason, name) for name in kept} | {"at": reason.at.timestamp()}
