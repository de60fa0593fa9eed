"""A click on a proposal, or its time running out: one decision, at most one write, and the card that tells."""

import logging
from datetime import datetime
from functools import partial
from typing import Any

from bot.durable import queue_once, start_once, step, workflow
from bot.people import Stranger, may_decide
from bot.proposals import Proposal, State, decided, expired, from_json, overtaken, to_json
from bot.slack.cards import card
from bot.slack.text import and_list, escape
from bot.workflows.house import house
from bot.workflows.settle import settle_one
from bot.workflows.steps import SLACK_FAULTS, apologising, edit, slack_failure, whisper
from bot.workflows.turn import turn
from tools.catalog import request_for
from tools.desk import failure
from tools.errors import UpstreamError, UsageError

log = logging.getLogger(__name__)

Click = dict[str, Any]
"""verdict, user, fields (ticked), token (unique to the click), channel, thread, card (ts)."""


@workflow("decide")
async def decide(id: str, click: Click) -> None:
    """Somebody clicked Approve or Decline."""
    async with apologising(click["channel"], click["thread"], click["user"]):
        await _decide(id, click)


async def _decide(id: str, click: Click) -> None:
    allowed = await settle_one(partial(may_click, id, click["user"]))
    if not allowed["ok"]:
        await whisper(click["channel"], click["thread"], click["user"], escape(allowed["say"]))
        return
    if click["verdict"] == State.APPROVED and not click["fields"]:
        say = "Nothing is ticked, so there is nothing to write. Tick what you want written, or decline."
        await whisper(click["channel"], click["thread"], click["user"], say)
        return
    result = await settle_decision(id, click)
    after = from_json(result["proposal"])
    if not result["fresh"] or after.state is State.EXPIRED:
        await whisper(click["channel"], click["thread"], click["user"], _already(after))
    if result["fresh"]:
        await _conclude(after, click["channel"], click["card"])


async def _conclude(proposal: Proposal, channel: str, ts: str) -> None:
    """Show a decision that was taken just now, write what was approved, and take the run up again."""
    await edit(channel, ts, *card(proposal))
    if proposal.state is State.APPROVED:
        outcome = await settle_one(partial(write, proposal.id))
        finished = await record_outcome(proposal.id, outcome)
        await edit(channel, ts, *card(from_json(finished)))
    trigger = {"kind": "decided", "proposal": proposal.id}
    await queue_once(proposal.conversation, f"turn:{proposal.id}", turn, proposal.conversation, trigger)


@step("may click")
async def may_click(id: str, user: str, attempt: int) -> dict[str, Any]:
    """Whether this person may decide this proposal, or the private sentence that says no."""
    here = house()
    proposal = await here.proposals.get(id)
    if proposal is None:
        return {
            "ok": False,
            "say": "I do not know this card any more. Nothing was written; please ask again.",
        }
    try:
        person = await here.directory.recognise(await here.directory.member(user), here.team)
    except UpstreamError as error:
        return dict(failure(error, "list", attempt=attempt))
    except SLACK_FAULTS as error:
        return slack_failure(error, "a question about a person", attempt)
    if isinstance(person, Stranger):
        return {"ok": False, "say": person.say}
    if here.settings.chorister_writes == "off":
        return {
            "ok": False,
            "say": "Writing is switched off at the moment. Nothing was written; the card stays open.",
        }
    if not may_decide(person, proposal.owner_id, proposal.owner_email):
        owner = proposal.owner_name or "the meeting's owner"
        await here.audit.record(f"proposal:{id}", "refused click", user, here.now(), key=user)
        say = f"This is not yours to decide: {owner}, their manager or an admin can. Nothing changed."
        return {"ok": False, "say": say}
    return {"ok": True}


@step("settle decision")
async def settle_decision(id: str, click: Click) -> dict[str, Any]:
    """Take the decision if nobody has; the first one stands."""
    here = house()
    proposal = await here.proposals.get(id)
    assert proposal is not None
    known = {c.field_name for c in proposal.changes if c.fits}
    fields = [f for f in click["fields"] if f in known]
    after = decided(proposal, State(click["verdict"]), click["user"], here.now(), click["token"], fields)
    if after is not proposal:
        await here.proposals.decide(after)
    now = await here.proposals.get(id)
    assert now is not None
    fresh = (now.decision or {}).get("token") == click["token"]
    if fresh:
        detail: dict[str, Any] = {"verdict": now.state.value, "fields": fields, "digest": proposal.digest}
        await here.audit.record(f"proposal:{id}", "decided", click["user"], here.now(), **detail)
    return {"fresh": fresh, "proposal": to_json(now)}


def _already(proposal: Proposal) -> str:
    decision = proposal.decision or {}
    if proposal.state is State.EXPIRED:
        return "This expired before anybody decided. Nothing was written."
    if proposal.state is State.PREVIEW:
        return "This is a preview: writing is switched off. Nothing was written."
    by = f"by <@{decision['by']}>" if decision.get("by") else "before"
    return f"This was already {proposal.state.value} {by}. Your click changed nothing."


@step("write to CRM")
async def write(id: str, attempt: int) -> dict[str, Any]:
    """
    Send exactly the approved changes. The record comes first: without it nothing is sent. After a crash the same key goes
    out again, which Truto answers without writing twice; an answer that was lost is never asked for again by sending.
    """
    here = house()
    proposal = await here.proposals.get(id)
    assert proposal is not None
    held = await here.conversations.get(proposal.conversation)
    assert held is not None
    decision = proposal.decision or {}
    if here.settings.chorister_writes == "off":
        return {"ok": False, "status": "refused", "say": "Writing is switched off."}
    offer = (await here.catalog(held.catalog)).by_name(proposal.tool)
    if offer is None:
        return {"ok": False, "status": "refused", "say": "The write-back tool is gone."}
    late = overtaken(proposal, decision["fields"], await here.proposals.written(proposal.opportunity_id))
    if late:
        say = (
            f"Another card has written {and_list(late)} since this one was shown. Ask again for a fresh card."
        )
        return {"ok": False, "status": "refused", "say": say}
    payload = proposal.payload(decision["fields"])
    run, who = f"proposal:{id}", decision["by"]
    await here.audit.record(run, "write sent", who, here.now(), key=str(attempt), payload=payload)
    try:
        outcome = await here.desk.run(request_for(offer, payload), key=f"write:{id}", attempt=attempt)
    except UsageError as error:
        return {"ok": False, "status": "refused", "say": str(error)}
    await here.audit.record(run, "write answered", who, here.now(), key=str(attempt), outcome=dict(outcome))
    if outcome["ok"]:
        return {"ok": True, "status": "written"}
    if outcome.get("maybe_done") and outcome.get("retry_in") is None:
        return {"ok": False, "status": "unverified", "say": outcome["say"]}
    return {"ok": False, "status": "refused", "say": outcome["say"], "retry_in": outcome.get("retry_in")}


@step("record outcome")
async def record_outcome(id: str, outcome: dict[str, Any]) -> dict[str, Any]:
    """Keep what became of the write; returns the proposal with it."""
    kept = {k: outcome[k] for k in ("status", "say") if outcome.get(k)}
    await house().proposals.set_outcome(id, kept)
    proposal = await house().proposals.get(id)
    assert proposal is not None
    return to_json(proposal)


@workflow("expire proposals")
async def expire_overdue(at: datetime, context: object) -> None:
    """Every few minutes: close the proposals that nobody decided in time."""
    for id in await overdue():
        await start_once(f"expire:{id}", expire, id)


@step("overdue proposals")
async def overdue() -> list[str]:
    return await house().proposals.overdue(house().now())


@workflow("expire")
async def expire(id: str) -> None:
    """Close one proposal whose time is up, say so on its card, and let the run go on."""
    result = await settle_expiry(id)
    if result["fresh"]:
        await _conclude(from_json(result["proposal"]), result["channel"], result["card"])


@step("settle expiry")
async def settle_expiry(id: str) -> dict[str, Any]:
    """Expire a proposal unless somebody decided it first."""
    here = house()
    proposal = await here.proposals.get(id)
    assert proposal is not None
    after = expired(proposal, here.now(), "expiry")
    if after is not proposal:
        await here.proposals.decide(after)
    now, post = await here.proposals.get(id), await here.posts.get(f"card:{id}")
    assert now is not None
    fresh = (now.decision or {}).get("token") == "expiry" and post is not None and post.ts is not None
    return {
        "fresh": fresh,
        "proposal": to_json(now),
        "channel": post and post.channel,
        "card": post and post.ts,
    }
