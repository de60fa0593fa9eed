"""The load balancer of the fleet's stories: in turn to those who live, 502 from those who do not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

from tests.fleet.balancer import Balancer
from tests.fleet.crew import free_ports
from tests.fleet.scene import within


@asynccontextmanager
async def target(name: str, port: int) -> AsyncIterator[str]:
    """Something that answers with its name and a header it was sent."""

    async def answer(request: web.Request) -> web.Response:
        body = (await request.read()).decode()
        return web.Response(text=f"{name} {body} {request.headers.get('x-slack-signature')}")

    app = web.Application()
    app.add_routes([web.post("/slack/events", answer), web.get("/healthz", answer)])
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


async def post(balancer: Balancer) -> tuple[int, str]:
    headers = {"X-Slack-Signature": "v0=1"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{balancer.url}/slack/events", data="hi", headers=headers) as answer,
    ):
        return answer.status, await answer.text()


async def test_it_goes_round_and_takes_a_dead_one_out_after_two_checks() -> None:
    ports = free_ports(2)
    addresses = [f"http://127.0.0.1:{port}" for port in ports]
    async with target("one", ports[0]), Balancer(addresses, every=0.02) as balancer:
        async with target("two", ports[1]):
            await within(5, lambda: len(balancer.healthy) == 2)
            said = sorted([await post(balancer), await post(balancer)])
            assert said == [(200, "one hi v0=1"), (200, "two hi v0=1")]
        assert [await post(balancer) for _ in range(2)] == [(200, "one hi v0=1")] * 2, "the next one is asked"
        await within(5, lambda: balancer.healthy == addresses[:1])
        assert await post(balancer) == (200, "one hi v0=1")
    assert balancer.answers == {200: 5}


async def test_where_nobody_answers_it_says_502() -> None:
    (port,) = free_ports(1)
    async with Balancer([f"http://127.0.0.1:{port}"], every=60) as balancer:
        assert (await post(balancer))[0] == 502
        balancer.take_in(balancer.targets[0])
        assert (await post(balancer))[0] == 502
