"""`chorister run`: listen over Socket Mode, or for signed HTTP requests, until told to stop."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any

from aiohttp import ClientError
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.request import SocketModeRequest
from starlette.applications import Starlette
from starlette.routing import Route

from bot.app import App, running
from bot.errors import BotError
from bot.front_door import PATIENCE, FrontDoor
from bot.health import Health
from bot.leaving import Leaving
from bot.one_process import InUse
from bot.operations import health_routes, operations
from bot.settings import Settings
from bot.slack.speaking import reason
from bot.sockets import Sockets
from bot.standing import Figures
from bot.start_line import about, said_of
from bot.watch import watch_of
from bot.web_server import answering

log = logging.getLogger(__name__)

ENVELOPE = ("type", "envelope_id", "payload", "accepts_response_payload", "retry_attempt", "retry_reason")


async def serve(settings: Settings, now: Callable[[], float] = time.time) -> int:
    """Run until SIGTERM or SIGINT; running steps are finished, waiting ones go on after the next start."""
    leaving, watch, health = Leaving(settings.chorister_stop_within), watch_of(settings), Health()
    watch.measures.runs_as(*about(settings))
    figures = Figures(watch.measures)
    try:
        with leaving.heeding_signals():
            async with (
                operations(settings, health, figures.page),
                running(settings, now, leaving=leaving, watch=watch, health=health) as app,
                listening(app, settings) as ends,
            ):
                figures.looking = app.looking
                log.info("Chorister is listening. %s", said_of(settings))
                await _first(leaving.told, ends)
                log.info("Stopping.")
                health.stopping = True
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
        app.health.connected = sockets.is_open
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
    """Signed requests on PORT."""
    async with answering(web_app(app), settings.host, settings.port) as ends:
        app.health.connected = _always
        yield ends


async def _always() -> bool:
    """Slack can reach us as long as we answer."""
    return True


def web_app(app: App, patience: float = PATIENCE) -> Starlette:
    """
    What the world can reach: POST /slack/events, whether we live and are ready, and the way in for workspaces where they
    may add us; the figures are not for it. `patience`: seconds for the body of a request.
    """
    secret = app.settings.slack_signing_secret
    assert secret is not None
    door = FrontDoor(app.bolt, secret.get_secret_value(), patience)
    own = [Route("/slack/events", door.events, methods=["POST"]), *health_routes(app.health)]
    return Starlette(routes=[*own, *app.pages])
