"""By the clock: each digest whose time has come is begun, once per period over all processes and restarts."""

from datetime import datetime
from typing import Any

from bot.digests.schedule import Schedule, due
from bot.durable import start_once, step, workflow
from bot.workflows.digest import send_digest
from bot.workflows.house import house

TICK = "tick digests"


@workflow(TICK)
async def tick_digests(at: datetime, context: object) -> None:
    """Every minute: begin what is due. A run that is four hours late or more is noted as missed instead."""
    for found in await due_digests():
        await begin_digest(found["schedule"], found["period"])


async def begin_digest(schedule: dict[str, Any], period: str) -> None:
    """Start the digest of a period, once."""
    await start_once(f"digest:{schedule['id']}:{period}", send_digest, schedule, period)


@step("due digests")
async def due_digests() -> list[dict[str, Any]]:
    """The schedules whose newest period has come and of which nothing is known yet."""
    now = house().now()
    found = []
    for schedule in await house().schedules.running():
        run = due(schedule, now)
        if run and await _is_open(schedule, run.period, now, late=run.late):
            found.append({"schedule": schedule.to_json(), "period": run.period})
    return found


async def _is_open(schedule: Schedule, period: str, now: float, *, late: bool) -> bool:
    kept = house().schedules
    if await kept.period(schedule.id, period):
        return False
    if late:
        await kept.note_missed(schedule.id, period, now)
    return not late
