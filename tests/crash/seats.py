"""A process with the engine and nothing else, whose runs do nothing but take their time: who ran when goes to a file."""

import asyncio
import os
import sys
import time
from datetime import timedelta

from bot.database_url import read_address
from bot.durable import (
    AsyncFn,
    engine,
    finished,
    queue_once,
    sleep,
    start_bounded,
    start_once,
    step,
    workflow,
)
from bot.queues import Caps
from bot.workspace import split, there_are, within

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
    with within("T1"):
        for n, key in enumerate(keys):
            await queue_once(f"T1:{n // 2}", f"turn:{n}", take_time, file, key)
    await note(file, "asks", "T2|turn:0")
    with within("T2"):
        await queue_once("T2:0", "turn:0", take_time, file, "T2|turn:0")
    with within("T1"):
        await start_once("click", click, file, "T1|click")
    for key in [*keys, "T2|turn:0"]:
        workspace, name = split(key)
        with within(workspace):
            await finished(name)


def say(word: str) -> None:
    """To whoever started this process."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


async def waits(file: str) -> None:
    """Runs that are under way for a while, one of them in a step."""
    for n in range(4):
        await start_once(f"waits:{n}", take_time, file, f"waits:{n}")
    for n in range(4):
        await finished(f"waits:{n}")


async def trickle(file: str, who: str, stories: list[AsyncFn[..., None]]) -> None:
    """Events of all kinds, one after the other."""
    for n in range(6):
        for story in stories:
            key = f"{who}:{story.__name__}:{n}"
            await queue_once(f"{who}:{n}", f"{key}:turn", story, file, f"{key}:turn")
            await start_bounded(f"{key}:digest", story, file, f"{key}:digest")
            await start_once(f"{key}:click", story, file, f"{key}:click")
        await asyncio.sleep(0.1)


async def does(what: str, file: str) -> None:
    """What a process is there for. The new version has a story more."""
    if what == "floods":
        await flood(file)
    if what == "waits":
        await waits(file)
    if what == "old":
        await trickle(file, "old", [take_time])
    if what == "new":

        @workflow("test: only the new version")
        async def only_new(file: str, key: str) -> None:
            await note(file, "begins", key)
            await sleep(timedelta(seconds=SECONDS))
            await note(file, "ends", key)

        await trickle(file, "new", [take_time, only_new])


async def main(url: str, file: str, what: str, dead_after: str) -> None:
    there_are(AnyWorkspace())
    async with engine(read_address(url), caps=CAPS, dead_after=float(dead_after)):
        say("ready")
        await asyncio.to_thread(sys.stdin.readline)
        await does(what, file)
        say("done")
        await asyncio.to_thread(sys.stdin.readline)


class AnyWorkspace:
    """Whatever is named is installed."""

    async def open(self, workspace: str) -> bool:
        return True

    async def all(self) -> list[str]:
        return ["T1", "T2"]


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
