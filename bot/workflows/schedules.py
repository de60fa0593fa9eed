"""By the clock: each digest whose time has come is begun, once per period over all processes and restarts."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.digests.schedule import Schedule, due
from bot.durable import start_bounded, step, workflow
from bot.workflows.digest import send_digest, watch_deals
from bot.workflows.house import house

TICK = "tick digests"


@workflow(TICK)
async def tick_digests(at: datetime, context: object) -> None:
    """Every minute: begin what is due. A run that is four hours late or more is noted as missed instead."""
    for found in await due_digests():
        await begin_digest(found["schedule"], found["period"])
    for found in await due_watches():
        key = f"watch:{found['schedule']['id']}:{found['period']}"
        await start_bounded(key, watch_deals, found["schedule"], found["period"])


async def begin_digest(schedule: dict[str, Any], period: str) -> None:
    """Start the digest of a period, once."""
    await start_bounded(f"digest:{schedule['id']}:{period}", send_digest, schedule, period)


@step("due digests")
async def due_digests() -> list[dict[str, Any]]:
    """The schedules whose newest period has come and of which nothing is known yet."""
    now, holidays = house().now(), house().settings.chorister_holidays
    found = []
    for schedule in await house().schedules.running():
        run = due(schedule, now, holidays)
        if run and await _is_open(schedule, run.period, now, late=run.late):
            found.append({"schedule": schedule.to_json(), "period": run.period})
    return found


@step("due watches")
async def due_watches() -> list[dict[str, Any]]:
    """The schedules that have no digest on this working day, at the time at which they would have one."""
    now, holidays = house().now(), house().settings.chorister_holidays
    found = []
    for schedule in await house().schedules.running():
        others = tuple(day for day in WORKING if day not in schedule.days)
        run = due(replace(schedule, days=others), now, holidays)
        if run and now - run.at < SOON:
            found.append({"schedule": schedule.to_json(), "period": run.period})
    return found


WORKING = range(5)
SOON = 3600.0
"""Seconds in which a watch is begun; one that was missed is made up for by the next."""


async def _is_open(schedule: Schedule, period: str, now: float, *, late: bool) -> bool:
    kept = house().schedules
    if await kept.period(schedule.id, period):
        return False
    if late:
        await kept.note_missed(schedule.id, period, now)
    return not late
