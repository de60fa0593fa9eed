"""Looking through the recent calls of deals for red-flag words: each call once, the newest first, as far as tokens go."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from bot.durable import step
from bot.risk.assembly import with_flags
from bot.risk.facts import Call, Deal, RedFlag
from bot.workflows.house import house
from bot.workflows.red_flags import look_for_flags
from bot.workflows.settle import Result, settle

TOGETHER = 4
"""Calls that are looked through side by side."""
PATIENCE = 2
"""Attempts at one call: the next digest looks again."""


async def look_through(
    deals: Sequence[Deal], days: float, now: datetime, tokens: int, user: str
) -> list[Deal]:
    """The deals with the red-flag words of their recent calls, as far as the tokens went. `user`: on whose behalf."""
    recent = {
        deal.id: [c for c in deal.recorded if (now - c.at).total_seconds() <= days * 86_400] for deal in deals
    }
    calls = {call.id: call for found in recent.values() for call in found}
    known = await known_flags(sorted(calls))
    left = sorted((c for c in calls.values() if c.id not in known), key=lambda c: (-c.at.timestamp(), c.id))
    for n in range(0, len(left), TOGETHER):
        if tokens <= 0:
            break
        part = left[n : n + TOGETHER]
        jobs = [partial(look_for_flags, call.id, user) for call in part]
        tried: list[Result] = []
        results = await settle(jobs, attempts=PATIENCE, each=tried.append)
        tokens -= sum(int(found.get("tokens", 0)) for found in tried)
        for call, found in zip(part, results, strict=True):
            if found["ok"]:
                known[call.id] = found["flags"]
                await keep_flags(call.id, found["flags"])
        if not any(found["ok"] or found.get("missing") for found in results):
            break  # nobody answers: the digest does not wait for that
    flags = {id: [_flag(calls[id], data) for data in found] for id, found in known.items()}
    return [with_flags(deal, flags, [call.id for call in recent[deal.id]]) for deal in deals]


@step("known red flags")
async def known_flags(calls: list[str]) -> dict[str, list[dict[str, Any]]]:
    """What was found in those of the calls that were looked through before."""
    return await house().flags.of(calls)


@step("keep red flags")
async def keep_flags(call: str, flags: list[dict[str, Any]]) -> None:
    """Remember that a call was looked through, and the quotes that were found."""
    await house().flags.keep(call, flags, house().now())


def _flag(call: Call, data: dict[str, Any]) -> RedFlag:
    return RedFlag(
        data["kind"], data["quote"], data["speaker"], call.id, call.at, data["offset"], url=call.url
    )
