"""
The engine of durable runs (DBOS Transact) as stories know it: they import its names from here. Its rules hold everywhere:

* a workflow is deterministic: time, I/O and chance live in steps or in rows keyed by the run;
* a step may run twice when a process dies inside it, so every effect carries a key;
* a step returns failure as data: an exception changes its type when it is replayed.
"""

import asyncio
import contextlib
import functools
import logging
import os
import socket
import time
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ParamSpec, TypeVar, cast

from dbos import DBOS, SetEnqueueOptions, SetWorkflowID
from dbos._error import DBOSUnexpectedStepError
from sqlalchemy import URL

from bot import workspace as workspaces
from bot.database_url import file_of
from bot.ends import Ends
from bot.gate import Gate
from bot.launch import launch, register_queues, stop
from bot.liveness import Liveness, Work
from bot.one_process import only_process
from bot.queues import AT_ONCE, DIGESTS, IN_SECONDS, RUSHES, SEATS, TURNS, Caps, line_of, rush_of, seats_of
from bot.runs import IN_FLIGHT, Runs, begun, ended
from bot.rush import Rush
from bot.store.database import reaching, reconnecting
from bot.watch import Watch
from bot.watched import look_on, note_begun, watched_run, watched_step

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")
AsyncFn = Callable[P, Coroutine[Any, Any, R]]
Waits = Callable[..., contextlib.AbstractAsyncContextManager[None]]

PATIENT = 5.0
"""Seconds in line after which people are told."""


_gate, _rush = Gate(), Rush(AT_ONCE, IN_SECONDS)
_begins, _ends = Ends(begun), Ends(ended)
_lines: dict[Any, AsyncFn[[str, list[Any], dict[str, Any]], None]] = {}
"""What stands in line for each story."""


@dataclass(frozen=True)
class Story:
    """A declared workflow, its place in line, and what tells people that it waits there."""

    run: AsyncFn[..., Any]
    name: str
    waits: Waits

    def in_line(self) -> AsyncFn[[str, list[Any], dict[str, Any]], None]:
        """The run that stands in line for one of this story, and holds its place there until it has ended."""

        async def in_line(key: str, args: list[Any], kwargs: dict[str, Any]) -> None:
            await _enqueue(SEATS, seats_of(workspaces.current()), key, self.run, *args, **kwargs)
            id = workspaces.named(key)
            try:
                await asyncio.wait_for(_begins.of(id), PATIENT / _gate.hurry)
            except TimeoutError:
                async with self.waits(*args, **kwargs):
                    await _begins.of(id)
            await _ends.of(id)

        # By a name of its own: a process of another version that does not know the story leaves its place in line, too.
        return _declared(line_of(self.name), in_line)


def workflow(
    name: str, *, waits: Waits = lambda *_args, **_kwargs: contextlib.nullcontext()
) -> Callable[[AsyncFn[P, R]], AsyncFn[P, R]]:
    """
    Declare a durable story. The name is stored: renaming it strands waiting runs. `waits`: held open with the story's
    arguments while it stands in line for more than some seconds.
    """

    def declare(fn: AsyncFn[P, R]) -> AsyncFn[P, R]:
        run = _declared(name, fn)
        _lines[run] = Story(run, name, waits).in_line()
        return run

    return declare


def _declared(name: str, fn: AsyncFn[P, R]) -> AsyncFn[P, R]:
    looked_at = watched_run(name, fn)

    @functools.wraps(fn)
    async def run(*args: P.args, **kwargs: P.kwargs) -> R:
        async with workspaces.opened(DBOS.workflow_id) as is_there:
            return await looked_at(*args, **kwargs) if is_there else cast(R, None)

    # Every restart counts as an attempt, and a run may wait through many.
    return DBOS.workflow(name=name, max_recovery_attempts=None)(run)


def step(name: str) -> Callable[[AsyncFn[P, R]], AsyncFn[P, R]]:
    """Declare one checkpointed effect. A closing process starts no new step; the run goes on after the restart."""

    def declare(fn: AsyncFn[P, R]) -> AsyncFn[P, R]:
        inner = DBOS.step(name=name, preemptible=True)(watched_step(name, fn))

        @functools.wraps(fn)
        async def run(*args: P.args, **kwargs: P.kwargs) -> R:
            gate = _gate
            await gate.open.wait()
            async with _as_begun():
                with gate.step():
                    return await inner(*args, **kwargs)
            raise AssertionError("it stands still")

        return run

    return declare


@contextlib.asynccontextmanager
async def _as_begun() -> AsyncIterator[None]:
    """
    A run that another version of this code began otherwise stands still here, as if this process were closing; it goes on
    in a process of that version, once this one has ended. The engine would end it with an error.
    """
    try:
        yield
    except DBOSUnexpectedStepError as error:
        log.error("another version began this run; it stands still in this process: %s", error)
        await asyncio.Event().wait()


async def start_once(key: str, fn: AsyncFn[P, Any], *args: P.args, **kwargs: P.kwargs) -> None:
    """Start fn once for this key, ever, in the current workspace. Returns when its row is committed."""
    await note_begun(workspaces.named(key))
    async with _as_begun():
        with SetWorkflowID(workspaces.named(key)):
            await DBOS.start_workflow_async(fn, *args, **kwargs)


async def queue_once(
    conversation: str, key: str, fn: AsyncFn[P, Any], *args: P.args, **kwargs: P.kwargs
) -> None:
    """
    Put fn in line behind the other turns of its conversation, once for this key. First there, it takes a seat of its
    workspace as soon as one is free; it holds its place in the line until it has ended.
    """
    await _enqueue(TURNS, conversation, line_of(key), _lines[fn], key, [*args], kwargs)


async def start_soon(channel: str, key: str, fn: AsyncFn[P, Any], *args: P.args, **kwargs: P.kwargs) -> None:
    """The same as start_once, but that what comes in a rush stands in line: acknowledgements go before its work."""
    if not _rush.is_on():
        await start_once(key, fn, *args, **kwargs)
        return
    await note_begun(workspaces.named(key))
    await _enqueue(RUSHES, rush_of(channel), key, fn, *args, **kwargs)


async def start_bounded(key: str, fn: AsyncFn[P, Any], *args: P.args, **kwargs: P.kwargs) -> None:
    """The same as start_once for heavy work that nobody waits for at the moment: so much of it at a time."""
    await _enqueue(DIGESTS, seats_of(workspaces.current()), key, fn, *args, **kwargs)


async def _enqueue(queue: str, part: str, key: str, fn: AsyncFn[..., Any], *args: Any, **kwargs: Any) -> None:
    async with _as_begun():
        of_part = SetEnqueueOptions(queue_partition_key=workspaces.named(part))
        with of_part, SetWorkflowID(workspaces.named(key)):
            await DBOS.enqueue_workflow_async(queue, fn, *args, **kwargs)


async def finished(key: str) -> None:
    """Wait until the run of this key has ended."""
    await result(key)


async def result(key: str) -> Any:
    """What the run of this key comes to, once it has ended; raises what it raised."""
    if await _status(line_of(key)):
        await _ends.of(workspaces.named(line_of(key)))
    handle: Any = await DBOS.retrieve_workflow_async(workspaces.named(key))
    return await handle.get_result(polling_interval_sec=0.1)


async def is_running(key: str) -> bool:
    """Whether the run of this key, or its wait in line, has not ended yet."""
    return await _status(key) in IN_FLIGHT or await _status(line_of(key)) in IN_FLIGHT


async def was_started(key: str) -> bool:
    """Whether there is a run of this key, ended or not, or one in line."""
    return await _status(key) is not None or await _status(line_of(key)) is not None


async def _status(key: str) -> str | None:
    found = await DBOS.get_workflow_status_async(workspaces.named(key))
    return found.status if found else None


async def sleep(pause: timedelta) -> None:
    """Wait durably: a restart waits only for the rest."""
    await DBOS.sleep_async(pause.total_seconds() / _gate.hurry)


@step("wake up at")
async def _wake_up_at(seconds: float) -> float:
    return time.time() + seconds


async def sleep_unless(pause: timedelta, event: asyncio.Event) -> None:
    """
    The same, but no longer than until an event of this process. Whoever waits so may not ask the event what happened: a
    replay would not be told. A step has to say it.
    """
    at = await _wake_up_at(pause.total_seconds() / _gate.hurry)
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), max(0.0, at - time.time()))


async def schedule(
    name: str, cron: str, fn: Callable[[datetime, Any], Coroutine[Any, Any, None]], context: Any = None
) -> None:
    """Run a workflow by the clock (five cron fields, UTC), once per moment over all processes."""
    about: Any = {"schedule_name": name, "workflow_fn": fn, "schedule": cron, "cron_timezone": "UTC"}
    await DBOS.apply_schedules_async([about | {"context": context or {}}])


def run_id() -> str:
    """The key of the workflow this code runs in, as its workspace knows it."""
    if DBOS.workflow_id is None:
        raise RuntimeError("not inside a workflow")
    return workspaces.split(DBOS.workflow_id)[1]


def step_key() -> str:
    """Names the step this code runs in: the same one when it is repeated after a crash, another one at every other call."""
    if DBOS.step_id is None:
        raise RuntimeError("not inside a step of a workflow")
    return f"{run_id()}|{DBOS.step_id}"


@contextlib.asynccontextmanager
async def engine(
    url: URL,
    *,
    caps: Caps = Caps(),  # noqa: B008 - a value that nobody changes
    drain: Callable[[], float] = lambda: 20.0,
    dead_after: float = 20.0,
    hurry: float = 1.0,
    watch: Watch | None = None,
) -> AsyncIterator[None]:
    """
    Run the engine on an SQLite file or on PostgreSQL; unfinished runs of an earlier process go on at once, those of another
    process `dead_after` seconds after its last sign of life. `drain`: how many seconds the running steps have at the end.
    `hurry` makes durable waits that many times shorter than they say.
    """
    global _gate, _begins, _ends
    path = file_of(url)
    # Among others, one id for each start: whoever came back with an old one would run the work of the one who has it.
    me = "local" if path else f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
    look_on(watch, me)
    runs = Runs(me)
    work = Work(runs.holders, DBOS._recover_pending_workflows, runs.take_up)
    others = None if path else Liveness(url, me, dead_after, work)
    with only_process(path) if path else reconnecting(url) as connections:
        if others:
            await asyncio.to_thread(others.stamp)  # seen to live before it can hold any work
        # What they hold belongs to one loop, and tests have many.
        _gate, _begins, _ends = Gate(hurry), Ends(begun), Ends(ended)
        _gate.open.set()
        with reaching(url):
            launch(url, connections, me)
        await register_queues(caps, hurry)
        if others:
            others.watch()
        try:
            yield
        finally:
            await _gate.drain(drain())
            if others:
                await asyncio.to_thread(others.leave)
            await _begins.close()
            await _ends.close()
            await stop()
