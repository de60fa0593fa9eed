"""The addresses for whoever runs Chorister: /healthz, /readyz and, on a port of their own alone, /metrics."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.health import Health
from bot.measures import CONTENT_TYPE
from bot.settings import Settings
from bot.web_server import answering

Page = Callable[[], Awaitable[bytes]]


def health_routes(health: Health) -> list[Route]:
    """Whether the process lives, and whether it is ready; nothing of this is secret."""

    async def healthz(request: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(request: Request) -> Response:
        failing = await health.failing()
        return JSONResponse({"ready": not failing} | failing, 503 if failing else 200)

    return [Route("/healthz", healthz), Route("/readyz", readyz)]


def operations_app(health: Health, page: Page) -> Starlette:
    """These, and the figures."""

    async def metrics(request: Request) -> Response:
        return Response(await page(), media_type=CONTENT_TYPE)

    return Starlette(routes=[*health_routes(health), Route("/metrics", metrics)])


@asynccontextmanager
async def operations(settings: Settings, health: Health, page: Page) -> AsyncIterator[None]:
    """Answer on CHORISTER_OPS_PORT, where that is set. Raises BotError."""
    if settings.chorister_ops_port is None:
        yield
        return
    at = (settings.chorister_ops_host, settings.chorister_ops_port)
    async with answering(operations_app(health, page), *at):
        yield
