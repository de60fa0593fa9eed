"""A web server of this process: open as long as it is needed, and plain about an address that is taken."""

import signal

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.errors import BotError
from bot.web_server import answering, config


async def hello(request: Request) -> PlainTextResponse:
    return PlainTextResponse("hello")


async def test_it_answers_while_it_is_open_and_leaves_the_signals_alone(free_port: int) -> None:
    before = signal.getsignal(signal.SIGTERM)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{free_port}") as client:
        async with answering(Starlette(routes=[Route("/", hello)]), "127.0.0.1", free_port):
            assert (await client.get("/")).text == "hello"
            assert signal.getsignal(signal.SIGTERM) is before
            with pytest.raises(BotError, match=f"Cannot listen on 127.0.0.1:{free_port}"):
                async with answering(Starlette(), "127.0.0.1", free_port):
                    pass
        with pytest.raises(httpx.ConnectError):
            await client.get("/")


def test_a_balancer_gives_up_an_idle_connection_before_we_do() -> None:
    clouds = 60  # seconds, where nobody sets another
    assert config(Starlette()).timeout_keep_alive > clouds
