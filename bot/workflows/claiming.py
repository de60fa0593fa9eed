"""Whose meeting it is: one request for the recorder holds it, and one that was doubted waits for a person's yes."""

from dataclasses import asdict, replace
from typing import Any

from bot.durable import step
from bot.recorder.watching import Stage, sight
from bot.slack import recorder_words as words
from bot.slack.text import clock as time_of_day
from bot.store.joins import DOUBTED, STILL_THERE, Join, is_fresh, is_under_way
from bot.workflows.addresses import address
from bot.workflows.house import house
from bot.workflows.steps import SLACK_FAULTS
from bot.workflows.stopping import heeding
from bot.workflows.writing import joins_off
from tools import chorus
from tools.errors import NotThere, UpstreamError
from tools.requests import Request

OFF: dict[str, Any] = {"ok": False, "say": words.SWITCHED_OFF, "passing": True, "off": True}
"""The outcome of a request while recorders are switched off."""


@step("claim meeting")
@heeding
async def claim(wanted: dict[str, Any], zone: str, against: str, confirmed: bool) -> dict[str, Any]:
    """
    Claim the meeting for this request; `against`: what speaks against a recording, which a person has to confirm. `earlier`:
    if somebody else holds it, who, when and where, as a sentence. `doubt`: why nothing is sent before somebody says yes.
    `before`: the request whose place this one takes, though its call may well go on.
    """
    if await joins_off():
        return OFF
    before = await house().joins.get(wanted["meeting"])
    if against and not confirmed:
        held = await _claim(replace(Join(**wanted), state=DOUBTED))
        against = "" if is_under_way(held, wanted["asked_at"]) else against
    else:
        held = await _claim(Join(**wanted), confirmed=confirmed)
        against = words.EARLIER_DOUBT if held.state == DOUBTED else ""
    if against:
        return {"ok": False, "say": against, "doubt": against}
    if held.token == wanted["token"]:
        replaced = before if before and before.token != held.token and before.state in STILL_THERE else None
        return {"ok": True, "earlier": "", "before": asdict(replaced) if replaced else None}
    found = await _about(held, wanted["channel"])
    when = f"at {time_of_day(held.asked_at, zone)}"
    return {"ok": True, "earlier": words.earlier(found["name"], when, found["where"])}


@step("look at meeting")
async def look_at_meeting(wanted: dict[str, Any], against: str) -> dict[str, Any]:
    """
    What a thread with a posted link is to be told: nothing while recorders are off; who has asked already; or the offer,
    with the `doubt` that is kept until somebody says yes.
    """
    if await joins_off():
        return {"off": True}
    here = house()
    held = await here.joins.get(wanted["meeting"])
    now = wanted["asked_at"]
    if held and held.token != wanted["token"] and is_under_way(held, now) and not await _is_over(held):
        return {"off": False, "earlier": await _about(held, wanted["channel"]) | {"at": held.asked_at}}
    if against:
        await _claim(replace(Join(**wanted), state=DOUBTED))
    elif held and held.state == DOUBTED and is_fresh(held, now):
        against = words.EARLIER_DOUBT
    return {"off": False, "earlier": None, "doubt": against}


async def _claim(wanted: Join, *, confirmed: bool = False) -> Join:
    """Claim a meeting; the one before in the same room is over as soon as Chorus shows it so."""
    joins = house().joins
    held = await joins.claim(wanted, confirmed=confirmed)
    if held.token != wanted.token and held.state != DOUBTED and await _is_over(held):
        await joins.set(held.meeting, held.token, "ended")
        held = await joins.claim(wanted, confirmed=confirmed)
    return held


async def _is_over(held: Join) -> bool:
    """Whether Chorus shows the call of an earlier request as ended: the next meeting in the same room is another one."""
    if held.call is None:
        return False
    try:
        call = chorus.conversation(await house().desk.fetch(Request("conversations", "get", held.call)))
    except NotThere as error:
        return error.remote and held.state == "live"
    except (UpstreamError, ValueError):
        return False
    return sight(call).stage in (Stage.ENDED, Stage.PROCESSED, Stage.NO_SHOW)


async def _about(held: Join, channel: str) -> dict[str, Any]:
    """Who asked, and the thread's address: empty where not everybody may read it, None where nobody can tell."""
    here = house()
    try:
        name = (await here.directory.member(held.asked_by)).name
        reads_along = held.channel == channel or await here.speaker.is_open(held.channel)
        where = await address(held.channel, held.thread) if reads_along else ""
    except SLACK_FAULTS:
        return {"name": "somebody", "where": None}
    return {"name": name, "where": where}
