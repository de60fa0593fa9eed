"""A workspace took us away: everything that we had of it is deleted."""

import asyncio
import logging
from contextvars import Context
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.durable import sleep, start_once, step, workflow
from bot.installs.client import ENDED, EXPIRED
from bot.installs.office import office
from bot.rooms import FRESH
from bot.workflows.settle import settle_one
from bot.workflows.steps import PATIENCE, SLACK_FAULTS, slack_failure
from bot.workspace import HOME, within

log = logging.getLogger(__name__)


async def begin_farewell(key: str, name: str, *, said: bool) -> None:
    """Look, once for this name, whether a workspace took us away. The story is none of the workspace's own runs."""
    with within(HOME):
        await start_once(f"farewell:{key}:{name}", farewell, key, said)


@workflow("farewell")
async def farewell(key: str, said: bool) -> None:
    """`said`: Slack told us so; else its word to a token was only heard. Either way its token is asked for first."""
    seen = await settle_one(partial(look, key, said), attempts=PATIENCE)
    if not seen.get("gone"):
        return
    await sleep(timedelta(seconds=FRESH))  # by then every process has looked again and found it gone
    await delete_all(key)


@step("look whether a workspace is gone")
async def look(key: str, said: bool, attempt: int) -> dict[str, Any]:
    """Whether it took us away; if so, nobody finds it any more. News of an earlier time finds a token that is good."""
    here = office()
    found = await here.installations.get(key)
    if found is None:
        return {"ok": True, "gone": key in await here.installations.leaving()}
    try:
        objection = await here.granting.objection(found.token)
    except SLACK_FAULTS as error:
        return slack_failure(error, "a question whose token it is", attempt)
    gone = objection in ENDED or (said and objection == EXPIRED)
    if gone:
        gone = await here.installations.leave(found)
        here.known.forget(key)
        here.rooms.doubt(key)
        log.info("%s took Chorister away: %s", key, objection)
    return {"ok": True, "gone": gone}


@step("delete a workspace")
async def delete_all(key: str) -> None:
    """Its runs, its rows, its installation."""
    await office().delete(key)
    log.info("everything of %s is deleted", key)


@workflow("look after installs")
async def look_after_installs(at: datetime, context: object) -> None:
    """Every ten minutes: tokens that end soon are renewed, and what was left half deleted is deleted."""
    for key in await look_after():
        await begin_farewell(key, at.isoformat(), said=False)


@step("look after installs")
async def look_after() -> list[str]:
    """Renew what ends soon; the workspaces that took us away, and are not deleted yet."""
    await office().renewing.renew_due()
    return await office().installations.leaving()


class Suspicions:
    """
    Hears of workspaces whose token was refused. That may be inside a step, where no story may begin, so it begins beside it;
    at most one a minute for each workspace.
    """

    def __init__(self) -> None:
        self._begun: set[asyncio.Task[None]] = set()

    async def refused(self, key: str) -> None:
        """A token is good no more: perhaps the workspace took us away."""
        minute = f"refused {int(office().now() // 60)}"
        begun = Context().run(asyncio.ensure_future, begin_farewell(key, minute, said=False))
        self._begun.add(begun)
        begun.add_done_callback(self._begun.discard)

    async def close(self) -> None:
        """Let those begin that were heard of."""
        await asyncio.gather(*self._begun, return_exceptions=True)
