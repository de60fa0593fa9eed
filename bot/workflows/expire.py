"""By the clock: proposals that nobody decided in time are closed, and approvals that something cut short are finished."""

from datetime import datetime
from typing import Any

from bot.durable import is_running, start_once, step, workflow
from bot.proposals.proposal import expired, from_json
from bot.workflows.conclude import conclude
from bot.workflows.house import house
from bot.workflows.show_card import placed

EXPIRY = "expiry"
"""What a decision by the clock carries in place of a click."""
STALE = 120.0
"""Seconds after which an approval without an outcome is looked at: its story may have broken off."""


@workflow("expire proposals")
async def expire_overdue(at: datetime, context: object) -> None:
    """Every few minutes: close what is overdue, and finish what was approved and then forgotten by a failure."""
    for id in await overdue():
        await start_once(f"expire:{id}", expire, id)
    for id in await left_over():
        await start_once(f"finish:{id}", finish, id)


@step("overdue proposals")
async def overdue() -> list[str]:
    return await house().proposals.overdue(house().now())


@step("left over approvals")
async def left_over() -> list[str]:
    """Ids of approved proposals whose story ended without an outcome, such as after a failure of the database."""
    here = house()
    found = []
    for proposal in await here.proposals.unfinished(here.now() - STALE):
        token = (proposal.decision or {}).get("token", "")
        if not await is_running(f"decide:{proposal.id}:{token}"):
            found.append(proposal.id)
    return found


@workflow("expire")
async def expire(id: str) -> None:
    """Close one proposal whose time is up, say so on its card, and let the run go on."""
    await _conclude(await settle_expiry(id))


@workflow("finish")
async def finish(id: str) -> None:
    """Do what was approved; the write's own key and record keep it from happening twice."""
    await _conclude(await where(id))


async def _conclude(card: dict[str, Any] | None) -> None:
    if card:
        await conclude(from_json(card["proposal"]), card["channel"], card["ts"], {})


@step("settle expiry")
async def settle_expiry(id: str) -> dict[str, Any] | None:
    """Expire a proposal unless somebody decided it first; returns it with the place of its card if it was us."""
    here = house()
    proposal = await here.proposals.get(id)
    assert proposal is not None
    after = expired(proposal, here.now(), EXPIRY)
    if after is not proposal and await here.proposals.decide(after):
        run, deal = f"proposal:{id}", proposal.opportunity_id or None
        await here.audit.note(run, "expired", "chorister", here.now(), deal=deal)
    now = await here.proposals.get(id)
    ours = now is not None and (now.decision or {}).get("token") == EXPIRY
    return await placed(now) if now and ours else None


@step("where the card is")
async def where(id: str) -> dict[str, Any] | None:
    """A proposal as it is now, with the place of its card."""
    proposal = await house().proposals.get(id)
    return await placed(proposal) if proposal else None
