"""
Bots as processes of their own, each forked from one that has imported everything: to import it anew takes three seconds of
computing, and dozens of them are born and killed. A module runs in them as under `python -m`.
"""

import asyncio
import multiprocessing
import os
import runpy
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["bot.__main__", "bot.serve", "tests.chaos.mortal", "tests.nursery"])


class Process:
    """One of them, in the words of asyncio's own."""

    def __init__(self, born: "multiprocessing.context.ForkServerProcess") -> None:
        self._born = born

    @property
    def pid(self) -> int:
        assert self._born.pid is not None
        return self._born.pid

    @property
    def returncode(self) -> int | None:
        return self._born.exitcode

    def send_signal(self, signum: int) -> None:
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signum)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    async def wait(self) -> int | None:
        """Wait for its end; returns its code, or the signal that ended it, below zero."""
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._born.sentinel, ended.set)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(self._born.sentinel)
        return self.returncode


async def born(env: Mapping[str, str], module: str, *args: str) -> Process:
    """Start `python -m module args` with exactly this environment; what it says on its standard error is not kept."""
    process = FORKS.Process(target=_live, args=(dict(env), module, args), daemon=True)
    await asyncio.to_thread(process.start)  # the first one waits for the imports
    return Process(process)


def _live(env: Mapping[str, str], module: str, args: tuple[str, ...]) -> None:
    os.environ.clear()
    os.environ.update(env)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 2)
    os.close(quiet)
    sys.argv = [module, *args]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
