"""The outside world and the bot in it, as the stories need them: real servers, real clients, a clock that stands still."""

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import App, running
from bot.serve import listening
from bot.settings import Settings
from sandbox.world import World
from tests.play import Play

AFTERNOON = datetime(2026, 6, 3, 15, 0, tzinfo=UTC)

Start = Callable[..., AbstractAsyncContextManager[App]]


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """The company at three in the afternoon; time moves only when a story moves it."""
    async with World(seed=1, now=AFTERNOON) as world:
        # Limits count by a clock that stands still here; the stories about limits switch them on.
        world.slack.rate_limits = False
        world.truto.options.rate_limits = False
        yield world


@pytest.fixture
def start(world: World, tmp_path: Path) -> Start:
    """Starts a bot in this world over Socket Mode, with settings of one's own."""

    @asynccontextmanager
    async def begin(**settings: str) -> AsyncIterator[App]:
        env = world.env() | {
            "CHORISTER_HOME": str(tmp_path),
            "CHORISTER_EDIT_PAUSE": "0.01",
            "CHORISTER_POLL": "3",
            **settings,
        }
        made = Settings.from_env(env)
        async with (
            running(made, lambda: world.clock.now().timestamp(), hurry=100) as app,
            listening(app, made),
        ):
            yield app

    return begin


@pytest.fixture
async def play(world: World, start: Start) -> AsyncIterator[Play]:
    """A bot is running; say and click as the company's people do."""
    async with start():
        yield Play(world)


@pytest.fixture
def program() -> list[str]:
    """The command line of the bot as a process of its own."""
    return [sys.executable, "-m", "bot", "run"]
