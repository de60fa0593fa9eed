"""Sending the recorder: asked for once per meeting, then followed."""

import logging
from dataclasses import asdict
from functools import partial
from typing import Any, Literal

from bot.durable import start_once, step
from bot.errors import reference
from bot.slack import recorder_words as words
from bot.slack.speaking import Place
from bot.store.audit import NotRecorded
from bot.store.joins import Join
from bot.workflows.claiming import OFF, claim
from bot.workflows.follow import follow
from bot.workflows.house import house
from bot.workflows.looking import record_state
from bot.workflows.own_account import mend
from bot.workflows.settle import Notice, settle_one
from bot.workflows.steps import clock, post
from bot.workflows.stopping import Stopped, heeding, unless_stopped
from bot.workflows.waiting import Waiting
from bot.workflows.writing import joins_off
from tools import chorus
from tools.catalog import Offer
from tools.meeting_links import Link
from tools.requests import Request

log = logging.getLogger(__name__)

Way = Literal["asked", "auto", "confirmed", "again"]
"""How the recorder was asked for: in words, by a link in an auto-join channel, by the offer's button, by *Try again*."""
CONFIRMED: tuple[Way, ...] = ("confirmed", "again")
"""Ways on which somebody said yes to this very recording."""


def link_argument(offered: Offer) -> str:
    """The one text a join takes, whatever Truto calls it today."""
    properties: dict[str, Any] = offered.input_schema.get("properties", {})
    texts = [name for name, schema in properties.items() if schema.get("type") == "string"]
    required = [name for name in offered.input_schema.get("required", []) if name in texts]
    return (required or texts or ["invitation_text"])[0]


async def wish(token: str, link: Link, user: str, place: Place) -> dict[str, Any]:
    """A request for the recorder, as a Join in JSON."""
    at = await clock()
    return asdict(Join(link.key, token, user, at, place.channel, place.thread, link.url, "asked", None))


async def ask_for_recorder(
    wanted: dict[str, Any],
    request: Request,
    zone: str,
    notice: Notice | Waiting,
    *,
    against: str = "",
    way: Way = "asked",
) -> dict[str, Any]:
    """
    Send the recorder once per meeting and start following it. Returns ok, state and a sentence on what is known; `doubt`
    where a person has to say yes first. Raises Stopped where nothing was sent by then.
    """
    held = unless_stopped(await claim(wanted, zone, against, way in CONFIRMED))
    if not held["ok"]:
        return held
    if held["earlier"]:
        return {"ok": True, "state": "asked before", "say": held["earlier"]}
    meeting, token, channel = wanted["meeting"], wanted["token"], wanted["channel"]
    body = dict(request.body or {})
    tell = notice.notice if isinstance(notice, Waiting) else notice
    what = (request.resource, request.method, body, request.account)
    before = held.get("before")
    outcome = await _sent(wanted, what, tell, before)
    await mend(wanted["asked_by"], request.account, [outcome])
    if not outcome["ok"] and outcome.get("maybe_done"):  # every attempt failed in a way that tells nothing
        call = before["call"] if before else None
        outcome = {"ok": True, "state": "unverified", "call": call, "say": words.UNVERIFIED}
    if not outcome["ok"]:
        await refused(meeting, token, before)
        return outcome
    if outcome["state"] == "unverified":
        await record_state(meeting, token, "unverified")
    await post(f"consent:{channel}", channel, wanted["thread"], *words.plain(words.CONSENT))
    known = (outcome.get("call"), outcome["state"])
    waited = isinstance(notice, Waiting) and notice.ts is not None
    await start_once(f"follow:{meeting}:{reference(token)}", follow, wanted, *known, waited)
    return outcome


async def _sent(
    wanted: dict[str, Any], what: tuple[Any, ...], tell: Notice, before: dict[str, Any] | None
) -> dict[str, Any]:
    """What the request came to. Where it is stopped and Chorus cannot have it, it is taken back; raises Stopped."""
    try:
        return await settle_one(partial(send, wanted, *what), tell)
    except Stopped as stopped:
        if stopped.so_far.get("maybe_done"):
            return stopped.so_far
        await refused(wanted["meeting"], wanted["token"], before)
        raise


@step("refused")
async def refused(meeting: str, token: str, before: dict[str, Any] | None) -> None:
    """Chorus took nothing: whoever held the meeting before, and whose call may go on, holds it again."""
    joins = house().joins
    if before:
        await joins.give_back(token, Join(**before))
    else:
        await joins.set(meeting, token, "refused")


@step("send recorder")
@heeding
async def send(
    wanted: dict[str, Any],
    resource: str,
    method: str,
    body: dict[str, Any],
    account: str | None,
    attempt: int,
) -> dict[str, Any]:
    """Ask Chorus to join. A conflict is good news: a recorder is there or was asked for already."""
    here, meeting, token, who = house(), wanted["meeting"], wanted["token"], wanted["asked_by"]
    if await joins_off():
        return OFF
    about = {"meeting": meeting, "body": body, "place": {k: wanted[k] for k in ("channel", "thread")}}
    try:
        await here.audit.record(token, "join asked", who, here.now(), **about)
    except NotRecorded:
        log.exception("the recorder for %s was not sent", meeting)
        return {"ok": False, "say": words.NOT_RECORDED, "passing": True}
    request = Request(resource, method, body=body, account=account)
    outcome = await here.desk.run(request, key=f"join:{token}", attempt=attempt)
    result: dict[str, Any]
    if outcome["ok"]:
        call = _id_of(outcome["answer"])
        await here.joins.set(meeting, token, "accepted", call)
        result = {"ok": True, "state": "accepted", "call": call, "say": words.ACCEPTED}
    elif outcome.get("status") == 409:
        # A request before this one may have told us which call it is.
        held = await here.joins.get(meeting)
        call = held.call if held and held.token == token else None
        await here.joins.set(meeting, token, "accepted" if call else "already asked")
        result = {"ok": True, "state": "already asked", "call": call, "say": words.ALREADY_THERE}
    else:
        maybe = bool(outcome.get("maybe_done"))
        result = {
            "ok": False,
            "say": outcome["say"],
            "retry_in": outcome.get("retry_in"),
            "maybe_done": maybe,
            "status": outcome.get("status"),
            "blame": outcome.get("blame"),
        }
    await here.audit.note(token, "join answered", who, here.now(), key=str(attempt), result=result)
    return result


def _id_of(answer: Any) -> str | None:
    try:
        return chorus.conversation(answer).conversation_id
    except ValueError:
        return None
