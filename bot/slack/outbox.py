"""
One outbox for the progress of all runs of a process: the newest state of each is shown, whoever was silent longest goes
first, and no thread is silent for a minute while its run works, as far as Slack takes signs. The arithmetic stands in
allowances.py.
"""

import asyncio
import contextlib
import logging
from collections import Counter
from enum import Enum
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError

from bot.slack.allowances import EDIT, LINES, PRIVATE_LINES, PROGRESS, Allowances

log = logging.getLogger(__name__)

SILENT = 45.0
"""Seconds without anything new after which a thread is told that its run still works."""
ALMOST = 42.0
"""Seconds after which whoever asked is told alone, where no edit is free."""
TOO_LONG = 47.0
"""Seconds after which the thread gets a line more; earlier where many wait in its channel, which takes one a second."""
EARLY = 18.0
"""Seconds before which nobody is told in another way, however many wait."""
CROWD = 100
"""Runs above which edits are used early: they would not suffice for all threads that fall silent at the same time."""
IDLE = 30.0
"""Seconds until the next look where nothing is due."""
REMEMBERED = 500
"""Threads of which it is remembered when something new was put into them."""
AFTER_TROUBLE = 5.0
"""Seconds until the next look where the turns could not be asked for."""


class Way(Enum):
    """How a thread can be told of its progress."""

    EDIT = "edit"
    PRIVATE = "a line to whoever asked"
    LINE = "a line in the thread"


class Line(Protocol):
    """One run's progress, as the outbox has to show it."""

    @property
    def thread(self) -> tuple[str, str]:
        """Its channel and thread."""

    shown_at: float
    """When its thread last got something new."""

    def due(self, now: float) -> float:
        """Seconds until it wants to be shown; 0 if it does."""

    async def tell(self, way: Way) -> bool:
        """Show the newest state; says whether that arrived."""


class Outbox:
    """Shows the progress of every run that is open, as far as Slack lets us."""

    def __init__(self, allowances: Allowances) -> None:
        self._allowances = allowances
        self._lines: dict[Line, asyncio.Task[None] | None] = {}
        self._spoken: dict[tuple[str, str], float] = {}
        """When something new was put into a thread: what a run shows in it has more than one part."""
        self._posting: set[str] = set()
        """Channels in which a line is on its way."""
        self._news = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None

    def standing(self) -> tuple[int, float]:
        """How many threads show progress, and the seconds of the longest silence among them."""
        now = self.now()
        return len(self._lines), max((now - line.shown_at for line in self._lines), default=0.0)

    def now(self) -> float:
        """The clock that silence is counted by."""
        return self._allowances.now()

    def open(self, line: Line) -> None:
        """A run begins to show its progress."""
        self._lines[line] = None
        line.shown_at = min(line.shown_at, self._spoken.get(line.thread, line.shown_at))
        self.changed()
        if self._looking is None or self._looking.done():
            self._looking = asyncio.get_running_loop().create_task(self._look())

    async def close(self, line: Line) -> None:
        """Nothing of this run is shown any more by the time this returns, so that its last edit is the last."""
        under_way = self._lines.pop(line, None)
        if not self._lines:
            # The look ends by itself. Whoever cancelled it and waited could wait for the whole of another run, which opened
            # meanwhile: wait_for loses a cancellation that comes along with its news.
            self.changed()
        if under_way:
            await _ended(under_way)

    def changed(self) -> None:
        """Some run has something new to show."""
        self._news.set()

    def spoke(self, channel: str, thread: str) -> None:
        """Something new stands in a thread."""
        self._remember((channel, thread))
        for line in self._lines:
            if line.thread == (channel, thread):
                line.shown_at = self.now()

    def _remember(self, thread: tuple[str, str]) -> None:
        self._spoken.pop(thread, None)
        self._spoken[thread] = self.now()
        if len(self._spoken) > REMEMBERED:
            self._spoken.pop(next(iter(self._spoken)))

    async def _look(self) -> None:
        while self._lines:
            try:
                pause = await self.look()
            except SQLAlchemyError:
                log.exception("the turns at Slack could not be asked for")
                pause = AFTER_TROUBLE
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), pause / self._allowances.hurry)
            self._news.clear()

    async def look(self) -> float:
        """Show what may be shown now; the seconds until there may be more. No edit keeps another thread waiting."""
        now, pauses, no_edit = self.now(), [IDLE], 0.0
        strained, is_crowd = self._strained(now), len(self._lines) > CROWD
        waiting = [line for line, task in self._lines.items() if task is None]
        for line in sorted(waiting, key=lambda line: line.shown_at):
            if (wait := line.due(now)) and not (is_crowd and now - line.shown_at >= EARLY):
                pauses.append(wait)
                continue
            no_edit = no_edit or await self._allowances.free(EDIT, PROGRESS)
            way: Way | None = Way.EDIT if not no_edit else None
            if way is None:
                way = await self._other_way(line, now - line.shown_at, strained)
            if way is None:
                pauses.append(min(no_edit, 1.0))
            elif line in self._lines:
                self._begin(line, way)
        return min(pauses)

    def _strained(self, now: float) -> set[str]:
        """The channels in which a line has to be posted now, for the last one that waits there to get its own in time."""
        ahead, strained = Counter[str](), set[str]()
        for line in sorted(self._lines, key=lambda line: line.shown_at):
            channel = line.thread[0]
            if now - line.shown_at + ahead[channel] >= TOO_LONG:
                strained.add(channel)
            ahead[channel] += 1
        return strained - self._posting

    async def _other_way(self, line: Line, silent: float, strained: set[str]) -> Way | None:
        channel = line.thread[0]
        if silent < EARLY:
            return None
        if (silent >= ALMOST or channel in strained) and not await self._allowances.free(PRIVATE_LINES):
            return Way.PRIVATE
        if channel in strained and not await self._allowances.free(LINES):
            strained.discard(channel)
            return Way.LINE
        return None

    def _begin(self, line: Line, way: Way) -> None:
        channel, task = line.thread[0], asyncio.get_running_loop().create_task(self._show(line, way))
        self._lines[line] = task
        if way is Way.LINE:
            self._posting.add(channel)
            # Told by the task's end, which comes also where it was cancelled before it began.
            task.add_done_callback(lambda _: self._posting.discard(channel))

    async def _show(self, line: Line, way: Way) -> None:
        try:
            if await line.tell(way):
                line.shown_at = self.now()
                self._remember(line.thread)
        finally:
            if line in self._lines:
                self._lines[line] = None
                self.changed()


async def _ended(task: asyncio.Task[None]) -> None:
    """Cancel a task and see it end; whoever is cancelled in this wait is cancelled all the same."""
    task.cancel()
    await asyncio.wait([task])
    if not task.cancelled():
        task.result()
