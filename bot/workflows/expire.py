"""By the clock: proposals that nobody decided in time are closed, and approvals that something cut short are finished."""

from datetime import datetime
from typing import Any

from bot.durable import is_running, start_once, step, workflow
from bot.proposals.proposal import Proposal, expired, from_json, to_json
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
    # A later round has keys of its own: what one could not do is not left undone.
    for id in await overdue():
        await start_once(f"expire:{id}:{_round(at, EXPIRIES)}", expire, id)
    for id in await left_over(_round(at, FINISHES)):
        await start_once(f"finish:{id}:{_round(at, FINISHES)}", finish, id)


EXPIRIES, FINISHES = 300.0, 3600.0
"""Seconds after which a card that could not be closed, and an approval that could not be finished, is tried again."""


def _round(at: datetime, seconds: float) -> int:
    return int(at.timestamp() // seconds)


@step("overdue proposals")
async def overdue() -> list[str]:
    return await house().proposals.overdue(house().now())


@step("left over approvals")
async def left_over(now: int) -> list[str]:
    """
    Ids of approved proposals whose story ended without an outcome, such as after a failure of the database. `now`: the
    round; one that this round or the last one is still finishing is left to it.
    """
    here = house()
    found = []
    for proposal in await here.proposals.unfinished(here.now() - STALE):
        token = (proposal.decision or {}).get("token", "")
        if not await is_being_finished(f"decide:{proposal.id}", f"finish:{proposal.id}", token, now):
            found.append(proposal.id)
    return found


async def is_being_finished(decide: str, finish: str, token: str, now: int) -> bool:
    """Whether the story of the click, or one that finishes it in this round or the last, is still at it; by their keys."""
    stories = [f"{decide}:{token}", *(f"{finish}:{n}" for n in (token, now - 1, now))]
    return any([await is_running(story) for story in stories])


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
        await conclude(from_json(card["proposal"]), card["channel"], card["ts"])


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
    return await _where(now) if now and ours else None


@step("where the card is")
async def where(id: str) -> dict[str, Any] | None:
    """A proposal as it is now, with the place of its card."""
    proposal = await house().proposals.get(id)
    return await _where(proposal) if proposal else None


async def _where(proposal: Proposal) -> dict[str, Any] | None:
    card = await placed(proposal.id)
    return card | {"proposal": to_json(proposal)} if card else None
