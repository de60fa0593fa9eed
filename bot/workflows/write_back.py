"""Writing calls to the CRM: their fields become a proposal, one card for each deal; nothing is sent before a click."""

import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

from bot.durable import step
from bot.people import Attendance
from bot.proposals.deals import Deal
from bot.proposals.drafting import Draft, draft
from bot.proposals.evidence import Evidence
from bot.proposals.merging import merged
from bot.proposals.proposal import (
    Meeting,
    Proposal,
    State,
    body_of,
    closed,
    for_record,
    from_json,
    proposal_id,
    to_json,
)
from bot.proposals.shown import paged
from bot.proposals.targeting import Impossible, is_known, is_linked, named_in
from bot.risk.gaps import text_of
from bot.slack import audience_words as words
from bot.slack.switch_words import in_plain_words
from bot.store.audit import NotRecorded
from bot.workflows.audience import place_for, refuse
from bot.workflows.evidence import evidence_from, gather_evidence, is_configured
from bot.workflows.generate import offer_generation
from bot.workflows.house import house
from bot.workflows.opening import STOPPED
from bot.workflows.run import Result, Run, tool_result
from bot.workflows.settle import settle
from bot.workflows.show_card import edit_card, placed, post_card
from bot.workflows.steps import post
from bot.workflows.stopping import Stopped, go_on
from bot.workflows.writing import writing_off
from tools.desk import Ticket, quoting, told

log = logging.getLogger(__name__)

NOT_SHOWN = "The card could not be shown in Slack. Nothing was written."
NOT_RECORDED = "The record of this proposal could not be kept, so no card was shown. Nothing was written."

Call = tuple[str, Ticket]
"""Claude's call of the write-back tool: its id, and the ticket it got at the desk."""


@dataclass(frozen=True)
class Source:
    """One call of the write-back tool with what it came to."""

    call_id: str
    ticket: Ticket
    evidence: Evidence
    draft: Draft


async def propose(run: Run, calls: Sequence[Call]) -> dict[str, list[str] | Result]:
    """Answer Claude's write-backs of one round: each with the ids of its open proposals, or with the reason for none."""
    run.progress.show("propose", "Preparing the CRM update", "in_progress")
    answers: dict[str, list[str] | Result] = {}
    sources: list[Source] = []
    for (call_id, ticket), found in zip(calls, await _gather(run, calls), strict=True):
        made = await _drafted(run, ticket, found)
        if found.get("refused"):
            await refuse(run)
        if isinstance(made, str):
            # The reason may be the vendor's own words, or hold the name of a field or a deal.
            answers[call_id] = tool_result(call_id, quoting(error=made), is_error=True)
        else:
            sources.append(Source(call_id, ticket, *made))
    for group in _by_deal(sources):
        shown = await _shown(run, group)
        for source in group:
            answers[source.call_id] = shown if isinstance(shown, list) else shown(source.call_id)
    good = any(isinstance(answer, list) for answer in answers.values())
    said = "Prepared the CRM update" if good else "No CRM update could be prepared"
    run.progress.show("propose", said, "complete" if good else "error")
    return answers


async def _gather(run: Run, calls: Sequence[Call]) -> list[dict[str, Any]]:
    configured, asker = is_configured(run.catalog), run.asker.to_json()
    meetings = [text_of(body_of(ticket.arguments).get("meeting_id")) for _, ticket in calls]
    jobs = [partial(gather_evidence, asker, m, sorted(run.deals), configured) for m in meetings]
    found = await settle(jobs, run.notice)
    run.resumed()
    return found


async def _drafted(run: Run, ticket: Ticket, found: dict[str, Any]) -> tuple[Evidence, Draft] | str:
    """The draft of one call, or the sentence that says why there is none."""
    if not found["ok"]:
        meeting = text_of(body_of(ticket.arguments).get("meeting_id"))
        offered = await offer_generation(run, meeting) if found.get("missing") else None
        return offered or str(found["say"])
    evidence = evidence_from(found)
    asked = await asked_before(run.conversation, evidence.meeting.conversation_id)
    wrote = {*run.deals, *named_in(run.request, [Deal(**deal) for deal in asked])}
    made = draft(ticket.arguments, evidence, sorted(wrote))
    return made.why if isinstance(made, Impossible) else (evidence, made)


@step("asked before")
async def asked_before(conversation: str, meeting: str) -> list[dict[str, Any]]:
    """The deals that a card of this conversation offered for a call: a person's words may name one of them by now."""
    cards = await house().proposals.of(conversation)
    asked = [p for p in cards if not p.opportunity_id and meeting in [m.id for m in p.meetings]]
    return [asdict(deal) for deal in {d.id: d for p in asked for d in p.others}.values()]


def _by_deal(sources: Sequence[Source]) -> list[list[Source]]:
    """One group for each deal and person who decides, its newest call first. Calls without a deal stand alone."""
    groups: dict[tuple[str, ...], list[Source]] = {}
    newest = sorted(sources, key=lambda s: s.evidence.day, reverse=True)
    for source in newest:
        meeting, deal = source.evidence.meeting, source.draft.deal
        owner = meeting.owner_id or meeting.owner_email or meeting.conversation_id
        key = (deal.id[:15], owner) if deal else (meeting.conversation_id,)
        groups.setdefault(key, []).append(source)
    return list(groups.values())


async def _shown(run: Run, group: list[Source]) -> Any:
    """The same as _show, for a run that may be stopped between two cards: what stands in Slack by then stays open."""
    try:
        await go_on()
        return await _show(run, group)
    except Stopped:
        return partial(tool_result, content=told(error=STOPPED), is_error=True)


async def _show(run: Run, group: list[Source]) -> Any:
    """The ids of the cards of one deal; or, where nothing waits for a person, what makes the result for a call's id."""
    place = await place_for(run, [Attendance.of(source.evidence.meeting) for source in group])
    if place is None:
        return partial(tool_result, content=told(error=NOT_SHOWN), is_error=True)
    kept = [await keep(p, run, place.channel) for p in _proposals(run, group)]
    proposals = [p for p in kept if p]
    if len(proposals) < len(kept):
        return partial(tool_result, content=told(error=NOT_RECORDED), is_error=True)
    for proposal in proposals:
        if not await post_card(proposal, place.channel, place.thread):
            for gone in await withdraw([p.id for p in proposals]):
                await edit_card(gone["id"], gone["channel"], gone["ts"])
            return partial(tool_result, content=told(error=NOT_SHOWN), is_error=True)
    if place != run.place:
        said = words.shown(run.asker.slack_id)
        await post(f"card:{proposals[0].id}:privately", run.place.channel, run.place.thread, *said)
    for old in await overtake([p.id for p in proposals]):
        await edit_card(old["id"], old["channel"], old["ts"])
    if proposals[0].state is State.PREVIEW:
        why = f"{in_plain_words(proposals[0].paused)} The card is a preview: nothing can be approved or written from it."
        return partial(tool_result, content=told(state="preview", known=why))
    return [proposal.id for proposal in proposals]


def _proposals(run: Run, group: list[Source]) -> list[Proposal]:
    """The proposal of a deal, in as many pages as it needs."""
    lead, drafted = group[0], merged([source.draft for source in group])
    meeting, deal = lead.evidence.meeting, drafted.deal
    pages = paged(drafted.changes)
    calls = [source.evidence.meeting for source in group]
    linked = deal is not None and is_linked(lead.evidence, deal.id)
    # A deal that a person named, and Chorus does not show, may be another account's.
    ours = deal is None or is_known(lead.evidence, deal.id)
    return [
        Proposal(
            id=proposal_id(run.id, lead.call_id, str(n)),
            conversation=run.conversation,
            call_id=lead.call_id,
            asker=run.asker.slack_id,
            tool=lead.ticket.offer.name,
            arguments=lead.ticket.arguments,
            changes=page,
            made_at=0.0,
            expires_at=0.0,
            meetings=tuple(Meeting(m.conversation_id, m.subject or "Untitled call") for m in calls),
            opportunity_id=deal.id if deal else "",
            opportunity_name=(deal.name or deal.id) if deal else "",
            stage=deal.stage if deal else None,
            account=meeting.account_name if ours else None,
            owner_name=meeting.owner_name,
            owner_email=meeting.owner_email,
            owner_id=meeting.owner_id,
            others=drafted.others,
            unspoken=drafted.unspoken if n == len(pages) else (),
            forbidden=drafted.forbidden if n == len(pages) else (),
            unchanged=drafted.unchanged if n == len(pages) else (),
            is_linked=linked,
            page=n,
            pages=len(pages),
        )
        for n, page in enumerate(pages, start=1)
    ]


async def keep(proposal: Proposal, run: Run, channel: str) -> Proposal | None:
    """
    Store a proposal, open for its time, or as a preview while writing is switched off; None without its record. `channel`:
    where its card will stand.
    """
    about = {
        "request": run.request,
        "turn": run.id,
        "place": {"channel": run.place.channel, "thread": run.place.thread},
        "asker_name": run.asker.name,
        "asker_email": run.asker.email,
    }
    kept = await store_proposal(to_json(proposal), channel, about)
    return from_json(kept) if kept else None


@step("store proposal")
async def store_proposal(body: dict[str, Any], channel: str, about: dict[str, Any]) -> dict[str, Any] | None:
    """Keep the proposal with its record, before anybody sees the card; None where the record cannot be kept."""
    here, proposal, now = house(), from_json(body), house().now()
    off = await writing_off(proposal.asker, channel, proposal.conversation)
    until = now if off else now + 3600 * here.settings.chorister_approval_hours
    calls = tuple(replace(call, url=here.links.get(call.id) or "") for call in proposal.meetings)
    kept = replace(proposal, made_at=now, expires_at=until, meetings=calls)
    if off:
        kept = replace(kept, state=State.PREVIEW, paused=off)
    detail: dict[str, Any] = {
        "tool": proposal.tool,
        "arguments": proposal.arguments,
        "opportunity_name": proposal.opportunity_name,
        "digest": kept.digest,
        "evidence": for_record(proposal),
    }
    run, deal = f"proposal:{proposal.id}", proposal.opportunity_id or None
    try:
        await here.audit.record(run, "proposed", proposal.asker, now, deal=deal, **detail, **about)
    except NotRecorded:
        log.exception("the proposal %s was not shown", proposal.id)
        return None
    await here.proposals.add(kept)
    return to_json(kept)


@step("overtake")
async def overtake(ids: list[str]) -> list[dict[str, Any]]:
    """Close the open cards of the same call and conversation whose every field stands on these newer ones."""
    here = house()
    newer = [p for id in ids if (p := await here.proposals.get(id))]
    names = {name for p in newer for c in p.changes for name in c.names}
    gone = []
    for old in await here.proposals.of(newer[0].conversation):
        again = old.id not in ids and old.meetings[0].id == newer[0].meetings[0].id
        covered = all(c.is_field(names) for c in old.changes)
        if old.state is not State.PENDING or old.undoes or not again or not covered:
            continue
        settled = closed(old, here.now(), f"by {ids[0]}", "A newer card of this call stands below.")
        if await here.proposals.decide(settled):
            run, deal = f"proposal:{old.id}", old.opportunity_id or None
            await here.audit.note(run, "overtaken", "chorister", here.now(), deal=deal, by=ids[0])
            gone.append(await placed(old.id))
    return [card for card in gone if card]


@step("withdraw")
async def withdraw(ids: list[str]) -> list[dict[str, Any]]:
    """A card that nobody can see is open to nobody, and its other pages with it; returns where those stand."""
    here, gone = house(), []
    for id in ids:
        proposal = await here.proposals.get(id)
        say = "Not all of it could be shown in Slack."
        if proposal and await here.proposals.decide(closed(proposal, here.now(), "not shown", say)):
            run, deal = f"proposal:{id}", proposal.opportunity_id or None
            await here.audit.note(run, "withdrawn", "chorister", here.now(), deal=deal)
            gone.append(await placed(id))
    return [card for card in gone if card]
