"""
The bot as a process that dies: kill -9 just before the n-th row it writes once a kind of story has begun. Every step's
border is such a row, in the engine's tables or in ours. It listens to SQLAlchemy and changes nothing of ours.

MORTAL="decide: 7" (the story's id begins so; the row), MORTAL_CLOCK=a file that holds the time.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.app import running
from bot.serve import listening
from bot.settings import Settings

WRITES = ("INSERT", "UPDATE", "DELETE")


class Reaper:
    """Counts the rows written since a story began, and ends the process before the n-th."""

    def __init__(self, story: str, nth: int) -> None:
        self.story, self.left, self.armed = story, nth, False

    def before(
        self, connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool
    ) -> None:
        """Called before every statement of every engine in the process."""
        values = parameters.values() if isinstance(parameters, dict) else parameters
        self.armed = self.armed or any(str(value).startswith(self.story) for value in values)
        if self.armed and statement.lstrip().upper().startswith(WRITES):
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


async def live(now: Callable[[], float], hurry: float) -> None:
    """Run until killed, by the clock of the test."""
    settings = Settings.from_env(os.environ)
    async with running(settings, now, hurry=hurry) as app, listening(app, settings):
        await asyncio.Event().wait()


if __name__ == "__main__":
    if order := os.environ.get("MORTAL"):
        name, count = order.split()
        event.listen(Engine, "before_cursor_execute", Reaper(name, int(count)).before)
    clock = Path(os.environ["MORTAL_CLOCK"])
    sys.exit(asyncio.run(live(lambda: float(clock.read_text()), hurry=100)))
