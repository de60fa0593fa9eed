"""Trying again, durably: what may pass is waited out in the workflow, never inside a step."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from itertools import count
from typing import Any

from bot.watched import watch
from bot.workflows.stopping import Stopped, rest
from tools.rate import IN_LINE, LONG

ATTEMPTS = 6
LONGEST = 900.0
"""Seconds of waiting for one thing before a run gives up and says so."""

TOO_LONG = "That is too long to wait for here; please ask again then."

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
    attempt's outcome, also of those that are repeated. What would wait longer than LONGEST keeps nobody else waiting. Raises
    Stopped where somebody stopped the run.
    """
    rounds, waited = _Rounds(jobs, each), 0.0
    await rounds.run(range(len(jobs)), 0)
    for attempt in count(1):
        again = rounds.unsettled(attempts, waited)
        if not again or attempts == 1:
            break
        pause, why = max(
            (float(r["retry_in"]), str(r.get("say", ""))) for r in (rounds.results[i] for i in again)
        )
        waited += pause
        said = notice(pause, why) if notice else None
        if said is not None:
            await said
        longest = max((rounds.results[i] for i in again), key=lambda found: float(found["retry_in"]))
        with watch().waiting(_whose(longest)):
            is_stopped = await rest(pause)
        if is_stopped:
            raise Stopped(rounds.results[again[0]])
        await rounds.run(again, attempt)
    return [_given_up(rounds.results[i]) for i in range(len(jobs))]


class _Rounds:
    """Jobs side by side: what each came to so far, and how often it was really tried."""

    def __init__(self, jobs: Sequence[Job], each: Callable[[Result], object]) -> None:
        self._jobs, self._each = jobs, each
        self.results: dict[int, Result] = {}
        self._tries = [0] * len(jobs)

    async def run(self, those: Sequence[int], attempt: int) -> None:
        """Each of these once."""
        fresh = await asyncio.gather(*(self._jobs[i](attempt) for i in those))
        if any(result.get("stopped") for result in fresh):
            raise Stopped(self.results.get(those[0]))
        for i, result in zip(those, fresh, strict=True):
            self._each(result)
            self.results[i] = result
            self._tries[i] += result.get("blame") != IN_LINE

    def unsettled(self, attempts: int, waited: float) -> list[int]:
        """Those that may still pass, in their order."""
        return [
            i for i, found in self.results.items() if self._tries[i] < attempts and _may_pass(found, waited)
        ]


def _whose(result: Result) -> str:
    """The service that a failure is of: Truto's say who is to blame, Claude's which model was asked."""
    return "truto" if "blame" in result else "claude" if "model" in result else "slack"


def _may_pass(result: Result, waited: float) -> bool:
    pause = result.get("retry_in")
    return pause is not None and waited + float(pause) <= LONGEST


def _given_up(result: Result) -> Result:
    """A failure that says until when it lasts, with what to do about it."""
    if (result.get("retry_in") or 0.0) < LONG or "say" not in result:
        return result
    return result | {"say": f"{result['say']} {TOO_LONG}"}


async def settle_one(job: Job, notice: Notice | None = None, attempts: int = ATTEMPTS) -> Result:
    """Run one job until it has succeeded or failed for good."""
    return (await settle([job], notice, attempts))[0]
