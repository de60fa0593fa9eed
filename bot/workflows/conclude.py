"""What follows a decision: the card says it, an approved write is sent and looked at, and the run goes on."""

from datetime import timedelta
from functools import partial
from typing import Any

from bot.durable import queue_once, sleep, step
from bot.proposals.checking import GOOD, looked_at, told
from bot.proposals.proposal import Proposal, State, from_json, to_json
from bot.proposals.undoing import landed, taken_back
from bot.slack.text import going_on
from bot.workflows.evidence import gather_again
from bot.workflows.house import house
from bot.workflows.send_write import keep_outcome, write
from bot.workflows.settle import settle, settle_one
from bot.workflows.show_card import card_job, edit_card, placed
from bot.workflows.steps import clock
from bot.workflows.turn import turn
from tools.desk import failure
from tools.errors import UpstreamError

SECOND_LOOK = 20.0
"""Seconds after which a field that the CRM did not show is looked at once more."""


async def conclude(proposal: Proposal, channel: str, ts: str, life: str = "") -> None:
    """
    Do what was decided just now, and take the run up again. `life`: the process that looked whether the card still holds;
    empty where none did.
    """
    if proposal.state is State.APPROVED:
        await _write(proposal, channel, ts, life)
    else:
        await edit_card(proposal.id, channel, ts)
    trigger = {"kind": "decided", "proposal": proposal.id}
    await queue_once(proposal.conversation, f"turn:{proposal.id}", turn, proposal.conversation, trigger)


async def _write(proposal: Proposal, channel: str, ts: str, life: str) -> None:
    async def waiting(pause: float, why: str) -> None:
        say = going_on(why, await clock() + pause)
        await settle_one(card_job(proposal.id, channel, ts, say))

    jobs = (partial(write, proposal.id, channel, life), card_job(proposal.id, channel, ts))
    found, _ = await settle(jobs, waiting)
    done = from_json(found.get("proposal") or await record_outcome(proposal.id, found["outcome"]))
    await edit_card(done.id, channel, ts)
    for pause in (0.0, SECOND_LOOK):
        if not _was_sent(done) or (pause and _all_good(done)):
            break
        if pause:
            await sleep(timedelta(seconds=pause))
        seen = await settle_one(partial(look, proposal.id), attempts=2)
        if seen.get("outcome"):
            done = from_json(await record_outcome(proposal.id, seen["outcome"]))
            await edit_card(done.id, channel, ts)
    if done.undoes and done.status in ("written", "partly"):
        undone = await mark_undone(done.id)
        if undone:
            await edit_card(undone["id"], undone["channel"], undone["ts"])


def _was_sent(proposal: Proposal) -> bool:
    return bool((proposal.outcome or {}).get("sent", True))


def _all_good(proposal: Proposal) -> bool:
    fates = (proposal.outcome or {}).get("fields", {}).values()
    return all(fate["fate"] in GOOD for fate in fates)


@step("look at the CRM")
async def look(id: str, attempt: int) -> dict[str, Any]:
    """Read again what can be read after a write; `outcome` is there if that says more than is known."""
    proposal = await house().proposals.get(id)
    assert proposal is not None
    assert proposal.outcome is not None
    try:
        now = told(proposal.chosen, await gather_again(proposal, attempt))
    except UpstreamError as error:
        return dict(failure(error, "get", attempt=attempt))
    except ValueError as error:
        return {"ok": False, "say": str(error)}
    before = (proposal.decision or {}).get("told", {})
    outcome = looked_at(proposal, proposal.outcome, before, now)
    return {"ok": True, "outcome": outcome if outcome != proposal.outcome else None}


@step("record outcome")
async def record_outcome(id: str, outcome: dict[str, Any]) -> dict[str, Any]:
    """Keep what became of the write; returns the proposal with it."""
    proposal = await house().proposals.get(id)
    assert proposal is not None
    return to_json(await keep_outcome(proposal, outcome))


@step("mark undone")
async def mark_undone(id: str) -> dict[str, Any] | None:
    """Note on the first write that it was taken back; returns it with the place of its card."""
    here = house()
    undo = await here.proposals.get(id)
    assert undo is not None
    original = await here.proposals.get(undo.undoes or "")
    if original is None or original.outcome is None:
        return None
    landed_there = [c for c in original.chosen if landed(original, c)]
    back = {*taken_back(original), *(c.field_name for c in undo.chosen if landed(undo, c))}
    whole = all(c.field_name in back for c in landed_there)
    by = {"by": (undo.decision or {}).get("by"), "at": here.now(), "whole": whole, "fields": sorted(back)}
    await here.proposals.set_outcome(original.id, original.outcome | {"undone": by})
    return await placed(original.id)
