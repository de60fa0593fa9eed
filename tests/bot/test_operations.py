"""The addresses for whoever runs Chorister: on a port of their own, and only where one is asked for."""

import httpx
import pytest

from bot.health import Health
from bot.operations import operations, operations_app
from tests.builders import settings


async def page() -> bytes:
    return b"# HELP x X.\n"


def client(health: Health) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=operations_app(health, page))
    return httpx.AsyncClient(transport=transport, base_url="http://ops.test")


async def test_a_process_that_is_not_ready_lives_all_the_same() -> None:
    async with client(Health()) as ops:
        alive, ready = await ops.get("/healthz"), await ops.get("/readyz")
    assert (alive.status_code, alive.text) == (200, "ok")
    assert ready.status_code == 503
    assert ready.json() == {"ready": False, "database": "starting", "engine": "starting", "slack": "starting"}


async def test_the_figures_are_told_as_prometheus_reads_them() -> None:
    async with client(Health()) as ops:
        answer = await ops.get("/metrics")
    assert (answer.status_code, answer.content) == (200, b"# HELP x X.\n")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")


async def test_they_are_answered_on_loopback_at_the_port_that_is_set_and_nowhere_without(
    free_port: int,
) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{free_port}") as ops:
        async with operations(settings(), Health(), page):
            with pytest.raises(httpx.ConnectError):
                await ops.get("/healthz")
        async with operations(settings(CHORISTER_OPS_PORT=str(free_port)), Health(), page):
            assert (await ops.get("/healthz")).text == "ok"
