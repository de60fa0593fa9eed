"""
The only module that knows the engine (DBOS Transact). Stories import its names, and its rules hold everywhere:

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
from collections.abc import AsyncIterator, Callable, Collection, Coroutine
from datetime import datetime, timedelta
from typing import Any, ParamSpec, TypeVar

from dbos import DBOS, DBOSConfig, Serializer, SetEnqueueOptions, SetWorkflowID
from dbos._dbos import _get_dbos_instance
from dbos._utils import INTERNAL_QUEUE_NAME
from sqlalchemy import URL

from bot import checkpoints
from bot.database_url import file_of
from bot.gate import Gate
from bot.liveness import Liveness, Work
from bot.logs import claim
from bot.one_process import only_process
from bot.store.database import reaching, reconnecting
from bot.watch import Watch
from bot.watched import look_on, note_begun, watched_run, watched_step

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")
AsyncFn = Callable[P, Coroutine[Any, Any, R]]

TURNS = "turns"
"""The one queue: one turn at a time in a conversation, any number of conversations."""

QUICK = 0.1
"""Seconds between two looks at what is queued."""

CODE_LINE = "chorister-1"
"""The engine strands runs of another version, so it changes only on purpose."""


class JsonSerializer(Serializer):
    """Readable checkpoints: plain JSON, no pickle."""

    def serialize(self, data: Any) -> str:
        return checkpoints.written(data)

    def deserialize(self, serialized_data: str) -> Any:
        return checkpoints.read(serialized_data)

    def name(self) -> str:
        return "chorister_json_1"


_gate = Gate()


def workflow(name: str) -> Callable[[AsyncFn[P, R]], AsyncFn[P, R]]:
    """Declare a durable story. The name is stored: renaming it strands waiting runs."""

    def declare(fn: AsyncFn[P, R]) -> AsyncFn[P, R]:
        # Every restart counts as an attempt, and a run may wait through many.
        return DBOS.workflow(name=name, max_recovery_attempts=None)(watched_run(name, fn))

    return declare


def step(name: str) -> Callable[[AsyncFn[P, R]], AsyncFn[P, R]]:
    """Declare one checkpointed effect. A closing process starts no new step; the run goes on after the restart."""

    def declare(fn: AsyncFn[P, R]) -> AsyncFn[P, R]:
        inner = DBOS.step(name=name, preemptible=True)(watched_step(name, fn))

        @functools.wraps(fn)
        async def run(*args: P.args, **kwargs: P.kwargs) -> R:
            gate = _gate
            await gate.open.wait()
            with gate.step():
                return await inner(*args, **kwargs)

        return run

    return declare


async def start_once(key: str, fn: AsyncFn[P, Any], *args: P.args, **kwargs: P.kwargs) -> None:
    """Start fn once for this key, ever. Returns when its row is committed."""
    await note_begun(key)
    with SetWorkflowID(key):
        await DBOS.start_workflow_async(fn, *args, **kwargs)


async def queue_once(
    partition: str, key: str, fn: AsyncFn[P, Any], *args: P.args, **kwargs: P.kwargs
) -> None:
    """Put fn in line behind the other turns of its partition, once for this key."""
    with SetEnqueueOptions(queue_partition_key=partition), SetWorkflowID(key):
        await DBOS.enqueue_workflow_async(TURNS, fn, *args, **kwargs)


async def finished(key: str) -> None:
    """Wait until the run of this key has ended."""
    await result(key)


async def result(key: str) -> Any:
    """What the run of this key comes to, once it has ended; raises what it raised."""
    handle: Any = await DBOS.retrieve_workflow_async(key)
    return await handle.get_result(polling_interval_sec=0.1)


async def is_running(key: str) -> bool:
    """Whether the run of this key has not ended yet."""
    found = await DBOS.get_workflow_status_async(key)
    return found is not None and found.status in ("PENDING", "ENQUEUED", "DELAYED")


async def was_started(key: str) -> bool:
    """Whether there is a run of this key, ended or not."""
    return await DBOS.get_workflow_status_async(key) is not None


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


async def forget(before: datetime, name: str | None = None) -> int:
    """Delete finished runs that ended before a time, of one workflow or of all. Their keys become free again."""
    gone = 0
    while done := await DBOS.list_workflows_async(
        completed_before=before.isoformat(),
        status=["SUCCESS", "ERROR", "CANCELLED"],
        name=name,
        load_input=False,
        load_output=False,
        limit=200,
    ):
        await DBOS.delete_workflows_async([run.workflow_id for run in done])
        gone += len(done)
    return gone


async def schedule(name: str, cron: str, fn: Callable[[datetime, Any], Coroutine[Any, Any, None]]) -> None:
    """Run a workflow by the clock (five cron fields, UTC), once per moment over all processes."""
    await DBOS.apply_schedules_async(
        [{"schedule_name": name, "workflow_fn": fn, "schedule": cron, "cron_timezone": "UTC", "context": {}}]
    )


def run_id() -> str:
    """The id of the workflow this code runs in."""
    if DBOS.workflow_id is None:
        raise RuntimeError("not inside a workflow")
    return DBOS.workflow_id


def step_key() -> str:
    """Names the step this code runs in: the same one when it is repeated after a crash, another one at every other call."""
    if DBOS.step_id is None:
        raise RuntimeError("not inside a step of a workflow")
    return f"{run_id()}|{DBOS.step_id}"


def _without_cancellations(record: logging.LogRecord) -> bool:
    """A clean stop cancels what waits; the engine's line about each prints the step's arguments, people's words."""
    return "Asyncio task cancelled" not in record.getMessage()


class Runs:
    """The unfinished runs as the engine's table has them, for those who look after dead processes and dropped runs."""

    def __init__(self, me: str) -> None:
        self._me = me
        self._idle: set[str] = set()

    def holders(self) -> set[str]:
        """The processes that hold some."""
        pending = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
        return {run.executor_id for run in pending if run.executor_id}

    def take_up(self) -> None:
        """
        Queue again what this process holds and does not execute: a run that the engine dropped at an error of the database,
        or claimed without hearing so. Only what was idle at the last call too, since a run's row is there before it starts.
        """
        mine = DBOS.list_workflows(
            status="PENDING", executor_id=self._me, load_input=False, load_output=False
        )
        engine = _get_dbos_instance()
        idle = {run.workflow_id for run in mine} - set(engine._active_workflows_set.activeList())
        for run in sorted(idle & self._idle):
            log.warning("taking up run %s again, which nobody executes", run)
            engine._sys_db.reenqueue_for_recovery(run, [self._me], INTERNAL_QUEUE_NAME)
        self._idle = idle


@contextlib.asynccontextmanager
async def engine(
    url: URL,
    *,
    drain: float = 25.0,
    dead_after: float = 20.0,
    hurry: float = 1.0,
    watch: Watch | None = None,
) -> AsyncIterator[None]:
    """
    Run the engine on an SQLite file or on PostgreSQL; unfinished runs of an earlier process go on at once, those of another
    process `dead_after` seconds after its last sign of life. `hurry` makes durable waits that many times shorter than they
    say.
    """
    global _gate
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
        _gate = Gate(hurry)  # an asyncio.Event belongs to one loop, and tests have many
        config: DBOSConfig = {
            "name": "chorister",
            "system_database_url": url.render_as_string(hide_password=False),
            "system_database_engine": connections,
            "application_version": CODE_LINE,
            "executor_id": me,
            "serializer": JsonSerializer(),
            "log_level": "WARNING",
            "max_executor_threads": 32,
            # Nobody here listens for notifications, but the listener's pause is waited for when the engine stops.
            "notification_listener_polling_interval_sec": 0.05,
        }
        logging.getLogger("dbos").addFilter(_without_cancellations)
        DBOS(config=config)
        claim("dbos")
        # What was begun outside of our queue is recovered by the engine's own: a Stop must not come a second after its run.
        _get_dbos_instance()._registry._register_internal_queue(
            INTERNAL_QUEUE_NAME, polling_interval_sec=QUICK
        )
        _gate.open.set()
        with reaching(url):
            DBOS.launch()
        await DBOS.register_queue_async(TURNS, partition_concurrency=1, polling_interval_sec=QUICK)
        if others:
            others.watch()
        try:
            yield
        finally:
            await _drain(drain)
            if others:
                await asyncio.to_thread(others.leave)
            left = set(_get_dbos_instance()._workflow_tasks)
            await asyncio.to_thread(DBOS.destroy)
            await _end(left)


async def _end(runs: Collection[asyncio.Task[Any]]) -> None:
    """Runs end with their engine, as they would with the process: the next one takes up what they left."""
    for run in runs:
        run.cancel()
    await asyncio.gather(*runs, return_exceptions=True)


async def _drain(seconds: float) -> None:
    """No new step; those that run have this long to end."""
    _gate.open.clear()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(_gate.idle.wait(), seconds)
