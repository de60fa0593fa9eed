"""By the clock: what is looked after in each workspace, and how often."""

import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.durable import schedule, start_once, step, workflow
from bot.workflows.expire import expire_overdue, left_over, overdue
from bot.workflows.expire_errands import expire_errands, left_over_errands, overdue_errands
from bot.workflows.forget import IN_EACH, forget_old
from bot.workflows.schedules import due_digests, due_watches, tick_digests
from bot.workflows.tell_troubles import TELL, tell_troubles, untold
from bot.workspace import installed, is_open, within

log = logging.getLogger(__name__)

LONG_AGO = 0


@dataclass(frozen=True)
class Round:
    """One thing that is looked after."""

    cron: str
    story: Callable[[datetime, Any], Coroutine[Any, Any, None]]
    is_due: Callable[[], Awaitable[bool]]
    """Whether there is anything to do in the current workspace. Mostly there is not, and a run costs more than a look."""


async def _something_expires() -> bool:
    return bool(await overdue() or await left_over(LONG_AGO))


async def _some_errand_expires() -> bool:
    return bool(await overdue_errands() or await left_over_errands(LONG_AGO))


async def _some_digest_is_due() -> bool:
    return bool(await due_digests() or await due_watches())


async def _somebody_has_to_hear() -> bool:
    return bool(await untold())


async def _always() -> bool:
    return True


ROUNDS = {
    "expire proposals": Round("*/5 * * * *", expire_overdue, _something_expires),
    TELL: Round("* * * * *", tell_troubles, _somebody_has_to_hear),
    "expire errands": Round("*/5 * * * *", expire_errands, _some_errand_expires),
    "digests": Round("* * * * *", tick_digests, _some_digest_is_due),
    "forget": Round("17 3 * * *", forget_old, _always),
}


async def make_rounds(*, of_many: bool) -> None:
    """Go by the clock from now on, in the one workspace or in each of many."""
    for name, found in ROUNDS.items():
        story = in_each_workspace if of_many else found.story
        await schedule(name, found.cron, story, {"round": name} if of_many else None)


@workflow(IN_EACH)
async def in_each_workspace(at: datetime, context: dict[str, Any]) -> None:
    """Begin a round in each workspace where it has something to do."""
    name = context["round"]
    for workspace in await where_due(name):
        with within(workspace):
            await start_once(f"{name}:{at.isoformat()}", ROUNDS[name].story, at, {})


@step("where due")
async def where_due(name: str) -> list[str]:
    """The workspaces in which a round has something to do. One that cannot be looked at does not keep back the others."""
    found = []
    for workspace in await installed():
        try:
            if await is_open(workspace) and await _is_due(name, workspace):
                found.append(workspace)
        except Exception:
            log.exception("nobody can tell whether %s has work for %r", workspace, name)
    return found


async def _is_due(name: str, workspace: str) -> bool:
    with within(workspace):
        return await ROUNDS[name].is_due()
