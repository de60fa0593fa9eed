"""deploy/Caddyfile in a real Caddy, before two bots that are played: what gets through to whom, and how often."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from aiohttp import web

ROOT = Path(__file__).parents[1]
CADDY = Path(sys.executable).with_name("caddy")
BEHIND = """dynamic a {
				name bot
				port 3000
				refresh 5s
			}"""
EVENTS = "/slack/events"


class Behind:
    """One of the two: notes what comes, and may hang up on it."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.hangs_up = False
        self.port = 0

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        app = web.Application(client_max_size=10**8)
        app.router.add_route("*", "/{path:.*}", self._answer)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self.port)
        await site.start()
        self.port = runner.addresses[0][1]
        try:
            yield
        finally:
            await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        self.got.append(f"{request.method} {request.path}")
        await request.read()
        if self.hangs_up and request.transport:
            request.transport.abort()
        return web.Response(text="ok")


def a_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


@asynccontextmanager
async def caddy(folder: Path, *ports: int) -> AsyncIterator[httpx.AsyncClient]:
    """The proxy as it is shipped, but for how it finds the bots: here they have no names."""
    shipped = (ROOT / "deploy" / "Caddyfile").read_text("utf-8")
    assert BEHIND in shipped
    config = folder / "Caddyfile"
    config.write_text(shipped.replace(BEHIND, "to " + " ".join(f"127.0.0.1:{p}" for p in ports)), "utf-8")
    at = f"http://127.0.0.1:{a_free_port()}"
    env = {"CHORISTER_PUBLIC_URL": at, "HOME": str(folder)}
    process = await asyncio.create_subprocess_exec(
        *(CADDY, "run", "--config", config), env=env, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr
    try:
        async for line in process.stderr:
            if b"serving initial configuration" in line:
                break
        async with httpx.AsyncClient(base_url=at) as client:
            yield client
    finally:
        process.terminate()
        await process.communicate()


@pytest.fixture
async def pair() -> AsyncIterator[tuple[Behind, Behind]]:
    one, two = Behind(), Behind()
    async with one.listening(), two.listening():
        yield one, two


async def test_only_slacks_addresses_get_through_and_to_each_in_turn(
    pair: tuple[Behind, Behind], tmp_path: Path
) -> None:
    one, two = pair
    async with caddy(tmp_path, one.port, two.port) as world:
        for path in ("/metrics", "/readyz", "/healthz", "/", "/slack", "/slack/../metrics", "//metrics"):
            assert (await world.get(path)).status_code == 404, path
        assert one.got == two.got == []
        for _ in range(10):
            assert (await world.post(EVENTS, content=b"{}")).status_code == 200
        assert len(one.got) == len(two.got) == 5
        assert (await world.post(EVENTS, content=b"x" * 2_000_000)).status_code == 413


async def test_what_may_have_arrived_is_not_sent_again_and_what_did_not_is(
    pair: tuple[Behind, Behind], tmp_path: Path
) -> None:
    one, two = pair
    async with caddy(tmp_path, one.port, two.port, a_free_port()) as world:
        one.hangs_up = two.hangs_up = True
        assert (await world.post(EVENTS, content=b"{}")).status_code == 502
        assert (await world.get("/slack/oauth_redirect?code=once")).status_code == 502
        assert len(one.got) + len(two.got) == 2, "each of them once"
        one.hangs_up = two.hangs_up = False
        for _ in range(9):
            assert (await world.post(EVENTS, content=b"{}")).status_code == 200, "a third one is down"
        assert len(one.got) + len(two.got) == 11
