"""`chorister run`: it listens until it is told to stop, and says plainly why it cannot."""

import asyncio
import fcntl
import json
import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.errors import BotError
from bot.redaction import secrets_in
from bot.serve import serve
from bot.settings import Settings
from sandbox.world import World

GOES_ON = {"CHORISTER_STOP_WITHIN": "36000"}
"""Whoever is told to end is gone after this, and the tests with it."""


def settings(world: World, home: Path, **more: str) -> Settings:
    return Settings.from_env(world.env() | {"CHORISTER_HOME": str(home)} | GOES_ON | more)


async def test_it_listens_until_sigterm_and_exits_well(world: World, tmp_path: Path) -> None:
    running = asyncio.ensure_future(serve(settings(world, tmp_path)))
    await world.slack.wait_for(lambda: world.slack.sockets.open)
    os.kill(os.getpid(), signal.SIGTERM)
    assert await asyncio.wait_for(running, 10) == 0
    assert (tmp_path / "chorister.sqlite").exists()


async def test_it_says_how_it_does_from_its_first_moment_to_its_last(
    world: World, tmp_path: Path, free_port: int
) -> None:
    running = asyncio.ensure_future(serve(settings(world, tmp_path, CHORISTER_OPS_PORT=str(free_port))))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{free_port}") as client:
        await world.slack.wait_for(lambda: world.slack.sockets.open)
        while (answer := await client.get("/readyz")).status_code != 200:
            assert answer.json()["slack"] in ("starting", "disconnected")
        assert answer.json() == {"ready": True}
        figures = (await client.get("/metrics")).text
        assert 'chorister_info{database="sqlite",transport="socket"' in figures
        assert "chorister_runs_unfinished" in figures
        os.kill(os.getpid(), signal.SIGTERM)
        assert (await client.get("/healthz")).text == "ok"
        assert await asyncio.wait_for(running, 10) == 0
        with pytest.raises(httpx.ConnectError):
            await client.get("/healthz")


async def test_a_process_writes_json_from_its_first_line_to_its_last(world: World, tmp_path: Path) -> None:
    env = world.env() | {"CHORISTER_HOME": str(tmp_path), "CHORISTER_LOG": "json"}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "-v", "run"),
        env={**os.environ, **env},
        stderr=asyncio.subprocess.PIPE,
    )
    await world.slack.wait_for(lambda: world.slack.sockets.open, timeout=30.0)
    process.terminate()
    _, told = await process.communicate()
    lines = [json.loads(line) for line in told.decode().splitlines()]
    assert process.returncode == 0
    assert lines[-1]["message"] == "Stopping."
    (first,) = [line for line in lines if line["message"].startswith("Chorister is listening. Version ")]
    assert (first["level"], first["logger"], first["worker"]) == ("INFO", "bot.serve", "local")
    assert not [secret for secret in secrets_in(env) if secret in told.decode()]


async def test_a_token_that_slack_refuses_is_said(world: World, tmp_path: Path) -> None:
    with pytest.raises(BotError, match=r"Slack does not let us in: invalid_auth. Check SLACK_BOT_TOKEN"):
        await serve(settings(world, tmp_path, SLACK_BOT_TOKEN="xoxb-wrong"))


async def test_an_app_token_that_slack_refuses_is_said(world: World, tmp_path: Path) -> None:
    with pytest.raises(BotError, match=r"Slack refuses the app token: \w+. Check SLACK_APP_TOKEN"):
        await serve(settings(world, tmp_path, SLACK_APP_TOKEN="xapp-wrong"))


async def test_a_port_that_is_taken_is_said(world: World, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with pytest.raises(BotError, match=f"Cannot listen on 127.0.0.1:{port}"):
            await serve(settings(world, tmp_path, SLACK_APP_TOKEN="", SLACK_SIGNING_SECRET="s", PORT=port))


async def test_slack_out_of_reach_is_said(world: World, tmp_path: Path) -> None:
    with pytest.raises(BotError, match=r"Slack cannot be reached at http://127.0.0.1:9/"):
        await serve(settings(world, tmp_path, SLACK_API_URL="http://127.0.0.1:9/"))


@pytest.fixture
def taken(tmp_path: Path) -> Iterator[Path]:
    """A home whose files another process has."""
    with open(tmp_path / "engine.sqlite.lock", "w", encoding="utf-8") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield tmp_path


async def test_a_second_process_on_the_same_files_is_told_to_stop_the_first(
    world: World, taken: Path
) -> None:
    with pytest.raises(BotError, match="in use by another Chorister process"):
        await serve(settings(world, taken))
