"""`chorister run`: listen over Socket Mode, or for signed HTTP requests, until told to stop."""

import asyncio
import json
import logging
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from typing import Any

import uvicorn
from aiohttp import ClientError
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.request import SocketModeRequest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.app import App, running
from bot.errors import BotError
from bot.front_door import PATIENCE, FrontDoor
from bot.leaving import Leaving
from bot.one_process import InUse
from bot.settings import Settings
from bot.slack.speaking import reason
from bot.sockets import Sockets

log = logging.getLogger(__name__)

LAST = 4
"""Seconds for what came in to be answered once no more is taken: Slack waits for three."""
ENVELOPE = ("type", "envelope_id", "payload", "accepts_response_payload", "retry_attempt", "retry_reason")


async def serve(settings: Settings, now: Callable[[], float] = time.time) -> int:
    """Run until SIGTERM or SIGINT; running steps are finished, waiting ones go on after the next start."""
    leaving = Leaving(settings.chorister_stop_within)
    try:
        with leaving.heeding_signals():
            async with running(settings, now, leaving=leaving) as app, listening(app, settings) as ends:
                log.info("Chorister is listening.")
                await _first(leaving.told, ends)
                log.info("Stopping.")
    except InUse as error:
        raise BotError(str(error)) from error
    except SlackApiError as error:
        raise BotError(f"Slack does not let us in: {reason(error)}. Check SLACK_BOT_TOKEN.") from error
    except ClientError as error:
        raise BotError(f"Slack cannot be reached at {settings.slack_api_url}.") from error
    return 0


async def _first(told: asyncio.Event, ends: asyncio.Future[None]) -> None:
    """Wait until the process is told to end, or its transport ends by itself; raises what that raised."""
    waiting: asyncio.Future[Any] = asyncio.ensure_future(told.wait())
    await asyncio.wait({waiting, ends}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if ends.done():
        ends.result()


@asynccontextmanager
async def listening(app: App, settings: Settings) -> AsyncIterator[asyncio.Future[None]]:
    """Listen for Slack: Socket Mode where there is an app token, else signed HTTP. Yields what ends with the transport."""
    way = socket_mode(app, settings) if settings.slack_app_token else http(app, settings)
    async with way as ends:
        yield ends


@asynccontextmanager
async def socket_mode(app: App, settings: Settings) -> AsyncIterator[asyncio.Future[None]]:
    """WebSockets to Slack, one after the other; no public address needed."""
    assert settings.slack_app_token is not None
    client, token = app.bolt.client, settings.slack_app_token.get_secret_value()

    async def address() -> str:
        return str((await client.apps_connections_open(app_token=token))["url"])

    sockets = Sockets(address, partial(taken_in, app.bolt), proxy=client.proxy, ssl=client.ssl or True)
    ends = asyncio.ensure_future(sockets.run())
    try:
        await _first(sockets.connected, ends)
        yield ends
    finally:
        await sockets.close()
        ends.cancel()
        with suppress(asyncio.CancelledError, BotError):
            await ends


async def taken_in(bolt: AsyncApp, frame: dict[str, Any]) -> dict[str, Any] | None:
    """Give an envelope to its listener; the acknowledgement with its answer, or None where it was not taken in."""
    envelope: dict[str, Any] = {name: frame.get(name) for name in ENVELOPE}
    answer = await run_async_bolt_app(bolt, SocketModeRequest(**envelope))
    if answer.status != 200:
        return None
    kind = answer.headers.get("content-type", [""])[0]
    said = json.loads(answer.body) if kind.startswith("application/json") else {"text": answer.body}
    return {"envelope_id": frame["envelope_id"]} | ({"payload": said} if answer.body else {})


@asynccontextmanager
async def http(app: App, settings: Settings) -> AsyncIterator[asyncio.Future[None]]:
    """Signed requests on PORT: POST /slack/events; GET /healthz says that the process lives."""
    config = uvicorn.Config(
        web_app(app),
        log_level="warning",
        lifespan="off",
        access_log=False,
        timeout_graceful_shutdown=LAST,
    )
    server = Server(config)
    try:
        door = socket.create_server((settings.host, settings.port))
    except OSError as error:
        raise BotError(f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}.") from error
    with door:
        task = asyncio.ensure_future(server.serve(sockets=[door]))
        try:
            yield task
        finally:
            server.should_exit = True
            with suppress(asyncio.CancelledError):
                await task


class Server(uvicorn.Server):
    """Leaves signals to the process: the original takes them, and at its end sends itself each of them a second time."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def web_app(app: App, patience: float = PATIENCE) -> Starlette:
    """
    The addresses of the HTTP transport, and the way in for workspaces where they may add us. `patience`: seconds for the
    body of a request.
    """
    secret = app.settings.slack_signing_secret
    assert secret is not None
    door = FrontDoor(app.bolt, secret.get_secret_value(), patience)

    async def healthz(request: Request) -> Response:
        return PlainTextResponse("ok")

    own = [Route("/slack/events", door.events, methods=["POST"]), Route("/healthz", healthz)]
    return Starlette(routes=[*own, *app.pages])
