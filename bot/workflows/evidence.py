"""Reading what a card is made of: the call, its analysis, where its fields go, the rules, and our own earlier writes."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

from bot.durable import step
from bot.people import Attendance, Person, may_read
from bot.proposals.deals import Deal
from bot.proposals.evidence import Evidence, Written, moments
from bot.proposals.field_rules import FieldPolicy, FieldRule
from bot.proposals.proposal import Proposal
from bot.subject import RIGHTS
from bot.workflows.deals import open_deals
from bot.workflows.house import house
from bot.workflows.reading import NOT_YOURS, may_read_call, note_call, note_refused
from bot.workflows.stopping import stoppable
from tools import chorus
from tools.catalog import Catalog
from tools.chorus import Conversation, Qualification
from tools.desk import failure
from tools.errors import NotThere, Refused, UpstreamError
from tools.frameworks import FrameworkField, framework_fields
from tools.policy import CRM_WRITE
from tools.requests import Request

log = logging.getLogger(__name__)

Found = dict[str, Any]
"""ok, and either the evidence as JSON or the sentence that says why there is none; `missing`: no analysis was made yet."""

CONFIGURATION = ("sales_qualification_configuration", "list")
"""Where Chorus says which CRM field an answer goes to, and whether it is appended or overwritten."""

NO_CALL = "Chorus has no such meeting."
ONLY_YOURS = "Only your own Chorus account shows this call; cards run on the shared one."
NO_QUALIFICATION = "Chorus has no sales qualification of this call yet."
WITHOUT_WORDS = "name,owner,participants,account,deal,recording.start_time"
"""The parts of a conversation that are wanted when its transcript is not."""


def is_configured(catalog: Catalog) -> bool:
    """Whether the account offers the framework's configuration."""
    return any((o.tool.resource, o.tool.method) == CONFIGURATION for o in catalog.offers)


@step("gather evidence")
@stoppable
async def gather_evidence(
    asker: dict[str, Any], meeting: str, wrote: list[str], configured: bool, attempt: int
) -> Found:
    """Everything about one call for its first card, with the asker's rights. `wrote`: record ids the asker wrote."""
    person = Person.from_json(asker)
    try:
        call = await _call(meeting, attempt)
        note_call(call)
        if not await may_read_call(person, call.conversation_id):
            await note_refused(person, "/".join(CRM_WRITE), call.conversation_id)
            return {"ok": False, "say": NOT_YOURS, "refused": True}
        qualification = await _qualification(meeting, attempt)
        others = await open_deals(person, call, attempt) if qualification else []
        framework = await _framework(configured, attempt)
    except NotThere:
        return {"ok": False, "say": ONLY_YOURS if await _own_shows(person, meeting, attempt) else NO_CALL}
    except UpstreamError as error:
        return dict(failure(error, "get", attempt=attempt))
    except ValueError as error:
        return {"ok": False, "say": str(error)}
    if qualification is None:
        return {"ok": False, "say": NO_QUALIFICATION, "missing": True}
    return await _found(call, qualification, framework, others, wrote, person.zone)


async def _own_shows(asker: Person, meeting: str, attempt: int) -> bool:
    """Whether the asker's own account shows them a call that the shared one does not."""
    if asker.account is None:
        return False
    read = Request("conversations", "get", meeting, query={"fields": ",".join(RIGHTS)}, account=asker.account)
    try:
        found = Attendance.of(chorus.conversation(await house().desk.fetch(read, attempt=attempt)))
    except (UpstreamError, ValueError):
        return False
    return may_read(asker, found, house().settings.chorister_reading)


async def gather_again(proposal: Proposal, attempt: int) -> dict[str, Evidence]:
    """The evidence of a proposal as it is now, by call, without transcripts. Within a step; raises UpstreamError."""
    configured = is_configured(await catalog_of(proposal))
    reads = [_read_again(meeting.id, attempt) for meeting in proposal.meetings]
    framework, calls = await asyncio.gather(_framework(configured, attempt), asyncio.gather(*reads))
    others = [asdict(deal) for deal in proposal.others]
    return {
        call.conversation_id: evidence_from(
            await _found(call, qualification, framework, others, [proposal.opportunity_id], "UTC")
        )
        for call, qualification in calls
    }


async def _read_again(meeting: str, attempt: int) -> tuple[Conversation, Qualification]:
    read = Request("conversations", "get", meeting, query={"fields": WITHOUT_WORDS})
    answer, qualification = await asyncio.gather(
        house().desk.fetch(read, attempt=attempt), _qualification(meeting, attempt)
    )
    # The shortened conversation need not repeat its own id.
    call = chorus.conversation(answer).model_copy(update={"conversation_id": meeting})
    return call, qualification or Qualification(recording_id=meeting)


async def catalog_of(proposal: Proposal) -> Catalog:
    """The tools a proposal was made with; the live ones if its conversation has been forgotten."""
    held = await house().conversations.get(proposal.conversation)
    return await house().catalog(held.catalog) if held else await house().desk.catalogue()


async def _call(meeting: str, attempt: int) -> Conversation:
    return chorus.conversation(
        await house().desk.fetch(Request("conversations", "get", meeting), attempt=attempt)
    )


async def _qualification(meeting: str, attempt: int) -> Qualification | None:
    """The analysis of a call; None where none was made."""
    request = Request("sales_qualifications", "get", meeting)
    try:
        return chorus.qualification(await house().desk.fetch(request, attempt=attempt))
    except NotThere:
        return None


async def _framework(configured: bool, attempt: int) -> tuple[FrameworkField, ...]:
    """
    Where the fields go. Without the tool, or where the token may not use it, nothing is known of appending, so nothing is
    claimed; an outage is waited out, since an admin's rules hang on the CRM's names.
    """
    if not configured:
        return ()
    try:
        return framework_fields(await house().desk.fetch(Request(*CONFIGURATION), attempt=attempt))
    except (Refused, NotThere) as error:
        log.warning("the framework's configuration may not be read: %s", error)
        return ()


async def _found(
    call: Conversation,
    qualification: Qualification,
    framework: Sequence[FrameworkField],
    others: list[dict[str, Any]],
    also: Sequence[str],
    zone: str,
) -> Found:
    here = house()
    deals = {id for id in (qualification.opportunity_id, call.opportunity_id, *also) if id}
    written = [asdict(w) for deal in sorted(deals) for w in await here.proposals.written(deal)]
    rules = {name: [rule.policy.value, rule.choices] for name, rule in (await here.field_rules.all()).items()}
    start = call.start or qualification.generated_at
    return {
        "ok": True,
        "meeting": call.model_dump(mode="json", exclude={"utterances"}),
        "qualification": qualification.model_dump(mode="json"),
        "moments": moments(qualification, call.utterances),
        "framework": [f.model_dump(mode="json") for f in framework],
        "others": others,
        "written": written,
        "rules": rules,
        "day": start.astimezone(ZoneInfo(zone)).date().isoformat() if start else "",
    }


def evidence_from(found: Found) -> Evidence:
    """Evidence as it was checkpointed."""
    flat, nested = ("names", "added", "unsure", "removed"), ("refused", "told")

    def wrote(w: dict[str, Any]) -> Written:
        deep: dict[str, Any] = {k: tuple(map(tuple, w[k])) for k in nested}
        return Written(**w | {k: tuple(w[k]) for k in flat} | deep)

    return Evidence(
        meeting=Conversation.model_validate(found["meeting"]),
        qualification=Qualification.model_validate(found["qualification"]),
        moments=found["moments"],
        framework=tuple(FrameworkField.model_validate(f) for f in found["framework"]),
        written=tuple(map(wrote, found["written"])),
        rules={name: FieldRule(FieldPolicy(p), tuple(c)) for name, (p, c) in found["rules"].items()},
        others=tuple(Deal(**deal) for deal in found["others"]),
        day=found["day"],
    )
