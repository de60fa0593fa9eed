"""The digest of one period of a schedule."""

from typing import Any

from bot.durable import step, workflow
from bot.workflows.house import house


@workflow("send digest")
async def send_digest(schedule: dict[str, Any], period: str) -> None:
    """Make and post the digest of one period. `schedule`: as it was when the run began."""
    await note_started(schedule["id"], period)


@step("note started")
async def note_started(schedule: str, period: str) -> None:
    """Say that a period is being worked on."""
    here = house()
    await here.schedules.mark(schedule, period, "started", here.now())
