"""Bots that are processes of their own, and die by kill -9."""

import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.nursery import Process, born
from tests.play import Play

QUICK = {"CHORISTER_POLL": "0.3", "CHORISTER_EDIT_PAUSE": "0.1"}


@asynccontextmanager
async def bot(play: Play, home: Path, **settings: str) -> AsyncIterator[Process]:
    """The bot as a process; killed with -9 at the end if it still runs."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "TRUTO_", "ANTHROPIC_"))}
    own = QUICK | {"CHORISTER_HOME": str(home)} | settings
    process = await born(env | play.world.env() | own, "bot", "run")
    try:
        yield process
    finally:
        await kill(process)


async def kill(process: Process) -> None:
    """kill -9."""
    if process.returncode is None:
        process.send_signal(signal.SIGKILL)
        await process.wait()


async def listening(play: Play, since: int) -> None:
    """Wait until a bot that started after journal entry `since` has opened its socket."""
    await play.slack.wait_for(
        lambda: (
            any(c.method == "apps.connections.open" for c in play.slack.journal[since:])
            and bool(play.slack.sockets.open)
        )
    )
