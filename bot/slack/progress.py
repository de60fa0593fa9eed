"""A run's one progress message: a plan of true steps, posted first and then only edited."""

import asyncio
import contextlib
import logging
from dataclasses import dataclass, field
from types import TracebackType
from typing import Literal, Self

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.slack.blocks import Block
from bot.slack.speaking import Place, Voice
from bot.slack.text import escape

log = logging.getLogger(__name__)

Status = Literal["in_progress", "complete", "error"]
SIGNS: dict[Status, str] = {"in_progress": "…", "complete": "✓", "error": "✗"}
SHOWN = 40
"""Tasks shown; Slack takes 50 in a plan."""


@dataclass
class Plan:
    """The steps of a run, as far as they are known. Rebuilt by the same code when a run is taken up again."""

    title: str
    tasks: dict[str, tuple[str, Status]] = field(default_factory=dict)

    def set(self, id: str, title: str, status: Status) -> None:
        """Add a step or change how it stands."""
        self.tasks[id] = (title, status)

    def blocks(self) -> list[Block]:
        """The plan as one Block Kit block."""
        shown = list(self.tasks.items())[-SHOWN:]
        cards = [
            {"type": "task_card", "task_id": id, "title": title[:250], "status": status}
            for id, (title, status) in shown
        ]
        return [{"type": "plan", "title": self.title[:250], "tasks": cards}]

    def text(self) -> str:
        """The same words, for notifications and screen readers."""
        lines = (f"{SIGNS[status]} {title}" for title, status in self.tasks.values())
        return escape("\n".join([self.title, *lines]))


class Progress:
    """
    Shows a plan in its message, editing at most once per `pause` seconds. Edits that fail are let go: the next one
    shows the newest state, and the answer does not depend on them.
    """

    def __init__(self, speaker: Voice, place: Place, ts: str, plan: Plan, pause: float) -> None:
        self.plan = plan
        self.ts = ts
        self._speaker, self._place, self._pause = speaker, place, pause
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def show(self, id: str, title: str, status: Status) -> None:
        """A step began, ended or failed."""
        self.plan.set(id, title, status)
        self._changed.set()

    async def __aenter__(self) -> Self:
        self._task = asyncio.get_running_loop().create_task(self._edit_on_change())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def stop(self) -> None:
        """No edit begins after this, so that the last one is the last."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def put_right(self) -> None:
        """A run that is taken up again shows its steps once more, but its last edit is a checkpoint: repeat that."""
        if self._speaker.shows(self.ts) not in (None, self.plan.text()):
            await self.edit()

    async def _edit_on_change(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            await self.edit()
            await asyncio.sleep(self._pause)

    async def edit(self) -> None:
        """Show the plan as it stands now."""
        try:
            await self._speaker.edit(self._place.channel, self.ts, self.plan.text(), self.plan.blocks())
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            log.warning("the progress message was not edited: %s", type(error).__name__)
