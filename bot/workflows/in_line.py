"""A request that waits because others are worked on: its thread says so, and goes on saying it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.slack.limit_words import IN_LINE
from bot.slack.progress import Plan, Progress
from bot.slack.speaking import Place
from bot.workflows.house import house


@asynccontextmanager
async def waiting_in_line(conversation: str, trigger: dict[str, Any]) -> AsyncIterator[None]:
    """While a turn waits for its seat. What goes on after a decision has its card, which says how it stands."""
    if trigger["kind"] != "said":
        yield
        return
    here, place = house(), Place(trigger["place"]["channel"], trigger["place"]["thread"])
    plan = Plan("Working on it…", {"read": ("Read your request", "complete")})
    pause, asker = here.settings.chorister_edit_pause, trigger["asker"]["slack_id"]
    async with Progress(here.speaker, place, trigger["progress"], plan, pause, asker) as progress:
        progress.show("waiting", IN_LINE, "in_progress")
        yield
