"""The one place that writes to the CRM: an approved proposal, once, with its record before and after."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.durable import step
from bot.proposals.checking import answered
from bot.proposals.evidence import Written, written_to
from bot.proposals.proposal import Proposal, to_json
from bot.store.audit import NotRecorded
from bot.workflows.evidence import catalog_of
from bot.workflows.ground import as_now
from bot.workflows.house import house
from bot.workflows.writing import writing_off
from tools.desk import Outcome, failure
from tools.errors import UpstreamError, UsageError
from tools.receipts import complaints
from tools.requests import Request

log = logging.getLogger(__name__)

NOT_RECORDED = (
    "The record of this write could not be kept, so nothing was sent. Please tell whoever runs Chorister."
)

UNFORESEEN = "Something went wrong on our side while this was being sent."
CONFLICT = 409
"""What Chorus answers where the CRM holds something else than the card said."""
INTERRUPTED = "Chorister was interrupted while it was sending this."
MOVED = "Something that this rests on has changed since it was approved. Ask again for a fresh card."
KEY_LIVES = 20 * 3600.0
"""Seconds for which a request may be repeated under its key; how long Truto knows a key is not documented."""
FRESH = 60.0
"""Seconds after an approval in which its check counts; after that (a crash, a long wait) it is made again."""
BUSY = 5.0
"""Seconds to wait while another card writes the same field."""


@dataclass(frozen=True)
class Past:
    """What earlier attempts at a write came to, by the record alone."""

    began: float | None = None
    """When the first one was sent."""
    count: int = 0
    maybe: str = ""
    """Why one of them may have taken effect although nobody knows; empty if none may."""


@step("write to CRM")
async def write(id: str, channel: str, life: str, attempt: int) -> dict[str, Any]:
    """
    Send exactly the approved changes, and keep what became of them: `proposal` is there once that is known for good. The
    record comes first: without it nothing is sent. After a crash the same key goes out again, which Truto answers without
    writing twice; an answer that was lost is never asked for again by sending. `life`: the process that looked at all the
    card rests on when it was approved; empty where none did.
    """
    proposal = await house().proposals.get(id)
    assert proposal is not None
    if proposal.outcome is not None:  # a crash kept this from being checkpointed
        await _let_go(proposal.id)
        return {"ok": True, "proposal": to_json(proposal)}
    found = await _sent(proposal, channel, attempt, checked=life == house().life)
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
    await _let_go(proposal.id)
    return replace(proposal, outcome=outcome)


async def _let_go(holder: str) -> None:
    """Release what a proposal holds. Should that fail, whoever needs it takes it from one that has its outcome."""
    try:
        await house().claims.release(holder)
    except SQLAlchemyError:
        log.exception("the claims of %s were not released", holder)


async def _claimed(proposal: Proposal) -> bool:
    """Claim the chosen fields; what is held by a proposal that came to its end, or is gone, is taken over."""
    here, record = house(), proposal.opportunity_id
    names = [name for change in proposal.chosen for name in change.names]
    if await here.claims.take(record, names, proposal.id):
        return True
    for holder in await here.claims.holders(record, names):
        other = await here.proposals.get(holder)
        if other is None or other.outcome is not None:
            await here.claims.release(holder)
    return await here.claims.take(record, names, proposal.id)


async def _sent(proposal: Proposal, channel: str, attempt: int, *, checked: bool) -> dict[str, Any]:
    """One attempt: what stands against it, the record, the request, and what its answer means for each field."""
    # As long as the record cannot be read, an earlier attempt or an earlier process may have sent it.
    here, past = house(), Past(maybe=UNFORESEEN if attempt or not checked else "")
    try:
        past = await _past(proposal)
        if past.began and here.now() - past.began > KEY_LIVES:
            return _not_sent(proposal, past, INTERRUPTED)
        why = await _off_or_moved(proposal, channel, past, attempt, checked=checked)
        if why:
            return _not_sent(proposal, past, why)
        if not await _claimed(proposal):
            return _not_sent(proposal, past, TAKEN) | {"retry_in": BUSY, "say": TAKEN}
        late = overtaken(proposal, await here.proposals.written(proposal.opportunity_id))
        if late:
            why = (
                f"Another card has written {', '.join(late)}, or tried to, since this one was checked. "
                "Ask again for a fresh card."
            )
            return _not_sent(proposal, past, why)
        nth = f"{here.life[:8]}:{past.count}"  # another process may be at it too
        payload = proposal.payload((proposal.decision or {})["fields"])
        request = await _request(proposal, payload)
        await _record_decision(proposal)
        await _record(proposal, "write sent", nth, payload=payload)
    except NotRecorded:
        log.exception("the write of %s was not sent", proposal.id)
        return _not_sent(proposal, past, NOT_RECORDED)
    except (UpstreamError, UsageError, ValueError) as error:
        return _not_sent(proposal, past, str(error)) | _passing(error, attempt)
    outcome = await _run(request, proposal.id, attempt)
    await here.audit.note(
        *_row(proposal, "write answered"), key=nth, deal=_deal(proposal), outcome=dict(outcome)
    )
    return _read(proposal, outcome, past)


def _passing(error: Exception, attempt: int) -> dict[str, Any]:
    """When to look again at what the card rests on, where reading it failed for a while only."""
    found = failure(error, "get", attempt=attempt) if isinstance(error, UpstreamError) else {}
    return {k: found[k] for k in ("retry_in", "say", "blame")} if found.get("retry_in") else {}


TAKEN = "Another card is writing the same field at this moment."


async def _run(request: Request, id: str, attempt: int) -> Outcome:
    """Send it. Whatever goes wrong that nobody foresaw: it may have left."""
    try:
        return await house().desk.run(request, key=f"write:{id}", attempt=attempt)
    except Exception:
        log.exception("the write of %s failed", id)
        return Outcome(ok=False, say=UNFORESEEN, retry_in=None, maybe_done=True)


async def _past(proposal: Proposal) -> Past:
    """What the record says of earlier attempts. One without an answer died with its process. Raises NotRecorded."""
    rows = await house().audit.of(f"proposal:{proposal.id}")
    sent = {_attempt(row): float(row["at"]) for row in rows if row["what"] == "write sent"}
    answers = {_attempt(row): row["detail"]["outcome"] for row in rows if row["what"] == "write answered"}
    if not sent:
        return Past()
    doubts = [a["say"] for a in answers.values() if not a["ok"] and a.get("maybe_done")]
    lost = [INTERRUPTED] if sent.keys() - answers.keys() else []
    return Past(min(sent.values()), len(sent), next(iter([*lost, *doubts]), ""))


def _attempt(row: dict[str, Any]) -> str:
    return str(row["key"]).rpartition("|")[2]


def _read(proposal: Proposal, outcome: Outcome, past: Past) -> dict[str, Any]:
    """What an answer means for each field; after an attempt of which nobody knows, a refusal proves nothing."""
    if outcome["ok"]:
        return {"ok": True, "outcome": answered(proposal, "written", "", complaints(outcome["answer"]))}
    say, retry_in = outcome["say"], outcome.get("retry_in")
    if outcome.get("maybe_done") or past.maybe:
        made = answered(proposal, "unverified", say)
    else:
        moved = outcome.get("status") == CONFLICT
        made = answered(proposal, "refused", say, outcome.get("details", {}), moved=moved)
    return {"ok": False, "outcome": made, "say": say, "retry_in": retry_in, "blame": outcome.get("blame")}


def _not_sent(proposal: Proposal, past: Past, why: str) -> dict[str, Any]:
    """This attempt did not leave; an earlier one may have arrived."""
    if past.maybe:
        return {"ok": False, "outcome": answered(proposal, "unverified", past.maybe)}
    return {"ok": False, "outcome": answered(proposal, "refused", why) | {"sent": past.began is not None}}


async def _off_or_moved(
    proposal: Proposal, channel: str, past: Past, attempt: int, *, checked: bool
) -> str | None:
    """What stands against a write that was approved, at the moment it would be sent. Raises UpstreamError."""
    here, decision = house(), proposal.decision or {}
    if await writing_off(decision["by"], channel, proposal.conversation):
        return "Writing was switched off before this was sent."
    is_fresh = checked and here.now() - decision["at"] <= FRESH
    if past.began is None and not is_fresh:
        ticks = [str(n) for n, change in enumerate(proposal.changes) if change in proposal.chosen]
        now, _ = await as_now(proposal, ticks, attempt)
        return MOVED if now is not proposal else None
    return None


def overtaken(proposal: Proposal, written: Iterable[Written]) -> list[str]:
    """Labels of the chosen fields that another card has written since this one was checked and approved."""
    known = (proposal.decision or {}).get("writes", {})
    return [
        c.label
        for c in proposal.chosen
        if (w := written_to(c.names, written)) and w.last > known.get(c.field_name, 0.0)
    ]


async def _request(proposal: Proposal, payload: dict[str, Any]) -> Request:
    offer = (await catalog_of(proposal)).by_name(proposal.tool)
    if offer is None:
        raise UsageError("The write-back tool is gone.")
    return await house().desk.request_now(offer, payload)


async def _record_decision(proposal: Proposal) -> None:
    """The decision itself has to be on record before its effect; it is, unless that row was lost."""
    decision = proposal.decision or {}
    detail = {"verdict": proposal.state.value, "fields": decision["fields"], "digest": decision["digest"]}
    run, by = f"proposal:{proposal.id}", decision["by"]
    await house().audit.record(run, "decided", by, decision["at"], deal=_deal(proposal), **detail)


async def _record(proposal: Proposal, what: str, key: str, **detail: Any) -> None:
    await house().audit.record(*_row(proposal, what), key=key, deal=_deal(proposal), **detail)


def _row(proposal: Proposal, what: str) -> tuple[str, str, str, float]:
    return f"proposal:{proposal.id}", what, (proposal.decision or {})["by"], house().now()


def _deal(proposal: Proposal) -> str | None:
    return proposal.opportunity_id or None
