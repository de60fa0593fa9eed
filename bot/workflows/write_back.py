"""Writing a call's fields to the CRM: a proposal, a person's decision, one write, and the truth about it."""

import logging
from dataclasses import replace
from functools import partial
from typing import Any

from bot.durable import step
from bot.people import Person
from bot.proposals import (
    Draft,
    Evidence,
    Impossible,
    Proposal,
    State,
    body_of,
    draft,
    expired,
    from_json,
    moments,
    proposal_id,
    to_json,
)
from bot.risk.gaps import plain_name
from bot.slack.cards import card
from bot.slack.speaking import Place
from bot.workflows.house import house
from bot.workflows.reading import NOT_YOURS, may_read_call, note_call
from bot.workflows.run import Result, Run, tool_result
from bot.workflows.settle import settle_one
from bot.workflows.steps import post
from tools import chorus
from tools.chorus import Conversation, Qualification
from tools.desk import Ticket, failure, told
from tools.errors import NotThere, UpstreamError
from tools.frameworks import framework_fields
from tools.requests import Request

log = logging.getLogger(__name__)

CONFIGURATION = ("sales_qualification_configuration", "list")
"""Where Chorus says whether a field is appended or overwritten."""


async def propose(run: Run, call_id: str, ticket: Ticket) -> str | Result:
    """Turn Claude's write into a proposal and show its card. Returns the proposal's id, or the result that says why not."""
    run.progress.show(call_id, "Preparing the CRM update", "in_progress")
    meeting = str(body_of(ticket.arguments).get("meeting_id") or "")
    configured = any((o.tool.resource, o.tool.method) == CONFIGURATION for o in run.catalog.offers)
    job = partial(gather_evidence, run.asker.to_json(), meeting, configured)
    found = await settle_one(job, run.notice)
    run.resumed()
    if not found["ok"]:
        return _impossible(run, call_id, found["say"])
    evidence = Evidence(
        Conversation.model_validate(found["meeting"]),
        Qualification.model_validate(found["qualification"]),
        found["moments"],
        frozenset(found["appended"]),
        found["written"],
    )
    drafted = draft(ticket.arguments, evidence)
    if isinstance(drafted, Impossible):
        return _impossible(run, call_id, drafted.why)
    made = _proposal(run, call_id, ticket, evidence.meeting, drafted)
    proposal = await keep(made, run.place, run.request)
    shown = await post(f"card:{proposal.id}", run.place.channel, run.place.thread, *card(proposal))
    if shown is None:
        await withdraw(proposal.id)
        return _impossible(run, call_id, "The card could not be shown in Slack. Nothing was written.")
    run.progress.show(call_id, "Prepared the CRM update", "complete")
    if proposal.state is State.PREVIEW:
        why = "Writing is switched off: the card is a preview, and nothing can be approved or written."
        return tool_result(call_id, told(state="preview", known=why))
    return proposal.id


async def keep(proposal: Proposal, place: Place, request: str) -> Proposal:
    """Store a proposal, open for its time, or as a preview while writing is switched off."""
    times = await open_from_until()
    state = State.PENDING if times["until"] else State.PREVIEW
    kept = replace(proposal, made_at=times["now"] or 0.0, expires_at=times["until"] or 0.0, state=state)
    await store_proposal(to_json(kept), place.channel, place.thread, request)
    return kept


@step("withdraw")
async def withdraw(id: str) -> None:
    """A card that nobody can see is open to nobody."""
    here = house()
    proposal = await here.proposals.get(id)
    if proposal:
        at = here.now()
        await here.proposals.decide(expired(replace(proposal, expires_at=at), at, "not shown"))


@step("open from until")
async def open_from_until() -> dict[str, float | None]:
    """Now, and when a proposal of now expires; the latter is None while writing is switched off."""
    settings, now = house().settings, house().now()
    off = settings.chorister_writes == "off"
    return {"now": now, "until": None if off else now + 3600 * settings.chorister_approval_hours}


@step("store proposal")
async def store_proposal(body: dict[str, Any], channel: str, thread: str, request: str) -> None:
    """Keep the proposal with its record, before anybody sees the card."""
    here, proposal = house(), from_json(body)
    await here.proposals.add(proposal)
    detail: dict[str, Any] = {
        "tool": proposal.tool,
        "arguments": proposal.arguments,
        "digest": proposal.digest,
        "request": request,
        "place": {"channel": channel, "thread": thread},
        "evidence": [{"field": c.label, "now": c.now, "quote": c.quote} for c in proposal.changes],
    }
    await here.audit.record(f"proposal:{proposal.id}", "proposed", proposal.asker, here.now(), **detail)


def _impossible(run: Run, call_id: str, why: str) -> Result:
    run.progress.show(call_id, "Preparing the CRM update", "error")
    return tool_result(call_id, told(error=why), is_error=True)


@step("gather evidence")
async def gather_evidence(
    asker: dict[str, Any], meeting: str, configured: bool, attempt: int
) -> dict[str, Any]:
    """The meeting and its qualification as Chorus has them now: the card is made of these, not of Claude's words."""
    here, person = house(), Person.from_json(asker)
    try:
        call = chorus.conversation(
            await here.desk.fetch(Request("conversations", "get", meeting), attempt=attempt)
        )
        note_call(call)
        if not await may_read_call(person, call.conversation_id):
            return {"ok": False, "say": NOT_YOURS}
        request = Request("sales_qualifications", "get", meeting)
        qualification = chorus.qualification(await here.desk.fetch(request, attempt=attempt))
    except NotThere:
        return {"ok": False, "say": "Chorus has no such meeting, or no sales qualification of it yet."}
    except UpstreamError as error:
        return dict(failure(error, "get", attempt=attempt))
    except ValueError as error:
        return {"ok": False, "say": str(error)}
    return {
        "ok": True,
        "meeting": call.model_dump(mode="json", exclude={"utterances"}),
        "qualification": qualification.model_dump(mode="json"),
        "moments": moments(qualification, call.utterances),
        "appended": await _appended() if configured else [],
        "written": await _written({qualification.opportunity_id, call.opportunity_id}),
    }


async def _written(opportunities: set[str | None]) -> dict[str, Any]:
    """What our own writes put into the fields of these opportunities."""
    found: dict[str, Any] = {}
    for opportunity in sorted(o for o in opportunities if o):
        written = await house().proposals.written(opportunity)
        found |= {name: w.value for name, w in written.items()}
    return found


async def _appended() -> list[str]:
    """Plain names of the CRM fields that a write adds to. Without an answer nothing is known, so nothing is claimed."""
    try:
        fields = framework_fields(await house().desk.fetch(Request(*CONFIGURATION)))
    except UpstreamError as error:
        log.warning("the framework's configuration could not be read: %s", error)
        return []
    return [plain_name(n) for f in fields if f.mode == "append" for n in (f.name, f.crm_name or "") if n]


def _proposal(run: Run, call_id: str, ticket: Ticket, meeting: Conversation, drafted: Draft) -> Proposal:
    return Proposal(
        id=proposal_id(run.id, call_id),
        conversation=run.conversation,
        call_id=call_id,
        asker=run.asker.slack_id,
        tool=ticket.offer.name,
        arguments=ticket.arguments,
        changes=drafted.changes,
        made_at=0.0,
        expires_at=0.0,
        meeting_title=meeting.subject or "Untitled call",
        opportunity_id=drafted.opportunity_id,
        opportunity_name=meeting.opportunity_name or drafted.opportunity_id,
        stage=meeting.stage,
        account=meeting.account_name,
        owner_name=meeting.owner_name,
        owner_email=meeting.owner_email,
        owner_id=meeting.owner_id,
    )
