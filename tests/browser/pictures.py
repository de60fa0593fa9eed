"""`make pictures`: the README's pictures, taken while people do their jobs in the window and the bot runs beside it."""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from bot.ahead import tell
from sandbox.hosts import know_hosts
from sandbox.tour.child import child
from sandbox.window.server import window
from sandbox.world import World
from tests.browser.chromium import NONE, found, launched
from tests.browser.slim import slim
from tests.browser.somebody import Somebody
from tests.play import PUSH, RECORD, REVIEW

ROOT = Path(__file__).parents[2]
ALBUM = ROOT / "sandbox" / "pictures"
AFTERNOON = datetime(2026, 6, 3, 15, 0, tzinfo=UTC)
WIDE, NARROW = {"width": 1280, "height": 1040}, {"width": 760, "height": 900}
MARGIN = 6
REVIEWING = 90_000.0
"""Milliseconds that a digest may take: the bot keeps Truto's pace."""
LIVELY = {"CHORISTER_EDIT_PAUSE": "0.2", "CHORISTER_POLL": "0.7", "CHORISTER_DIGEST_TOKENS": "0"}


class Album:
    """Takes the pictures, one after the other."""

    def __init__(self, browser: Browser, world: World, url: str) -> None:
        self._browser, self._world, self._url = browser, world, url

    async def take_all(self) -> None:
        """Play the jobs, and keep a picture of each."""
        await self.write_back()
        await self.intercept()
        await self.warn()
        await self.home()

    async def intercept(self) -> None:
        """Ben's recorder, in the call."""
        async with self._as("ben", NARROW) as ben:
            await ben.ask(RECORD)
            await ben.reads("Chorus took the link")
            self._world.clock.advance(10)
            await ben.reads("seen in the call")
            await _settled(ben.page)
            await self._keep(ben.page.locator("#messages"), "intercept")

    async def write_back(self) -> None:
        """Ana's card, and the whole window once it was approved."""
        async with self._as("hugo", NARROW) as ana:
            await ana.ask(PUSH)
            await ana.reads("your decision")
            await _settled(ana.page)
            await self._keep(ana.page.locator("#messages > li").last, "write-back")
            address = ana.page.url
        async with self._as("ana", WIDE) as ana:
            await ana.page.goto(address)
            await ana.button("Approve").click()
            await ana.reads("CRM update: written", "The card says so.")
            await expect(ana.panel("CRM record")).to_contain_text("Metrics")
            await _settled(ana.page)
            await _hold_still(ana.page)
            (ALBUM / "window.png").write_bytes(await slim(ana.page, await ana.page.screenshot()))

    async def warn(self) -> None:
        """Sam's alert."""
        async with self._as("sam", NARROW) as sam:
            await sam.ask(REVIEW)
            await sam.reads("The alert above names them")
            await _settled(sam.page)
            alert = sam.page.locator("#messages > li").filter(has_text="is empty or at risk").first
            await self._keep(alert, "alert", alert.locator(".block").nth(4))

    async def home(self) -> None:
        """Sam's Home tab with a digest made in its form, and that digest, sent at once."""
        async with self._as("sam", NARROW) as sam:
            page = sam.page
            await sam.open()
            await page.get_by_role("button", name="Home").click()
            await page.get_by_role("button", name="New digest").click()
            await sam.form.get_by_label("Channel").select_option(label="#deals")
            await sam.form.get_by_role("button", name="Schedule").click()
            await expect(sam.form).to_contain_text("The digest goes to")
            await page.keyboard.press("Escape")
            await page.get_by_role("button", name="Run now").click()
            await sam.open()
            digest = page.locator("#messages > li").filter(has_text="Deal risk").last
            await expect(digest).to_be_visible(timeout=REVIEWING)
            await self._keep(digest, "digest", digest.locator(".block").nth(6))
            await sam.open()
            await page.get_by_role("button", name="Home").click()
            await expect(page.get_by_role("button", name="Run now")).to_be_visible()
            await self._keep(page.locator("#home"), "home")

    @asynccontextmanager
    async def _as(self, who: str, size: Mapping[str, int]) -> AsyncIterator[Somebody]:
        context = await self._browser.new_context(viewport={**size}, locale="en-GB", bypass_csp=True)
        yield Somebody(await context.new_page(), self._url, self._world, who)
        await context.close()

    async def _keep(self, what: Locator, name: str, last: Locator | None = None) -> None:
        """Keep a picture of something, down to the last of its parts that shall be seen."""
        page = what.page
        await _hold_still(page)
        # All of it at once: nothing scrolls, and nothing else is in the way.
        await page.add_style_tag(path=Path(__file__).with_name("pictures.css"))
        box, end = await what.bounding_box(), await (last or what).bounding_box()
        assert box is not None
        assert end is not None
        height = end["y"] + end["height"] - box["y"] + (MARGIN if last else 0)
        shot = await page.screenshot(clip={**box, "height": height}, full_page=True)
        (ALBUM / f"{name}.png").write_bytes(await slim(page, shot))


async def _hold_still(page: Page) -> None:
    """From now on nothing is drawn anew: what is measured is what is taken."""
    await page.evaluate(
        "document.querySelectorAll('[data-live]').forEach(one => one.removeAttribute('data-live'))"
    )


async def _settled(page: Page) -> None:
    """Nobody points at anything, and no step is being drawn as under way."""
    await page.mouse.move(0, 0)
    await expect(page.locator("#messages .sign.in_progress")).to_have_count(0)


async def main() -> None:
    """Take them."""
    ALBUM.mkdir(exist_ok=True)
    async with async_playwright() as playwright:
        path = found(playwright)
        if path is None:
            sys.exit(f"No pictures: {NONE}.")
        browser = await launched(playwright, path)
        with tempfile.TemporaryDirectory() as home:
            await _with_bot(browser, Path(home))
        await browser.close()


async def _with_bot(browser: Browser, home: Path) -> None:
    async with World(now=AFTERNOON) as world, window(world) as url:
        know_hosts(world)
        # Limits count by a clock that stands still here.
        world.slack.rate_limits = world.truto.options.rate_limits = False
        world.truto.options.page_size = 100
        ahead = home / "ahead"
        tell(ahead, AFTERNOON.timestamp())
        env = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            **world.env(),
            **LIVELY,
            "CHORISTER_HOME": str(home),
        }
        command = [sys.executable, "-m", "bot", "run", "--ahead", str(ahead)]
        async with child(command, env, home / "bot.log"):
            await world.slack.wait_for(lambda: world.slack.sockets.open, 30.0)
            await Album(browser, world, url).take_all()


if __name__ == "__main__":
    asyncio.run(main())
