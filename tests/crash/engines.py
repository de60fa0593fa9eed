"""Processes with the engine alone (tests/crash/seats.py): started, told to go on, and what they wrote down."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import sqlalchemy as sa

Line = tuple[str, str, str, float]
"""What happened, to which run, in which process, when."""
Process = asyncio.subprocess.Process


@asynccontextmanager
async def engines(
    url: sa.URL, file: Path, *whats: str, dead_after: float = 20.0
) -> AsyncIterator[list[Process]]:
    """Processes that are each there for something, and ready; one begins once it is told to go on. None is left behind."""
    pipe, address = asyncio.subprocess.PIPE, url.render_as_string(hide_password=False)
    module = (sys.executable, "-m", "tests.crash.seats", address, str(file))
    made = [
        await asyncio.create_subprocess_exec(*module, what, str(dead_after), stdin=pipe, stdout=pipe)
        for what in whats
    ]
    try:
        for process in made:
            await told(process, "ready")
        yield made
    finally:
        for process in made:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def told(process: Process, word: str) -> None:
    """Wait until it says a word."""
    assert process.stdout
    line = await asyncio.wait_for(process.stdout.readline(), 60)
    assert line.decode().strip() == word


async def go_on(process: Process) -> None:
    """Let it begin, or end where it is done."""
    assert process.stdin
    process.stdin.write(b"\n")
    await process.stdin.drain()


async def ended(process: Process) -> None:
    """Let it end well."""
    await go_on(process)
    assert await asyncio.wait_for(process.wait(), 60) == 0


def read(file: Path) -> list[Line]:
    """What all of them wrote down."""
    found = [line.split(" ") for line in file.read_text().splitlines()] if file.exists() else []
    return [(what, key, pid, float(moment)) for what, key, pid, moment in found]


async def until(file: Path, what: str, number: int) -> list[Line]:
    """Wait until something was written down so many times."""
    async with asyncio.timeout(60):
        while len(lines := [line for line in read(file) if line[0] == what]) < number:  # noqa: ASYNC110 - a file tells nobody
            await asyncio.sleep(0.05)
    return lines
