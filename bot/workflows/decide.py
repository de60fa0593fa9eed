"""A click on a card: may this person, does the card still hold, one decision, and then what was decided is done."""

import logging
from collections.abc import Mapping
from functools import partial
from typing import Any

from bot.durable import start_once, step, workflow
from bot.people import Person, may_decide
from bot.proposals.checking import told
from bot.proposals.evidence import Evidence, Written, aimed, written_to
from bot.proposals.proposal import (
    Change,
    Proposal,
    State,
    closed,
    decided,
    for_record,
    from_json,
    ticked,
    to_json,
)
from bot.slack.text import escape
from bot.workflows.conclude import conclude
from bot.workflows.expire import finish
from bot.workflows.ground import as_now
from bot.workflows.house import house
from bot.workflows.recognising import recognised
from bot.workflows.settle import settle_one
from bot.workflows.show_card import edit_card
from bot.workflows.steps import apologising, telling, whisper
from bot.workflows.writing import writing_off
from tools.desk import failure
from tools.errors import UpstreamError

log = logging.getLogger(__name__)

Click = dict[str, Any]
"""
verdict, user, digest (of what was shown), ticks (rows), token (unique to the click), channel, thread, card (ts); and once
the person is recognised who (name, email).
"""

LATER = (
    "Something went wrong on our side after your decision. It stands, and is taken up again; the card will say what became "
    "of it."
)
NOTHING_TICKED = "Nothing is ticked, so there is nothing to write. Tick what you want written, or decline."
CHANGED = "This card has changed since you saw it, so your click changed nothing. Please look at it again."
NOTHING_LEFT = (
    "The CRM holds all of this already, or it is not to be written any more: nothing of the card is left."
)
RENEWED = (
    "Something that this card rests on has changed since it was shown, so nothing was written. "
    "The card is renewed: please look at it again."
)


@workflow("decide")
async def decide(id: str, click: Click) -> None:
    """Somebody clicked Approve or Decline."""
    async with apologising(click["channel"], click["thread"], click["user"]):
        say = await _decide(id, click)
        if say:
            await whisper(click["channel"], click["thread"], click["user"], say)


async def _decide(id: str, click: Click) -> str | None:
    """Take a decision and do it; returns what only the person who clicked has to hear."""
    allowed = await settle_one(partial(may_click, id, click), telling(click))
    if not allowed["ok"]:
        if allowed.get("stale"):
            await edit_card(id, click["channel"], click["card"])
        return str(allowed["say"])
    click |= {"who": allowed["who"]}
    if click["verdict"] == State.APPROVED and not allowed["over"]:
        if not allowed["fields"]:
            return NOTHING_TICKED
        held = await settle_one(partial(approve, id, click, allowed["fields"]), telling(click))
        if not held["ok"]:
            return f"{escape(held['say'])} Nothing was written; the card stays open."
    else:
        held = await decline(id, click, allowed["fields"])
    after = from_json(held["proposal"])
    if held["renewed"]:
        await show_renewed(after, click)
        return RENEWED if after.state is State.PENDING else NOTHING_LEFT
    if held["fresh"]:
        try:
            await conclude(after, click["channel"], click["card"], held["life"])
        except Exception:
            log.exception("what followed the decision on %s failed", id)
            await start_once(f"finish:{id}:{click['token']}", finish, id)
            return LATER
    return None if held["fresh"] and after.state is not State.EXPIRED else _already(after)


async def show_renewed(proposal: Proposal, click: Click) -> None:
    """Put a renewed card in its place; where nothing was left of it, the run goes on."""
    if proposal.state is State.PENDING:
        await edit_card(proposal.id, click["channel"], click["card"])
    else:
        await conclude(proposal, click["channel"], click["card"])


@step("may click")
async def may_click(id: str, click: Click, attempt: int) -> dict[str, Any]:
    """Whether this person may act on this card as they saw it, or the private sentence that says no."""
    proposal = await house().proposals.get(id)
    if proposal is None:
        say = "I do not know this card any more. Nothing was written; please ask again."
        return {"ok": False, "say": say}
    person = await recognised(click["user"], attempt)
    if not isinstance(person, Person):
        return person | {"say": escape(str(person["say"]))}
    refusal = await _not_theirs(proposal, person) or await _off(proposal, click)
    if refusal:
        return {"ok": False, "say": refusal}
    if proposal.state is State.PENDING and not proposal.is_shown_as(click["digest"]):
        return {"ok": False, "say": CHANGED, "stale": True}
    over = proposal.state is not State.PENDING or house().now() >= proposal.expires_at
    who = {"name": person.name, "email": person.email}
    return {"ok": True, "over": over, "who": who, "fields": ticked(proposal, click.get("ticks", ()))}


async def _not_theirs(proposal: Proposal, person: Person) -> str | None:
    if may_decide(person, proposal.owner_id, proposal.owner_email):
        return None
    here, run = house(), f"proposal:{proposal.id}"
    deal = proposal.opportunity_id or None
    await here.audit.note(run, "refused click", person.slack_id, here.now(), key=person.slack_id, deal=deal)
    owner = escape(proposal.owner_name or "the meeting's owner")
    return f"This is not yours to decide: {owner}, their manager or an admin can. Nothing changed."


async def _off(proposal: Proposal, click: Click) -> str | None:
    """Why what was clicked has to wait until writing is on: an approval of an open card, or an undo."""
    waits = {State.APPROVED.value: State.PENDING, "undo": State.APPROVED}
    if proposal.state is not waits.get(click["verdict"]):
        return None
    off = await writing_off(click["user"], click["channel"], proposal.conversation)
    stays = "; the card stays open" if proposal.state is State.PENDING else ""
    return f"{off} Nothing was written{stays}." if off else None


@step("approve")
async def approve(id: str, click: Click, fields: list[str], attempt: int) -> dict[str, Any]:
    """
    Take the decision if all that the card rests on still stands; where it does not, the card is renewed. A repeated step
    finds what the first one did.
    """
    proposal = await _stored(id)
    if _is_gone(proposal):
        return _renewed(proposal)
    if proposal.state is not State.PENDING:
        return await _settle(proposal, click, fields)
    if not proposal.is_shown_as(click["digest"]):
        return _renewed(proposal)
    try:
        now, evidence = await as_now(proposal, click["ticks"], attempt)
    except UpstreamError as error:
        return dict(failure(error, "get", attempt=attempt))
    except ValueError as error:
        return {"ok": False, "say": str(error)}
    if now is not proposal:
        stored = await put(proposal, now, "renewed", "chorister")
        is_ours = stored.state is State.PENDING or _is_gone(stored)
        return _renewed(stored) if is_ours else await _settle(stored, click, fields)
    writes = {c.field_name: ours.last for c in proposal.changes if (ours := _ours(c, proposal, evidence))}
    settled = await _settle(proposal, click, fields, writes, told(proposal.changes, evidence))
    return settled | {"life": house().life}


def _is_gone(proposal: Proposal) -> bool:
    """Whether a renewal left nothing of it."""
    return proposal.state is State.OVERTAKEN and (proposal.decision or {}).get("token") == "renewed"


def _renewed(proposal: Proposal) -> dict[str, Any]:
    return {"ok": True, "renewed": True, "proposal": to_json(proposal)}


def _ours(change: Change, proposal: Proposal, evidence: Mapping[str, Evidence]) -> Written | None:
    known = aimed(evidence[change.meeting], proposal.opportunity_id)
    return written_to(change.names, known.written)


async def put(shown: Proposal, now: Proposal, what: str, who: str) -> Proposal:
    """
    Put a new card in the place of the one that was shown; one with nothing left on it is closed. Within a step. The record
    comes first: raises NotRecorded, and then nothing has changed.
    """
    here = house()
    run, deal = f"proposal:{shown.id}", now.opportunity_id or None
    detail = {"from": shown.digest, "to": now.digest, "why": now.notice, "evidence": for_record(now)}
    await here.audit.record(run, what, who, here.now(), key=now.digest, deal=deal, **detail)
    if now.changes:
        won = await here.proposals.revise(shown, now)
    else:
        say = f"{now.notice} Nothing of it is left to write."
        won = await here.proposals.decide(closed(shown, here.now(), what, say))
    if not won:
        await here.audit.note(run, f"{what}: too late", who, here.now(), key=now.digest, deal=deal)
    return await _stored(shown.id)


@step("decline")
async def decline(id: str, click: Click, fields: list[str]) -> dict[str, Any]:
    """Take a decision that needs no look at Chorus: a decline, or a click that came too late."""
    return await _settle(await _stored(id), click, fields)


async def _settle(
    shown: Proposal,
    click: Click,
    fields: list[str],
    writes: Mapping[str, float] = {},
    told: Mapping[str, str] = {},
) -> dict[str, Any]:
    """
    Take the decision if nobody has; the first one stands. It is bound to what was shown, and to when our own last write
    to each field was approved (`writes`) until then.
    """
    here, now = house(), shown
    if shown.is_shown_as(click["digest"]):
        verdict = State(click["verdict"])
        after = decided(shown, verdict, click["user"], here.now(), click["token"], fields, writes, told)
        if after is not shown:
            now = after if await here.proposals.decide(after) else await _stored(shown.id)
    fresh = (now.decision or {}).get("token") == click["token"]
    if fresh:
        detail: dict[str, Any] = {"verdict": now.state.value, "fields": fields, "digest": shown.digest}
        run, deal = f"proposal:{shown.id}", shown.opportunity_id or None
        await here.audit.note(run, "decided", click["user"], here.now(), deal=deal, **detail, **click["who"])
    return {"ok": True, "renewed": False, "fresh": fresh, "proposal": to_json(now), "life": ""}


async def _stored(id: str) -> Proposal:
    found = await house().proposals.get(id)
    assert found is not None
    return found


def _already(proposal: Proposal) -> str:
    decision = proposal.decision or {}
    match proposal.state:
        case State.PENDING:
            return CHANGED
        case State.EXPIRED:
            return "This expired before anybody decided. Nothing was written."
        case State.OVERTAKEN:
            return f"{escape(decision.get('say', ''))} Nothing was written from this card."
        case State.PREVIEW:
            return "This is a preview. Nothing was written."
    by = f"by <@{decision['by']}>" if decision.get("by") else "before"
    return f"This was already {proposal.state.value} {by}. Your click changed nothing."
