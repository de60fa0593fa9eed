"""A run that can be stopped: what is cut off, what is not begun, and how the story hears of it."""

import asyncio
import functools
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ParamSpec

from bot.durable import run_id, sleep, sleep_unless, step
from bot.workflows.house import house

P = ParamSpec("P")
Result = dict[str, Any]
Step = Callable[P, Coroutine[Any, Any, Result]]

STOPPED: Result = {"ok": False, "stopped": True, "say": "The run was stopped.", "retry_in": None}
"""What a step comes to that was cut off, or not begun."""


class Stopped(Exception):
    """Somebody stopped the run. `so_far`: what the job that waited had come to before; empty where it was never tried."""

    def __init__(self, so_far: Result | None = None) -> None:
        super().__init__(STOPPED["say"])
        self.so_far = so_far or {}


@dataclass(frozen=True)
class _UnderWay:
    key: str
    story: str
    """The workflow it is said of: one that is started inside goes on, whatever becomes of this one."""
    stopped: asyncio.Event
    """Only steps may look at it: a replay must come to the same again."""


_under_way: ContextVar[_UnderWay | None] = ContextVar("under_way", default=None)


def _here() -> _UnderWay | None:
    work = _under_way.get()
    return work if work and work.story == run_id() else None


@asynccontextmanager
async def at_work(key: str | None) -> AsyncIterator[None]:
    """What is done inside can be stopped: its steps come to STOPPED, its waits end, and the story gets Stopped."""
    if key is None:  # a terminal has no Stop
        yield
        return
    async with house().stops.watched(key) as event:
        before = _under_way.set(_UnderWay(key, run_id(), event))
        try:
            yield
        finally:
            _under_way.reset(before)


@contextmanager
def to_the_end() -> Iterator[None]:
    """What is done inside is not to be left half done, whoever stops the run."""
    before = _under_way.set(None)
    try:
        yield
    finally:
        _under_way.reset(before)


def stoppable(fn: Step[P]) -> Step[P]:
    """Declare, below `step`, what may be cut off at any moment: a read, or a question to Claude."""

    @functools.wraps(fn)
    async def run(*args: P.args, **kwargs: P.kwargs) -> Result:
        work = _here()
        if work is None:
            return await fn(*args, **kwargs)
        return STOPPED if work.stopped.is_set() else await _unless(work.stopped, fn(*args, **kwargs))

    return run


async def _unless(stopped: asyncio.Event, deed: Coroutine[Any, Any, Result]) -> Result:
    """What a deed comes to; it is cut off at the event."""
    doing, waiting = asyncio.ensure_future(deed), asyncio.ensure_future(stopped.wait())
    try:
        await asyncio.wait({doing, waiting}, return_when=asyncio.FIRST_COMPLETED)
        return STOPPED if waiting.done() and not doing.done() else await doing
    finally:
        for task in (doing, waiting):
            task.cancel()
        await asyncio.gather(doing, waiting, return_exceptions=True)


def heeding(fn: Step[P]) -> Step[P]:
    """Declare, below `step`, what is not begun after a stop, and brought to its end once it has begun: an effect."""

    @functools.wraps(fn)
    async def run(*args: P.args, **kwargs: P.kwargs) -> Result:
        work = _here()
        if work and await _is_stopped(work.key):
            return STOPPED
        return await fn(*args, **kwargs)

    return run


async def _is_stopped(key: str) -> bool:
    """By the store: whichever process was told."""
    work = await house().works.get(key)
    return work is not None and work.stopped_by is not None


def unless_stopped(result: Result) -> Result:
    """What a step came to. Raises Stopped where that is STOPPED."""
    if result.get("stopped"):
        raise Stopped
    return result


@step("was it stopped")
async def _was_it_stopped(key: str) -> bool:
    return await _is_stopped(key)


async def go_on() -> None:
    """Before something is done that others see: raises Stopped where somebody has stopped the run."""
    work = _here()
    if work and await _was_it_stopped(work.key):
        raise Stopped


async def rest(pause: float) -> bool:
    """Wait durably; says whether the run was stopped meanwhile, which ends the wait."""
    work = _here()
    if work is None:
        await sleep(timedelta(seconds=pause))
        return False
    await sleep_unless(timedelta(seconds=pause), work.stopped)
    return await _was_it_stopped(work.key)
