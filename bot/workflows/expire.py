"""By the clock: proposals that nobody decided in time are closed, and approvals that something cut short are finished."""

from datetime import datetime
from typing import Any

from bot.durable import is_running, start_once, step, workflow
from bot.proposals.proposal import expired, from_json, to_json
from bot.workflows.conclude import conclude
from bot.workflows.house import house

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
    result = await settle_expiry(id)
    if result["fresh"]:
        await conclude(from_json(result["proposal"]), result["channel"], result["card"], {})


@workflow("finish")
async def finish(id: str) -> None:
    """Do what was approved; the write's own key and record keep it from happening twice."""
    found = await where(id)
    if found["card"]:
        await conclude(from_json(found["proposal"]), found["channel"], found["card"], {})


@step("settle expiry")
async def settle_expiry(id: str) -> dict[str, Any]:
    """Expire a proposal unless somebody decided it first."""
    here = house()
    proposal = await here.proposals.get(id)
    assert proposal is not None
    after = expired(proposal, here.now(), EXPIRY)
    if after is not proposal and await here.proposals.decide(after):
        run, deal = f"proposal:{id}", proposal.opportunity_id or None
        await here.audit.note(run, "expired", "chorister", here.now(), deal=deal)
    found = await _where(id)
    return found | {"fresh": found["token"] == EXPIRY and found["card"] is not None}


@step("where the card is")
async def where(id: str) -> dict[str, Any]:
    return await _where(id)


async def _where(id: str) -> dict[str, Any]:
    """A proposal as it is now, with the place of its card."""
    here = house()
    proposal, post = await here.proposals.get(id), await here.posts.get(f"card:{id}")
    assert proposal is not None
    return {
        "proposal": to_json(proposal),
        "token": (proposal.decision or {}).get("token"),
        "channel": post and post.channel,
        "card": post and post.ts,
    }
