"""`chorister run`: listen over Socket Mode, or for signed HTTP requests, until told to stop."""

import asyncio
import logging
import signal
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import uvicorn
from aiohttp import ClientError
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_sdk.errors import SlackApiError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.app import App, running
from bot.errors import BotError
from bot.one_process import InUse
from bot.settings import Settings
from bot.slack.speaking import reason

log = logging.getLogger(__name__)


async def serve(settings: Settings, now: Callable[[], float] = time.time) -> int:
    """Run until SIGTERM or SIGINT; running steps are finished, waiting ones go on after the next start."""
    stop = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signum, stop.set)
    try:
        async with running(settings, now) as app, listening(app, settings):
            log.info("Chorister is listening.")
            await stop.wait()
            log.info("Stopping.")
    except InUse as error:
        raise BotError(str(error)) from error
    except SlackApiError as error:
        raise BotError(f"Slack does not let us in: {reason(error)}. Check SLACK_BOT_TOKEN.") from error
    except ClientError as error:
        raise BotError(f"Slack cannot be reached at {settings.slack_api_url}.") from error
    return 0


@asynccontextmanager
async def listening(app: App, settings: Settings) -> AsyncIterator[None]:
    """Listen for Slack: Socket Mode where there is an app token, else signed HTTP."""
    way = socket_mode(app, settings) if settings.slack_app_token else http(app, settings)
    async with way:
        yield


@asynccontextmanager
async def socket_mode(app: App, settings: Settings) -> AsyncIterator[None]:
    """One WebSocket to Slack; no public address needed."""
    assert settings.slack_app_token is not None
    token = settings.slack_app_token.get_secret_value()
    try:
        # Asked once in plain: the socket client tries a refused token again for ever.
        await app.bolt.client.apps_connections_open(app_token=token)
    except SlackApiError as error:
        raise BotError(f"Slack refuses the app token: {reason(error)}. Check SLACK_APP_TOKEN.") from error
    handler = AsyncSocketModeHandler(app.bolt, token)
    await handler.connect_async()
    try:
        yield
    finally:
        await handler.close_async()


@asynccontextmanager
async def http(app: App, settings: Settings) -> AsyncIterator[None]:
    """Signed requests on PORT: POST /slack/events; GET /healthz says that the process lives."""
    config = uvicorn.Config(web_app(app), log_level="warning", lifespan="off", access_log=False)
    server = uvicorn.Server(config)
    try:
        door = socket.create_server((settings.host, settings.port))
    except OSError as error:
        raise BotError(f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}.") from error
    with door:
        task = asyncio.ensure_future(server.serve(sockets=[door]))
        try:
            yield
        finally:
            server.should_exit = True
            with suppress(asyncio.CancelledError):
                await task


def web_app(app: App) -> Starlette:
    """The addresses of the HTTP transport, and the way in for workspaces where they may add us."""
    slack = AsyncSlackRequestHandler(app.bolt)

    async def events(request: Request) -> Response:
        return await slack.handle(request)

    async def healthz(request: Request) -> Response:
        return PlainTextResponse("ok")

    own = [Route("/slack/events", events, methods=["POST"]), Route("/healthz", healthz)]
    return Starlette(routes=[*own, *app.pages])
