"""A process with the engine and nothing else, whose turns do nothing but take their time: who ran when goes to a file."""

import asyncio
import os
import sys
import time
from datetime import timedelta

from bot.database_url import read_address
from bot.durable import engine, finished, queue_once, sleep, start_once, step, workflow
from bot.queues import Caps, workspace_of

CAPS = Caps(turns_of_workspace=3, turns_of_process=4)
TURNS, SECONDS = 24, 0.3


@step("test: note")
async def note(file: str, *what: object) -> None:
    with open(file, "a", encoding="utf-8") as out:  # noqa: ASYNC230 - a line
        out.write(" ".join(map(str, [*what, os.getpid(), time.time()])) + "\n")


@workflow("test: take time")
async def take_time(file: str, key: str) -> None:
    await note(file, "begins", key)
    await sleep(timedelta(seconds=SECONDS))
    await note(file, "ends", key)


@workflow("test: click")
async def click(file: str, key: str) -> None:
    await note(file, "begins", key)


async def flood(file: str) -> None:
    """Many of one workspace, two in each of its conversations; then one of another workspace, and a click."""
    keys = [f"T1|turn:{n}" for n in range(TURNS)]
    for n, key in enumerate(keys):
        await queue_once(f"T1:{n // 2}", key, take_time, file, key)
    await note(file, "asks", "T2|turn:0")
    await queue_once("T2:0", "T2|turn:0", take_time, file, "T2|turn:0")
    await start_once("T1|click", click, file, "T1|click")
    for key in [*keys, "T2|turn:0"]:
        await finished(key)


def say(word: str) -> None:
    """To whoever started this process."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


async def main(url: str, file: str, first: str) -> None:
    async with engine(read_address(url), caps=CAPS, dead_after=20):
        say("ready")
        await asyncio.to_thread(sys.stdin.readline)
        if first == "floods":
            await flood(file)
        say("done")
        await asyncio.to_thread(sys.stdin.readline)


assert workspace_of("T1|turn:0") == "T1"
if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
