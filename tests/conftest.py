"""The outside world and the bot in it, as the stories need them: real servers, real clients, a clock that stands still."""

import asyncio
import functools
import gc
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import App, running
from bot.database_url import in_file
from bot.durable import engine
from bot.serve import listening
from bot.settings import Settings
from bot.store import Database
from sandbox.company import Company
from sandbox.world import World
from tests.play import Play
from tests.postgres import empty_postgres, postgres, postgres_server

__all__ = ["empty_postgres", "postgres", "postgres_server"]  # fixtures

AFTERNOON = datetime(2026, 6, 3, 15, 0, tzinfo=UTC)

Start = Callable[..., AbstractAsyncContextManager[App]]

SLOW = {"chaos", "crash", "day", "fleet"}
"""Folders of stories that wait for processes to die and days to pass."""


def pytest_collection_finish() -> None:
    """What is there before the first test stays: nobody need look through it for garbage again and again."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They are spread over the first part of a run: they wait beside what computes, and none is left for the end."""
    files = list(dict.fromkeys(item.path for item in items))
    slow, others = (
        [f for f in files if f.parent.name in SLOW],
        [f for f in files if f.parent.name not in SLOW],
    )
    place = {f: 0.6 * n / len(slow) for n, f in enumerate(slow)}
    place |= {f: n / len(others) for n, f in enumerate(others)}
    items.sort(key=lambda item: place[item.path])


@functools.cache
def company_of(seed: int) -> Company:
    """The company of an afternoon, made once: no world changes it."""
    return Company(seed, AFTERNOON)


@pytest.fixture
async def world(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    """The company at three in the afternoon; time moves only when a story moves it. A story may ask for another seed."""
    seed = getattr(request, "param", 1)
    async with World(now=AFTERNOON, company=company_of(seed)) as world:
        # Limits count by a clock that stands still here; the stories about limits switch them on.
        world.slack.rate_limits = False
        world.truto.options.rate_limits = False
        yield world


@pytest.fixture(scope="session")
def used_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a bot that has been started before: the engine notices a brand-new queue only after a second."""
    home = tmp_path_factory.mktemp("used")

    async def start_once() -> None:
        async with Database.open(in_file(home / "chorister.sqlite")), engine(in_file(home / "engine.sqlite")):
            pass

    asyncio.run(start_once())
    return home


@asynccontextmanager
async def at_home(world: World, home: Path, **settings: str) -> AsyncIterator[App]:
    """A bot in this world over Socket Mode, with its files in `home`."""
    env = world.env() | {
        "CHORISTER_HOME": str(home),
        "CHORISTER_EDIT_PAUSE": "0.01",
        "CHORISTER_POLL": "3",
        "CHORISTER_STOP_WITHIN": "5",
        **settings,
    }
    made = Settings.from_env(env)
    async with (
        running(made, lambda: world.clock.now().timestamp(), hurry=100) as app,
        listening(app, made),
    ):
        yield app


@pytest.fixture
def start(world: World, tmp_path: Path, used_home: Path) -> Start:
    """Starts a bot in this world, with settings of one's own."""
    shutil.copytree(used_home, tmp_path, dirs_exist_ok=True)

    def begin(**settings: str) -> AbstractAsyncContextManager[App]:
        return at_home(world, tmp_path, **settings)

    return begin


@pytest.fixture
async def play(world: World, start: Start) -> AsyncIterator[Play]:
    """A bot is running; say and click as the company's people do."""
    async with start():
        yield Play(world)
