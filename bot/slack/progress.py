"""A run's one progress message: a plan of true steps, posted first and then only edited."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Literal, Self

from bot.slack.blocks import Block
from bot.slack.faults import FAULTS
from bot.slack.outbox import SILENT, Way
from bot.slack.speaking import Place, Voice
from bot.slack.text import escape

log = logging.getLogger(__name__)

Status = Literal["in_progress", "complete", "error"]
SIGNS: dict[Status, str] = {"in_progress": "…", "complete": "✓", "error": "✗"}
SHOWN = 40
"""Tasks shown; Slack takes 50 in a plan."""
WORTH_TELLING = 10.0
"""Seconds of one step that are named."""
FEW = "Slack lets me change only so many messages a minute, so this is a new one."


@dataclass
class Plan:
    """The steps of a run, as far as they are known. Rebuilt by the same code when a run is taken up again."""

    title: str
    tasks: dict[str, tuple[str, Status]] = field(default_factory=dict)

    def set(self, id: str, title: str, status: Status) -> None:
        """Add a step or change how it stands."""
        self.tasks[id] = (title, status)

    def with_still(self, said: str) -> "Plan":
        """The same with a last line on what has not changed for a while."""
        return Plan(self.title, self.tasks | {"still": (said, "in_progress")})

    @property
    def newest(self) -> tuple[str, str]:
        """The id and the title of the newest step that is not done; empty where there is none."""
        under_way = ((id, title) for id, (title, status) in self.tasks.items() if status == "in_progress")
        return max(under_way, key=lambda step: list(self.tasks).index(step[0]), default=("", ""))

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
        shown = list(self.tasks.values())[-SHOWN:]
        lines = (f"{SIGNS[status]} {title[:250]}" for title, status in shown)
        return escape("\n".join([self.title[:250], *lines]))


def spell(seconds: float) -> str:
    """A span as people say it: 50 s, 2 min."""
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


class Progress:
    """
    Shows a plan in its message while its run works. Edits go through the outbox of all runs, at most one per `pause`
    seconds; those that fail are let go, since the next one shows the newest state and the answer does not depend on them.
    """

    def __init__(
        self, speaker: Voice, place: Place, ts: str, plan: Plan, pause: float, asker: str = ""
    ) -> None:
        self.plan = plan
        self.ts = ts
        self._speaker, self._place, self._pause, self._asker = speaker, place, pause, asker
        self._now = speaker.outbox.now
        self.shown_at = self._now()
        self._began = {"": self.shown_at}
        self._tried_at = -pause
        self._is_new = False

    @property
    def thread(self) -> tuple[str, str]:
        return self._place.channel, self._place.thread

    def show(self, id: str, title: str, status: Status) -> None:
        """A step began, ended, came further or failed."""
        was = self.plan.tasks.get(id, ("", ""))
        if was[1] != "in_progress":
            self._began[id] = self._began[""] = self._now()
        self._is_new = self._is_new or was != (title, status)
        self.plan.set(id, title, status)
        self._speaker.outbox.changed()

    def due(self, now: float) -> float:
        """Seconds until this wants to be shown: soon after a change, and before its thread was silent for too long."""
        at = self._tried_at + self._pause
        if not self._is_new:
            at = max(at, self.shown_at + SILENT)
        return max(0.0, at - now)

    def still(self) -> str:
        """What has not changed for a while, and for how long."""
        id, title = self.plan.newest
        doing = "Still waiting" if id == "waiting" else f"Still at it: {title}" if title else "Still at it"
        so_far = self._now() - self._began.get(id, self._began[""])
        return f"{doing}, {spell(so_far)} so far" if so_far >= WORTH_TELLING else doing

    async def __aenter__(self) -> Self:
        self._speaker.outbox.open(self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def stop(self) -> None:
        """No edit begins after this, so that the last one is the last."""
        await self._speaker.outbox.close(self)

    async def put_right(self) -> None:
        """A run that is taken up again shows its steps once more, but its last edit is a checkpoint: repeat that."""
        text = self.plan.text()
        if self._speaker.shows(self.ts) not in (None, text):
            with self._let_go():
                await self._speaker.edit(self._place.channel, self.ts, text, self.plan.blocks())

    async def tell(self, way: Way) -> bool:
        """Show how things stand, in one of the ways; says whether that arrived."""
        plan = self.plan if self._is_new else self.plan.with_still(self.still())
        self._tried_at = self._now()
        self._is_new = self._is_new and way is not Way.EDIT
        told = await self._try(way, plan)
        return told or (way is Way.PRIVATE and await self._try(Way.LINE, plan))

    async def _try(self, way: Way, plan: Plan) -> bool:
        voice, said = self._speaker, escape(f"{self.still()}. {FEW}")
        with self._let_go():
            match way:
                case Way.EDIT:
                    await voice.show(self._place.channel, self.ts, plan.text(), plan.blocks())
                case Way.PRIVATE:
                    await voice.whisper(self._place, self._asker, said)
                case Way.LINE:
                    await voice.post(f"still:{self.ts}:{self._now():.0f}", self._place, said)
            return True
        return False

    @contextmanager
    def _let_go(self) -> Iterator[None]:
        try:
            yield
        except FAULTS as error:
            log.warning("the progress was not shown: %s", type(error).__name__)
