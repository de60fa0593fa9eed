"""One life of the bot as a process by the world's clock: begun once its socket is open, or dead before that."""

import os
from contextlib import suppress
from pathlib import Path

from sandbox.clock import PATIENCE
from sandbox.world import World
from tests.nursery import Process, born


async def begin(world: World, home: Path, mortal: str = "") -> Process:
    """Start it; `mortal` is a story and a row, such as "decide: 7", before which it kills itself."""
    set_clock(world, home)
    slack, since = world.slack, len(world.slack.journal)
    own = {"CHORISTER_HOME": str(home), "CHORISTER_EDIT_PAUSE": "0.01", "MORTAL_CLOCK": str(home / "clock")}
    env = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "TRUTO_", "ANTHROPIC_"))}
    order = {"MORTAL": mortal} if mortal else {}
    process = await born(env | world.env() | own | order, "tests.chaos.mortal")

    def is_known() -> bool:
        opened = any(call.method == "apps.connections.open" for call in slack.journal[since:])
        return process.returncode is not None or (opened and bool(slack.sockets.open))

    await slack.wait_for(lambda: is_known() or None, timeout=PATIENCE)
    return process


def set_clock(world: World, home: Path) -> None:
    """Tell the process what time it is."""
    waiting = home / "clock.new"
    waiting.write_text(str(world.clock.now().timestamp()))
    waiting.replace(home / "clock")


async def end(world: World, process: Process) -> None:
    """kill -9, if it still lives; returns when Slack has noticed."""
    with suppress(ProcessLookupError):
        if process.returncode is None:
            process.kill()
    await process.wait()
    await world.slack.wait_for(lambda: not world.slack.sockets.open or None, timeout=PATIENCE)
