"""Undo on a written card: what still holds our values becomes a proposal to put the old ones back."""

from dataclasses import replace
from functools import partial
from typing import Any

from bot.durable import step, workflow
from bot.proposals.proposal import Proposal, State, for_record, from_json, proposal_id, to_json
from bot.proposals.undoing import notice, undo_of
from bot.slack.text import escape
from bot.workflows.decide import Click, may_click
from bot.workflows.evidence import gather_again
from bot.workflows.house import house
from bot.workflows.settle import settle_one
from bot.workflows.show_card import post_card
from bot.workflows.steps import apologising, telling, whisper
from tools.desk import failure
from tools.errors import UpstreamError

ALREADY = "An undo of this was already asked for; its card stands below."
NOTHING = "Nothing can be put back. "
ALL_BACK = "What was written from this card has been taken back already."


@workflow("undo")
async def undo(id: str, click: Click) -> None:
    """Somebody clicked Undo: a card says what would be put back, and waits like every other."""
    async with apologising(click["channel"], click["thread"], click["user"]):
        allowed = await settle_one(partial(may_click, id, click), telling(click))
        say = None if allowed["ok"] else allowed["say"]
        if allowed["ok"]:
            made = await settle_one(
                partial(propose_undo, id, click | {"who": allowed["who"]}), telling(click)
            )
            say = escape(made["say"]) if made.get("say") else None
            if made.get("proposal"):
                proposal = from_json(made["proposal"])
                shown = await post_card(proposal, click["channel"], click["thread"])
                say = say if shown else "The card could not be shown in Slack. Nothing was written."
        if say:
            await whisper(click["channel"], click["thread"], click["user"], say)


@step("propose undo")
async def propose_undo(id: str, click: Click, attempt: int) -> dict[str, Any]:
    """Store the proposal of an undo with its record, or the sentence that says why there is none."""
    here = house()
    written = await here.proposals.get(id)
    assert written is not None
    earlier = await here.proposals.undoing(id)
    waiting = next((p for p in earlier if p.state is State.PENDING), None)
    if waiting:
        # Its card is posted once, whoever clicks: also where the first click died before that.
        return {"ok": True, "proposal": to_json(waiting), "say": ALREADY}
    try:
        found = undo_of(written, await gather_again(written, attempt))
    except UpstreamError as error:
        return dict(failure(error, "get", attempt=attempt))
    except ValueError as error:
        return {"ok": False, "say": str(error)}
    if not found.changes:
        return {"ok": True, "say": NOTHING + (notice(found) or ALL_BACK)}
    now = here.now()
    proposal = replace(
        written,
        id=proposal_id(id, "undo", str(len(earlier))),
        asker=click["user"],
        changes=found.changes,
        notice=notice(found),
        undoes=id,
        unspoken=(),
        forbidden=(),
        unchanged=(),
        left_out=(),
        paused="",
        others=(),
        page=1,
        pages=1,
        made_at=now,
        expires_at=now + 3600 * here.settings.chorister_approval_hours,
        state=State.PENDING,
        decision=None,
        outcome=None,
    )
    await _keep(proposal, click)
    return {"ok": True, "proposal": to_json(proposal)}


async def _keep(proposal: Proposal, click: Click) -> None:
    here, run = house(), f"proposal:{proposal.id}"
    detail: dict[str, Any] = {
        "undoes": proposal.undoes,
        "tool": proposal.tool,
        "opportunity_name": proposal.opportunity_name,
        "digest": proposal.digest,
        "place": {"channel": click["channel"], "thread": click["thread"]},
        "evidence": for_record(proposal),
        "left_alone": proposal.notice,
    }
    deal = proposal.opportunity_id or None
    await here.audit.record(run, "proposed", click["user"], here.now(), deal=deal, **detail, **click["who"])
    await here.proposals.add(proposal)
