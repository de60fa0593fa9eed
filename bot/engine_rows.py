"""
What the engine's table of runs says, asked beside the engine: within a run, a question to the engine itself would be a step
of that run. `system` is its database, as bot/durable.py has it.
"""

import asyncio
from typing import Any

import sqlalchemy as sa

from bot.runs import IN_FLIGHT
from bot.traces import Descent

GENERATIONS = 20
"""Runs that began one another, as far as a trace follows them back."""


async def row_of(system: Any, run: str) -> Any:
    """A run's row; None where there is none."""
    return await asyncio.to_thread(system.get_workflow_status, run)


async def descent_of(system: Any, run: str) -> Descent | None:
    """Where a run comes from."""
    found = first = await row_of(system, run)
    if found is None:
        return None
    for _ in range(GENERATIONS):
        above = await row_of(system, first["parent_workflow_id"]) if first["parent_workflow_id"] else None
        if above is None:
            break
        first = above
    return Descent(
        first["workflow_uuid"], found["parent_workflow_id"] or "", (found["created_at"] or 0) / 1000
    )


async def unfinished_in(system: Any) -> dict[str, float]:
    """How many runs have not ended, by state."""
    return await asyncio.to_thread(_unfinished, system)


def _unfinished(system: Any) -> dict[str, float]:
    state = system.tables.workflow_status.c.status
    query = sa.select(state, sa.func.count()).where(state.in_(IN_FLIGHT)).group_by(state)
    with system.engine.connect() as connection:
        counts = {name: float(count) for name, count in connection.execute(query)}
    return {name.lower(): counts.get(name, 0.0) for name in IN_FLIGHT}
