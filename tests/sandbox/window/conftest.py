"""The window on a world without a bot, and a browser's requests to it."""

from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import httpx
import pytest

from sandbox.window.server import window
from sandbox.world import World

Post = Callable[..., Coroutine[Any, Any, httpx.Response]]


@pytest.fixture
async def browser(world: World) -> AsyncIterator[httpx.AsyncClient]:
    """Asks for pages as a browser does."""
    async with (
        window(world) as url,
        httpx.AsyncClient(base_url=url, headers={"Origin": url}, follow_redirects=True) as client,
    ):
        yield client


@pytest.fixture
def post(browser: httpx.AsyncClient, world: World) -> Post:
    """Posts a form of a page of Ana's, or of somebody else's."""

    async def send(address: str, who: str = "ana", at: str = "deals", **fields: str) -> httpx.Response:
        viewer = {"viewer": world.company.person(who).slack_id}
        return await browser.post(
            address, data=viewer | fields, headers={"Referer": f"{browser.base_url}/{who}/{at}"}
        )

    return send
