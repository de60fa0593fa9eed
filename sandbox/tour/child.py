"""A program that runs beside us, and is ended by its id whatever happens."""

import asyncio
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

STOPPING = 5.0
"""Seconds it may take to stop by itself."""
LAST_LINES = 15


@asynccontextmanager
async def child(command: Sequence[str], env: Mapping[str, str], log: Path) -> AsyncIterator[Process]:
    """Run a command until left; what it says goes to a file."""
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            *command, env=env, stdin=DEVNULL, stdout=out, stderr=out
        )
    try:
        yield process
    finally:
        await end(process)


async def end(process: Process) -> None:
    """Ask a process to stop, and after a while make it."""
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(STOPPING):
            await process.wait()
    except (TimeoutError, asyncio.CancelledError):
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def last_words(log: Path) -> str:
    """Return the end of what a program said, indented."""
    lines = log.read_text(errors="replace").splitlines()[-LAST_LINES:] or ["(nothing)"]
    return "\n".join(f"  {line}" for line in lines)
