"""Runs and steps of this process at which somebody looks on. Like bot/durable.py it knows the engine: whose ids they are."""

import functools
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

from dbos import DBOS
from dbos._dbos import _get_dbos_instance

from bot.engine_rows import descent_of, row_of, unfinished_in
from bot.watch import Watch
from bot.whereabouts import here, work_as

P = ParamSpec("P")
R = TypeVar("R")
AsyncFn = Callable[P, Coroutine[Any, Any, R]]

REMEMBERED = 1_000
"""Runs that this process has begun, where traces are on."""

_watch = Watch()
_begun: dict[str, None] = {}


def look_on(watch: Watch | None, me: str) -> None:
    """From here on this looks on at what this process does, which has such a name among the others."""
    global _watch
    _watch = watch or Watch()
    work_as(me)


def watch() -> Watch:
    """What looks on."""
    return _watch


def watched_run(name: str, fn: AsyncFn[P, R]) -> AsyncFn[P, R]:
    """A story, looked on at."""

    @functools.wraps(fn)
    async def run(*args: P.args, **kwargs: P.kwargs) -> R:
        async with _watch.run(DBOS.workflow_id or "", name, lambda id: descent_of(_system(), id)):
            return await fn(*args, **kwargs)

    return run


def watched_step(name: str, fn: AsyncFn[P, R]) -> AsyncFn[P, R]:
    """A step, looked on at as often as it is really done: a replay of what it came to is none."""

    @functools.wraps(fn)
    async def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with _watch.step(name):
            return await fn(*args, **kwargs)

    return run


async def note_begun(run: str) -> None:
    """For the trace: the event that is being heard begins this run, unless an earlier one has."""
    event = here()
    if not _watch.traces.on or not event.event or event.run or run in _begun:
        return
    # Slack sends a mention twice, as two kinds of event; among several processes the engine's row tells them apart.
    _begun[run] = None
    if len(_begun) > REMEMBERED:
        _begun.pop(next(iter(_begun)))
    if await row_of(_system(), run) is None:
        event.began.append(run)


async def unfinished() -> dict[str, float]:
    """How many runs have not ended, by state."""
    return await unfinished_in(_system())


def _system() -> Any:
    return _get_dbos_instance()._sys_db
