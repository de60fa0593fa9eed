"""The one place that writes to the CRM: an approved proposal, once, with its record before and after."""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from bot.durable import step
from bot.proposals.checking import answered
from bot.proposals.evidence import Written, written_to
from bot.proposals.proposal import Proposal, to_json
from bot.store.audit import NotRecorded
from bot.workflows.evidence import catalog_of
from bot.workflows.house import house
from bot.workflows.writing import writing_off
from tools.catalog import request_for
from tools.desk import Outcome
from tools.errors import UpstreamError, UsageError
from tools.receipts import complaints
from tools.requests import Request

log = logging.getLogger(__name__)

NOT_RECORDED = (
    "The record of this write could not be kept, so nothing was sent. Please tell whoever runs Chorister."
)

CONFLICT = 409
"""What Chorus answers where the CRM holds something else than the card said."""
INTERRUPTED = "Chorister was interrupted while it was sending this."
KEY_LIVES = 20 * 3600.0
"""Seconds for which a request may be repeated under its key; how long Truto knows a key is not documented."""


@step("write to CRM")
async def write(id: str, channel: str, attempt: int) -> dict[str, Any]:
    """
    Send exactly the approved changes, and keep what became of them: `proposal` is there once that is known for good. The
    record comes first: without it nothing is sent. After a crash the same key goes out again, which Truto answers without
    writing twice; an answer that was lost is never asked for again by sending.
    """
    proposal = await house().proposals.get(id)
    assert proposal is not None
    if proposal.outcome is not None:  # a crash kept this from being checkpointed
        return {"ok": True, "proposal": to_json(proposal)}
    found = await _sent(proposal, channel, attempt)
    if found.get("retry_in") is None:
        found["proposal"] = to_json(await keep_outcome(proposal, found["outcome"]))
    return found


async def keep_outcome(proposal: Proposal, outcome: dict[str, Any]) -> Proposal:
    """Keep what became of a write, with its record; returns the proposal with it. Within a step."""
    here = house()
    await here.proposals.set_outcome(proposal.id, outcome)
    fates = {name: fate["fate"] for name, fate in outcome["fields"].items()}
    detail: dict[str, Any] = {"status": outcome["status"], "fields": fates}
    row = (f"proposal:{proposal.id}", "outcome", "chorister", here.now())
    await here.audit.note(*row, key=f"{outcome['status']}:{fates}", deal=_deal(proposal), **detail)
    return replace(proposal, outcome=outcome)


async def _sent(proposal: Proposal, channel: str, attempt: int) -> dict[str, Any]:
    here = house()
    payload = proposal.payload((proposal.decision or {})["fields"])
    try:
        lost, why = await asyncio.gather(_unanswered(proposal), _why_not(proposal, channel))
        if lost and (why or here.now() - lost > KEY_LIVES):
            return {"ok": False, "outcome": answered(proposal, "unverified", INTERRUPTED)}
        if why:
            return _not_sent(proposal, why)
        request = await _request(proposal, payload)
        await _record(proposal, "write sent", attempt, payload=payload)
    except NotRecorded:
        log.exception("the write of %s was not sent", proposal.id)
        return _not_sent(proposal, NOT_RECORDED)
    except (UpstreamError, UsageError) as error:
        return _not_sent(proposal, str(error))
    outcome = await here.desk.run(request, key=f"write:{proposal.id}", attempt=attempt)
    await here.audit.note(
        *_row(proposal, "write answered"), key=str(attempt), deal=_deal(proposal), outcome=dict(outcome)
    )
    return _read(proposal, outcome)


async def _unanswered(proposal: Proposal) -> float | None:
    """When an attempt began of which nobody knows how it ended: the process died over it."""
    rows = await house().audit.of(f"proposal:{proposal.id}")
    answers = {row["key"].rpartition("|")[2] for row in rows if row["what"] == "write answered"}
    sent = (row for row in rows if row["what"] == "write sent")
    return next((float(r["at"]) for r in sent if r["key"].rpartition("|")[2] not in answers), None)


def _read(proposal: Proposal, outcome: Outcome) -> dict[str, Any]:
    """What an answer means for each field."""
    if outcome["ok"]:
        return {"ok": True, "outcome": answered(proposal, "written", "", complaints(outcome["answer"]))}
    say, retry_in = outcome["say"], outcome.get("retry_in")
    if outcome.get("maybe_done") and retry_in is None:
        return {"ok": False, "outcome": answered(proposal, "unverified", say)}
    moved = outcome.get("status") == CONFLICT
    made = answered(proposal, "refused", say, outcome.get("details", {}), moved=moved)
    return {"ok": False, "outcome": made, "say": say, "retry_in": retry_in}


def _not_sent(proposal: Proposal, why: str) -> dict[str, Any]:
    return {"ok": False, "outcome": answered(proposal, "refused", why) | {"sent": False}}


async def _why_not(proposal: Proposal, channel: str) -> str | None:
    """What stands against a write that was approved, at the moment it would be sent."""
    here, by = house(), (proposal.decision or {})["by"]
    off, written, others = await asyncio.gather(
        writing_off(by, channel),
        here.proposals.written(proposal.opportunity_id),
        here.proposals.being_written(proposal.opportunity_id),
    )
    if off:
        return "Writing was switched off before this was sent."
    late = [*overtaken(proposal, written), *busy(proposal, others)]
    if late:
        return f"Another card has written {', '.join(late)} since this one was checked. Ask again for a fresh card."
    return None


def overtaken(proposal: Proposal, written: Iterable[Written]) -> list[str]:
    """Labels of the chosen fields that another card has written since this one was checked and approved."""
    known = (proposal.decision or {}).get("writes", {})
    return [
        c.label
        for c in proposal.chosen
        if (w := written_to(c.names, written)) and w.at > known.get(c.field_name, 0.0)
    ]


def busy(proposal: Proposal, others: Iterable[Proposal]) -> list[str]:
    """Labels of the chosen fields that a card approved before this one is writing at this moment."""
    first = [other for other in others if _turn(other) < _turn(proposal)]
    return [c.label for c in proposal.chosen if any(c.is_field(o.names) for p in first for o in p.chosen)]


def _turn(proposal: Proposal) -> tuple[float, str]:
    return (proposal.decision or {}).get("at", 0.0), proposal.id


async def _request(proposal: Proposal, payload: dict[str, Any]) -> Request:
    offer = (await catalog_of(proposal)).by_name(proposal.tool)
    if offer is None:
        raise UsageError("The write-back tool is gone.")
    return request_for(offer, payload)


async def _record(proposal: Proposal, what: str, attempt: int, **detail: Any) -> None:
    await house().audit.record(*_row(proposal, what), key=str(attempt), deal=_deal(proposal), **detail)


def _row(proposal: Proposal, what: str) -> tuple[str, str, str, float]:
    return f"proposal:{proposal.id}", what, (proposal.decision or {})["by"], house().now()


def _deal(proposal: Proposal) -> str | None:
    return proposal.opportunity_id or None
