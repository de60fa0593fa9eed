"""
What people do with a deal in a digest, months after it was sent if they like: acknowledge, snooze, assign, ask why, call a
reason useless. Each is on record before it holds, and told in the thread.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from bot.audience import UNTRACED
from bot.durable import step, workflow
from bot.people import Person, belongs
from bot.risk.rules import name_of
from bot.risk.standing import Overlay
from bot.slack import risk_words as words
from bot.slack.text import escape
from bot.store.audit import NotRecorded
from bot.workflows.addresses import address
from bot.workflows.audience import may_all_hear
from bot.workflows.house import house
from bot.workflows.mark_digest import mark_digest
from bot.workflows.recognising import Judge, in_charge, recognised
from bot.workflows.settle import settle_one
from bot.workflows.steps import SLACK_FAULTS, apologising, post, slack_failure, tell_directly, whisper

Click = dict[str, Any]
"""
user, channel, thread, token, message (its ts, with the buttons); deal: d (id), n (name), o, e (owner's id and e-mail),
l (level), p (its reasons' parts).
"""


@workflow("risk: act")
async def act(kind: str, click: Click, chosen: str) -> None:
    """Acknowledge, snooze or assign. `chosen`: days or a date of a snooze, the Slack id of an assignee."""
    async with apologising(click["channel"], click["thread"], click["user"]):
        done = await settle_one(partial(take_effect, kind, click, chosen))
        await tell(click, done, kind)
        if done["ok"] and kind != "assigned" and click.get("message"):
            await mark_digest(click["channel"], click["message"])
        if done["ok"] and kind == "assigned":
            await tell_assignee(click, chosen, done["by"])


@workflow("risk: why")
async def why(click: Click, schedule: str, period: str, deal: str) -> None:
    """Show the evidence of a deal's line, as it was when the line was sent."""
    async with apologising(click["channel"], click["thread"], click["user"]):
        found = await evidence(click, schedule, period, deal)
        if not found["ok"]:
            await whisper(click["channel"], click["thread"], click["user"], escape(found["say"]))
            return
        said = words.evidence(found["evidence"], found["zone"])
        # Above in this thread, or not for everybody who reads along: this person sees it alone.
        if found["shown"] or not await may_all_hear(click["channel"], [UNTRACED]):
            await whisper(click["channel"], click["thread"], click["user"], said[0])
        else:
            await post(found["key"], click["channel"], click["thread"], *said)


@workflow("risk: not useful")
async def not_useful(click: Click, rule: str) -> None:
    """Count that a reason was of no use."""
    async with apologising(click["channel"], click["thread"], click["user"]):
        done = await settle_one(partial(mark_useless, click, rule))
        await tell(click, done, "not useful")


async def tell(click: Click, done: dict[str, Any], kind: str) -> None:
    """Say in the thread what was done, with a way back; or privately why not."""
    if not done["ok"]:
        await whisper(click["channel"], click["thread"], click["user"], escape(str(done["say"])))
        return
    undo = None if kind == "undone" else f"{click['deal']['d']} {click['token']}"
    said = words.done(kind, click["deal"]["n"], click["user"], done["detail"], undo)
    await post(f"risk:{click['token']}", click["channel"], click["thread"], *said)


@step("act on a risk")
async def take_effect(kind: str, click: Click, chosen: str, attempt: int) -> dict[str, Any]:
    """Change what is said of a deal, with the rights of who clicks; the record comes first."""
    here, deal = house(), click["deal"]
    judge = await in_charge(click["user"], deal["d"], (deal["o"], deal["e"]), attempt)
    if not isinstance(judge, Judge):
        return judge
    person = judge.person
    made = await CHANGES[kind](click, judge, chosen)
    if isinstance(made, str):
        return {"ok": False, "say": made}
    change, detail = made
    before, version = await here.overlays.seen(deal["d"])
    after = change(before)
    try:
        await here.audit.record(
            f"risk:{deal['d']}",
            kind,
            person.slack_id,
            here.now(),
            key=f"{attempt}|{click['token']}",
            deal=deal["d"],
            name=deal["n"],
            owner=list(judge.owner),
            message=click.get("message", ""),
            was=before.to_json(),
            now=after.to_json(),
        )
    except NotRecorded:
        return {"ok": False, "say": words.NOT_RECORDED}
    if not await here.overlays.swap(deal["d"], version, after, here.now()):
        return {"ok": False, "say": words.AT_ONCE, "retry_in": 0.1}
    for rule in {part.partition(":")[0] for part in deal["p"]}:
        await here.overlays.mark(
            f"{click['token']}:{rule}", deal["d"], rule, kind, person.slack_id, here.now()
        )
    return {"ok": True, "detail": detail, "by": person.name}


Change = tuple[Callable[[Overlay], Overlay], str]
"""What becomes of an overlay, and how it is told."""


async def _acknowledge(click: Click, judge: Judge, chosen: str) -> Change | str:
    said = {
        "acknowledged_by": judge.person.slack_id,
        "acknowledged_at": house().now(),
        "parts": tuple(click["deal"]["p"]),
        "by_owner": judge.is_owner,
        "line_click": click["token"],
    }
    return (lambda o: replace(o, **said, snoozed_by=None), "")


async def _snooze(click: Click, judge: Judge, chosen: str) -> Change | str:
    deal, person = click["deal"], judge.person
    zone = ZoneInfo(person.zone)
    now = datetime.fromtimestamp(house().now(), zone)
    if chosen.isdigit():
        day = now.date() + timedelta(days=int(chosen))
    else:
        try:
            day = datetime.strptime(chosen, "%Y-%m-%d").date()  # noqa: DTZ007 - a date, whose zone is the person's
        except ValueError:
            return words.NO_DATE
    if day <= now.date():
        return words.PAST_DATE
    # In the morning, so that a digest of that day shows it again.
    until = datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()
    said: dict[str, Any] = {
        "snoozed_until": until,
        "snoozed_level": int(deal["l"]),
        "snoozed_parts": tuple(deal["p"]),
    }
    said |= {"snoozed_by": person.slack_id, "line_click": click["token"]}
    return (lambda o: replace(o, **said), f"{day:%a %-d %b}")


async def _assign(click: Click, judge: Judge, chosen: str) -> Change | str:
    here = house()
    try:
        member = await here.directory.member(chosen)
    except SLACK_FAULTS as error:
        slack_failure(error, "a question about a person", 0)
        return words.UNKNOWN_PERSON
    if not belongs(member, here.team):
        return words.UNKNOWN_PERSON
    said = {"assigned_to": chosen, "assigned_by": judge.person.slack_id, "assigned_at": here.now()}
    return (lambda o: replace(o, **said, assigned_click=click["token"]), f"<@{escape(chosen)}>")


CHANGES = {"acknowledged": _acknowledge, "snoozed": _snooze, "assigned": _assign}


@step("evidence of a risk")
async def evidence(click: Click, schedule: str, period: str, deal: str) -> dict[str, Any]:
    """What a deal's line rested on; for members of this workspace only."""
    here, person = house(), await recognised(click["user"], 0)
    if not isinstance(person, Person):
        return {"ok": False, "say": str(person["say"])}
    body = await here.readings.of(schedule, period)
    found = (body or {}).get("evidence", {}).get(deal)
    if found is None:
        return {"ok": False, "say": words.TOO_OLD}
    now = here.now()
    for rule in {reason["rule"] for reason in found["reasons"]}:
        await here.overlays.mark(f"{click['token']}:{rule}", deal, rule, "why", person.slack_id, now)
    if click["channel"] in await here.choices.quiet():
        found = found | {"reasons": [reason | {"quote": ""} for reason in found["reasons"]]}
    key = f"why:{schedule}:{period}:{deal}:{click['channel']}:{click['thread']}"
    before = await here.posts.get(key)
    shown = before is not None and before.ts is not None
    return {"ok": True, "evidence": found, "zone": person.zone, "key": key, "shown": shown}


@step("mark a reason useless")
async def mark_useless(click: Click, rule: str, attempt: int) -> dict[str, Any]:
    """Count it: of one person under one message once."""
    here, deal = house(), click["deal"]
    judge = await in_charge(click["user"], deal["d"], (deal["o"], deal["e"]), attempt)
    if not isinstance(judge, Judge):
        return judge
    person, mark = judge.person, ":".join((click["user"], click["channel"], click["thread"], deal["d"], rule))
    run, key, now = f"risk:{deal['d']}", f"{attempt}|{click['token']}", here.now()
    about = {"deal": deal["d"], "name": deal["n"], "owner": list(judge.owner), "mark": mark}
    try:
        await here.audit.record(run, "not useful", person.slack_id, now, key=key, **about)
    except NotRecorded:
        return {"ok": False, "say": words.NOT_RECORDED}
    await here.overlays.mark(mark, deal["d"], rule, "not useful", person.slack_id, now)
    return {"ok": True, "detail": name_of(rule), "by": person.name}


@step("tell an assignee")
async def tell_assignee(click: Click, user: str, by: str) -> None:
    """Tell somebody directly that a deal is with them now."""
    deal, is_direct = click["deal"], click["channel"].startswith("D")
    # Nobody else can follow a link into direct messages.
    link = None if is_direct else await address(click["channel"], click["thread"])
    why = dict.fromkeys(name_of(part.partition(":")[0]) for part in deal["p"])
    said = words.assigned(deal["n"], by, list(why), link)
    await tell_directly(f"assigned:{click['token']}", user, said, "a note to an assignee")
