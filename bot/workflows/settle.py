"""Trying again, durably: what may pass is waited out in the workflow, never inside a step."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from bot.durable import sleep

ATTEMPTS = 6
LONGEST = 900.0
"""Seconds of waiting for one thing before a run gives up and says so."""

Result = dict[str, Any]
Job = Callable[[int], Awaitable[Result]]
"""One step, given the number of the attempt. It returns a dict whose retry_in says that trying again may help."""

Notice = Callable[[float, str], Awaitable[None] | None]
"""Told before each wait: the seconds, and the sentence that explains them. It may say so in Slack, as a step."""


async def settle(
    jobs: Sequence[Job],
    notice: Notice | None = None,
    attempts: int = ATTEMPTS,
    each: Callable[[Result], object] = lambda _: None,
) -> list[Result]:
    """
    Run jobs side by side until each has succeeded or failed for good. Those that wait are repeated together in rounds:
    the engine replays steps by position, so their order must not depend on who was ready first. `each` is told of every
    attempt's outcome, also of those that are repeated.
    """
    results = list(await asyncio.gather(*(job(0) for job in jobs)))
    for result in results:
        each(result)
    waited = 0.0
    for attempt in range(1, attempts):
        again = [i for i, result in enumerate(results) if result.get("retry_in") is not None]
        if not again:
            break
        pause, why = max((float(results[i]["retry_in"]), str(results[i].get("say", ""))) for i in again)
        waited += pause
        if waited > LONGEST:
            break
        said = notice(pause, why) if notice else None
        if said is not None:
            await said
        await sleep(timedelta(seconds=pause))
        fresh = await asyncio.gather(*(jobs[i](attempt) for i in again))
        for i, result in zip(again, fresh, strict=True):
            each(result)
            results[i] = result
    return results


async def settle_one(job: Job, notice: Notice | None = None, attempts: int = ATTEMPTS) -> Result:
    """Run one job until it has succeeded or failed for good."""
    return (await settle([job], notice, attempts))[0]
