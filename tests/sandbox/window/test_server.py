"""The window opens on loopback, shares the loop, and closes without waiting for anybody."""

import asyncio

import httpx
import pytest

from sandbox.window.server import HOST, window
from sandbox.world import World


async def test_it_is_there_while_it_is_open_and_on_this_computer_alone(world: World) -> None:
    async with window(world) as url, httpx.AsyncClient() as client:
        assert url.startswith(f"http://{HOST}:")
        assert (await client.get(f"{url}/ana/deals")).status_code == 200
    async with httpx.AsyncClient() as client:
        with pytest.raises(httpx.ConnectError):
            await client.get(url)


async def test_a_page_that_listens_does_not_keep_it_open(world: World) -> None:
    async with window(world) as url, httpx.AsyncClient() as client:
        listening = client.stream("GET", f"{url}/events")
        answer = await listening.__aenter__()
        lines = answer.aiter_lines()
        assert await anext(lines) == "data: 0"
        await world.slack.say(world.company.person("ana"), "deals", "hello")
        async with asyncio.timeout(5):
            assert [line async for line in _until_data(lines)]
    await listening.__aexit__(None, None, None)


async def _until_data(lines):
    async for line in lines:
        if line.startswith("data: ") and line != "data: 0":
            yield line
            return


async def test_a_port_that_is_taken_is_an_error_at_once(world: World) -> None:
    async with window(world) as url:
        with pytest.raises(OSError, match="in use"):
            async with window(world, int(url.rpartition(":")[2])):
                pass
