"""A web server of this process, open as long as it is needed."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

import uvicorn
from starlette.applications import Starlette

from bot.errors import BotError

LAST = 4
"""Seconds for requests that are under way when the server ends."""
IDLE = 75
"""
Seconds for which a connection without a request stays open: more than a balancer in front keeps it (a cloud's 60). Were ours
closed first, the balancer's next request could meet the closing and fail, and Slack would have to send it again.
"""


class Server(uvicorn.Server):
    """Ends when it is told to, and leaves the signals to bot/serve.py: until the very end somebody has to say "stopping"."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def config(app: Starlette) -> uvicorn.Config:
    """How requests are answered, and how long for a connection waits for the next one."""
    quiet: dict[str, Any] = {"log_level": "warning", "log_config": None, "access_log": False}
    lasts: dict[str, Any] = {"timeout_keep_alive": IDLE, "timeout_graceful_shutdown": LAST}
    return uvicorn.Config(app, lifespan="off", **lasts, **quiet)


@asynccontextmanager
async def answering(app: Starlette, host: str, port: int) -> AsyncIterator[asyncio.Future[None]]:
    """
    Answer requests at an address of this machine. Yields what ends with the server. Raises BotError where somebody else
    answers there.
    """
    server = Server(config(app))
    try:
        door = socket.create_server((host, port))
    except OSError as error:
        raise BotError(f"Cannot listen on {host}:{port}: {error.strerror}.") from error
    with door:
        task = asyncio.ensure_future(server.serve(sockets=[door]))
        try:
            yield task
        finally:
            server.should_exit = True
            with suppress(asyncio.CancelledError):
                await task
