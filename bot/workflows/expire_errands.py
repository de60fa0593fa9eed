"""By the clock: errands that nobody decided in time are closed, and approved ones that something cut short are finished."""

from datetime import datetime
from typing import Any

from bot.durable import start_once, step, was_started, workflow
from bot.errands.errand import Errand, expired, from_json, to_json
from bot.workflows.conclude_errand import conclude_errand, turn_of
from bot.workflows.expire import EXPIRIES, EXPIRY, FINISHES, STALE, is_being_finished
from bot.workflows.house import house
from bot.workflows.show_errand import placed_errand

RECENT = 86_400.0
"""Seconds after its decision in which an errand is looked at that is known to have ended, and of which no turn was told."""


@workflow("expire errands")
async def expire_errands(at: datetime, context: object) -> None:
    """Every few minutes: close what is overdue, and finish what was decided and then forgotten by a failure."""
    for id in await overdue_errands():
        await start_once(f"expire errand:{id}:{int(at.timestamp() // EXPIRIES)}", expire_errand, id)
    now = int(at.timestamp() // FINISHES)
    for id in await left_over_errands(now):
        await start_once(f"finish errand:{id}:{now}", finish_errand, id)


@step("overdue errands")
async def overdue_errands() -> list[str]:
    return [errand.id for errand in await house().errands.overdue(house().now())]


@step("left over errands")
async def left_over_errands(now: int) -> list[str]:
    """Ids of decided errands whose story broke off; those still being finished are left to that."""
    here = house()
    until = here.now() - STALE
    found = {errand.id: errand for errand in await here.errands.unfinished(until)}
    for errand in await here.errands.decided_between(until - RECENT, until):
        if not await was_started(turn_of(errand.id)):
            found[errand.id] = errand
    left = []
    for errand in found.values():
        token, of = (errand.decision or {}).get("token", ""), f"errand:{errand.id}"
        if not await is_being_finished(f"decide {of}", f"finish {of}", token, now):
            left.append(errand.id)
    return left


@workflow("expire errand")
async def expire_errand(id: str) -> None:
    """Close one errand whose time is up, say so on its card, and let the run go on."""
    await _conclude(await settle_errand_expiry(id))


@workflow("finish errand")
async def finish_errand(id: str) -> None:
    """Do what was approved; its record keeps it from happening twice."""
    await _conclude(await where_errand_is(id))


async def _conclude(card: dict[str, Any] | None) -> None:
    if card:
        await conclude_errand(from_json(card["errand"]), card["channel"], card["ts"])


@step("settle errand expiry")
async def settle_errand_expiry(id: str) -> dict[str, Any] | None:
    """Expire an errand unless somebody decided it first; returns it with the place of its card if it was us."""
    here = house()
    errand = await here.errands.get(id)
    assert errand is not None
    after = expired(errand, here.now(), EXPIRY)
    if after is not errand and await here.errands.decide(after):
        await here.audit.note(f"errand:{id}", "expired", "chorister", here.now())
    now = await here.errands.get(id)
    ours = now is not None and (now.decision or {}).get("token") == EXPIRY
    return await _where(now) if now and ours else None


@step("where the errand is")
async def where_errand_is(id: str) -> dict[str, Any] | None:
    """An errand as it is now, with the place of its card."""
    errand = await house().errands.get(id)
    return await _where(errand) if errand else None


async def _where(errand: Errand) -> dict[str, Any] | None:
    card = await placed_errand(errand.id)
    return card | {"errand": to_json(errand)} if card else None
