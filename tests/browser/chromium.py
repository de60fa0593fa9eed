"""A Chromium of this computer, wherever it is, and how it is started."""

import shutil
from pathlib import Path

from playwright.async_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NONE = "no Chromium here: install one (apt install chromium, or `playwright install chromium`) to run the browser tests"
ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def found(playwright: Playwright) -> str | None:
    """Return the path of a Chromium: of the system, else of Playwright's own, else None."""
    own = playwright.chromium.executable_path
    installed = next(filter(None, map(shutil.which, NAMES)), None)
    return installed or (own if Path(own).exists() else None)


async def launched(playwright: Playwright, path: str) -> Browser:
    """Start it without a window of its own, and without a word to anybody outside."""
    return await playwright.chromium.launch(executable_path=path, args=list(ARGS))
