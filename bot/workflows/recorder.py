"""Sending the recorder: asked for once per meeting, then followed."""

import logging
from dataclasses import asdict
from functools import partial
from typing import Any

from bot.durable import start_once, step
from bot.errors import reference
from bot.people import Person
from bot.recorder.consent import doubt
from bot.recorder.watching import Stage, sight
from bot.slack import recorder_words as words
from bot.slack.speaking import Place
from bot.slack.text import clock as time_of_day
from bot.store.audit import NotRecorded
from bot.store.joins import Join
from bot.workflows.follow import follow, record_state
from bot.workflows.house import house
from bot.workflows.run import Result, Run, tool_result
from bot.workflows.settle import Notice, settle_one
from bot.workflows.steps import SLACK_FAULTS, clock, post
from bot.workflows.writing import joins_off
from tools import chorus
from tools.catalog import Offer, request_for
from tools.desk import Ticket, failed, told
from tools.errors import UpstreamError
from tools.meeting_links import Link, RefusedLink, find_links
from tools.requests import Request

log = logging.getLogger(__name__)


def link_argument(offered: Offer) -> str:
    """The one text a join takes, whatever Truto calls it today."""
    properties: dict[str, Any] = offered.input_schema.get("properties", {})
    texts = [name for name, schema in properties.items() if schema.get("type") == "string"]
    required = [name for name in offered.input_schema.get("required", []) if name in texts]
    return (required or texts or ["invitation_text"])[0]


async def join_for_claude(run: Run, call_id: str, ticket: Ticket) -> Result:
    """Answer Claude's call of the join tool. The link must be one that the asker wrote."""
    found = find_links(" ".join(str(v) for v in ticket.arguments.values()))
    links = [link for link in found if isinstance(link, Link)]
    run_links = {link.key for link in links}
    if not links:
        refused = (link.reason for link in found if isinstance(link, RefusedLink))
        why = next(refused, "There is no meeting link in it.")
        return tool_result(call_id, told(error=why), is_error=True)
    if not run_links <= run.links or len(run_links) > 1:
        why = "The recorder goes to one link at a time, and only to one that the asker wrote."
        return tool_result(call_id, told(error=why), is_error=True)
    against = doubt(run.written, links[0], house().settings.no_go)
    if against:
        said = words.offer(links[0].key, links[0].url, against)
        await post(f"offer:{run.id}:{call_id}", run.place.channel, run.place.thread, *said)
        known = (
            "This call needs a person's second confirmation. The thread asks for it; nothing was sent yet."
        )
        return tool_result(call_id, told(state="needs confirmation", known=known))
    run.progress.show(call_id, "Asking Chorus to send the recorder", "in_progress")
    # Chorus takes free text and reads any link in it, so nothing but the asker's link is passed on.
    request = request_for(ticket.offer, ticket.arguments | {link_argument(ticket.offer): links[0].url})
    outcome = await ask_for_recorder(
        f"{run.id}:{call_id}", links[0], request, run.asker, run.place, run.notice
    )
    run.resumed()
    run.progress.show(call_id, "Asked Chorus to send the recorder", "complete" if outcome["ok"] else "error")
    if not outcome["ok"]:
        return tool_result(call_id, failed(outcome["say"]), is_error=True)
    return tool_result(call_id, told(state=outcome["state"], known=words.for_claude(outcome)))


async def ask_for_recorder(
    token: str, link: Link, request: Request, asker: Person, place: Place, notice: Notice | None = None
) -> dict[str, Any]:
    """Send the recorder once per meeting and start following it. Returns ok, state and a sentence on what is known."""
    asked_at = await clock()
    wanted = asdict(
        Join(link.key, token, asker.slack_id, asked_at, place.channel, place.thread, link.url, "asked", None)
    )
    held = await claim(wanted, asker.zone)
    if not held["ok"]:
        return held
    if held["earlier"]:
        return {"ok": True, "state": "asked before", "say": held["earlier"]}
    await post(f"consent:{place.channel}", place.channel, place.thread, *words.plain(words.CONSENT))
    body = dict(request.body or {})
    outcome = await settle_one(partial(send, wanted, request.resource, request.method, body), notice)
    if not outcome["ok"] and outcome.get("maybe_done"):  # every attempt failed in a way that tells nothing
        outcome = {"ok": True, "state": "unverified", "call": None, "say": words.UNVERIFIED}
    if not outcome["ok"]:
        await record_state(link.key, token, "refused")
        return outcome
    if outcome["state"] == "unverified":
        await record_state(link.key, token, "unverified")
    await start_once(
        f"follow:{link.key}:{reference(token)}", follow, wanted, outcome.get("call"), outcome["state"]
    )
    return outcome


@step("claim meeting")
async def claim(wanted: dict[str, Any], zone: str) -> dict[str, Any]:
    """Claim the meeting for this request. `earlier`: if somebody else holds it, who, when and where, as a sentence."""
    here = house()
    if await joins_off():
        return {"ok": False, "say": words.SWITCHED_OFF}
    held = await here.joins.claim(Join(**wanted))
    if held.token != wanted["token"] and await _is_over(held):
        await here.joins.set(held.meeting, held.token, "ended")
        held = await here.joins.claim(Join(**wanted))
    if held.token == wanted["token"]:
        return {"ok": True, "earlier": ""}
    try:
        name = (await here.directory.member(held.asked_by)).name
        reads_along = held.channel == wanted["channel"] or await here.speaker.is_open(held.channel)
        link = await here.speaker.permalink(held.channel, held.thread) if reads_along else ""
        where = (
            f" The thread: {link}" if link else " It was asked for in a place that not everybody can read."
        )
    except SLACK_FAULTS:
        name, where = "somebody", ""
    at = time_of_day(held.asked_at, zone)
    say = f"A recorder was already asked for at {at} by {name}; it was not sent a second time.{where}"
    return {"ok": True, "earlier": say}


async def _is_over(held: Join) -> bool:
    """Whether Chorus shows the call of an earlier request as ended: the next meeting in the same room is another one."""
    if held.call is None:
        return False
    try:
        call = chorus.conversation(await house().desk.fetch(Request("conversations", "get", held.call)))
    except (UpstreamError, ValueError):
        return False
    return sight(call).stage in (Stage.ENDED, Stage.PROCESSED, Stage.NO_SHOW)


@step("send recorder")
async def send(
    wanted: dict[str, Any], resource: str, method: str, body: dict[str, Any], attempt: int
) -> dict[str, Any]:
    """Ask Chorus to join. A conflict is good news: a recorder is there or was asked for already."""
    here, meeting, token, who = house(), wanted["meeting"], wanted["token"], wanted["asked_by"]
    if await joins_off():
        return {"ok": False, "say": words.SWITCHED_OFF}
    about = {"meeting": meeting, "body": body, "place": {k: wanted[k] for k in ("channel", "thread")}}
    try:
        await here.audit.record(token, "join asked", who, here.now(), **about)
    except NotRecorded:
        log.exception("the recorder for %s was not sent", meeting)
        return {"ok": False, "say": words.NOT_RECORDED}
    outcome = await here.desk.run(Request(resource, method, body=body), key=f"join:{token}", attempt=attempt)
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
        }
    await here.audit.note(token, "join answered", who, here.now(), key=str(attempt), result=result)
    return result


def _id_of(answer: Any) -> str | None:
    try:
        return chorus.conversation(answer).conversation_id
    except ValueError:
        return None
