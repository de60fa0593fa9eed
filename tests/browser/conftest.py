"""
For each file one browser, one world and the bot in it: a process has one bot at a time, which outlives no loop. A page for
each test.
"""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from bot.app import App
from sandbox.hosts import know_hosts
from sandbox.window.server import window
from sandbox.world import World
from tests.browser.chromium import NONE, found, launched
from tests.browser.somebody import Somebody
from tests.conftest import AFTERNOON, at_home


@dataclass(frozen=True)
class Stage:
    """A world, the bot in it, and the window's address."""

    world: World
    app: App
    url: str


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        path = found(playwright)
        if path is None:
            pytest.skip(NONE)
        browser = await launched(playwright, path)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(used_home: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    home = tmp_path_factory.mktemp("browser")
    shutil.copytree(used_home, home, dirs_exist_ok=True)
    async with World(now=AFTERNOON) as world:
        know_hosts(world)
        world.slack.rate_limits = world.truto.options.rate_limits = False
        world.truto.options.page_size = 100
        async with at_home(world, home, CHORISTER_DIGEST_TOKENS="0") as app, window(world) as url:
            yield Stage(world, app, url)


@pytest_asyncio.fixture(loop_scope="module")
async def ana(browser: Browser, stage: Stage) -> AsyncIterator[Somebody]:
    """Ana, in front of her browser; whatever it complains of fails the test."""
    context = await browser.new_context(viewport={"width": 1600, "height": 1000}, locale="en-GB")
    somebody = Somebody(await context.new_page(), stage.url, stage.world)
    yield somebody
    await context.close()
    assert somebody.errors == []
