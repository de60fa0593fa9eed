"""`chorister run`: listen over Socket Mode, or for signed HTTP requests, until told to stop."""

import asyncio
import logging
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import ClientError
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_sdk.errors import SlackApiError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.app import App, running
from bot.errors import BotError
from bot.health import Health
from bot.one_process import InUse
from bot.operations import health_routes, operations
from bot.settings import Settings
from bot.slack.speaking import reason
from bot.standing import Figures
from bot.start_line import about, said_of
from bot.watch import watch_of
from bot.web_server import answering

log = logging.getLogger(__name__)


async def serve(settings: Settings, now: Callable[[], float] = time.time) -> int:
    """Run until SIGTERM or SIGINT; running steps are finished, waiting ones go on after the next start."""
    stop = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signum, stop.set)
    watch, health = watch_of(settings), Health()
    watch.measures.runs_as(*about(settings))
    figures = Figures(watch.measures)
    try:
        async with (
            operations(settings, health, figures.page),
            running(settings, now, watch=watch, health=health) as app,
            listening(app, settings),
        ):
            figures.looking = app.looking
            log.info("Chorister is listening. %s", said_of(settings))
            await stop.wait()
            log.info("Stopping.")
            health.stopping = True
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
    app.health.connected = handler.client.is_connected
    try:
        yield
    finally:
        await handler.close_async()


@asynccontextmanager
async def http(app: App, settings: Settings) -> AsyncIterator[None]:
    """Signed requests on PORT."""
    async with answering(web_app(app), settings.host, settings.port):
        app.health.connected = _always
        yield


async def _always() -> bool:
    """Slack can reach us as long as we answer."""
    return True


def web_app(app: App) -> Starlette:
    """What the world can reach: POST /slack/events, and whether we live and are ready; the figures are not for it."""
    slack = AsyncSlackRequestHandler(app.bolt)

    async def events(request: Request) -> Response:
        return await slack.handle(request)

    return Starlette(routes=[Route("/slack/events", events, methods=["POST"]), *health_routes(app.health)])
