"""
The rows of the engine's own table, for those who look after dead processes and dropped runs. Like bot/durable.py it knows
the engine, here also from inside: what is done here the engine does not do by itself.
"""

import asyncio
import logging
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from dbos import DBOS
from dbos._dbos import _get_dbos_instance
from dbos._dbos import _get_or_create_dbos_registry as registry
from dbos._sys_db import SystemDatabase
from dbos._utils import INTERNAL_QUEUE_NAME

log = logging.getLogger(__name__)

IN_FLIGHT = ("PENDING", "ENQUEUED", "DELAYED")
OVER = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


class Runs:
    """The unfinished runs as the engine's table has them."""

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


async def forget_workspace(workspace: str) -> None:
    """
    Cancel whatever runs for a workspace, and delete all of its runs, with what they were given and what they found: also
    those of stories that only another version knows.
    """
    system = _get_dbos_instance()._sys_db
    while ids := await asyncio.to_thread(_some_of, system, f"{workspace}|"):
        await asyncio.to_thread(system.cancel_workflows, ids)
        await asyncio.to_thread(system.delete_workflows, ids)


def _some_of(system: Any, prefix: str) -> list[str]:
    id = system.tables.workflow_status.c.workflow_uuid
    with system.engine.connect() as connection:
        found = connection.scalars(sa.select(id).where(id.startswith(prefix, autoescape=True)).limit(200))
        return list(found)


async def begun(keys: list[str]) -> set[str]:
    """Which of some runs wait in no queue, ended or not, or are there no more."""
    return set(keys) - await _those(keys, ["ENQUEUED", "DELAYED"])


async def ended(keys: list[str]) -> set[str]:
    """Which of some runs have ended, or are there no more: of a workspace that left everything is deleted."""
    return set(keys) - await _those(keys, [*IN_FLIGHT])


async def _those(keys: list[str], status: list[str]) -> set[str]:
    found = await DBOS.list_workflows_async(
        workflow_ids=keys, status=status, load_input=False, load_output=False
    )
    return {run.workflow_id for run in found}


_of_application = SystemDatabase._name_filter


def leave_the_unknown() -> None:
    """
    Make the engine see only runs of stories that this process knows. While a new version comes, the old one would claim its
    new stories, find no code for them, and keep them from the processes that have it.
    """
    SystemDatabase._name_filter = staticmethod(_known)  # type: ignore[method-assign, assignment]


def _known(column: sa.ColumnElement[Any], value: str | list[str] | None) -> sa.ColumnElement[bool]:
    rows = getattr(column, "table", None)
    if rows is None or "workflow_uuid" not in rows.c:
        return _of_application(column, value)
    return sa.and_(_of_application(column, value), rows.c.name.in_([*registry().workflow_info_map]))
