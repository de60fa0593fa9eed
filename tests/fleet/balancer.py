"""A load balancer on this computer, like one of a cloud: round robin, health checks, 502 where nobody answers."""

import asyncio
import itertools
from collections import Counter
from contextlib import suppress
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp import web

OUT_AFTER = 2
"""Failed checks in a row after which a target gets nothing more; one good check brings it back."""
PASSED_ON = ("content-type", "user-agent")


class Balancer:
    """
    Passes requests on to whichever of its targets is next. Where a target takes no connection, the one after it gets the
    request; what was sent and not answered is not sent again, since it may have been done.
    """

    def __init__(self, targets: list[str], every: float = 2.0) -> None:
        self.targets, self.every = targets, every
        self.answers: Counter[int] = Counter()
        """How often each status was answered."""
        self.url = ""
        self._failed = dict.fromkeys(targets, OUT_AFTER)
        self._turn = itertools.count()
        self._checks: list[asyncio.Task[None]] = []

    @property
    def healthy(self) -> list[str]:
        """The targets that get requests now."""
        return [target for target in self.targets if self._failed[target] < OUT_AFTER]

    async def __aenter__(self) -> Self:
        self._out = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        app = web.Application(client_max_size=8 * 1024**2)
        app.router.add_route("*", "/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._checks = [asyncio.ensure_future(self._watch(target)) for target in self.targets]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for check in self._checks:
            check.cancel()
        await asyncio.gather(*self._checks, return_exceptions=True)
        await self._runner.cleanup()
        await self._out.close()

    def take_in(self, target: str) -> None:
        """Send requests to a target, whatever the checks have said of it so far."""
        self._failed[target] = 0

    async def _watch(self, target: str) -> None:
        while True:
            self._failed[target] = 0 if await self._lives(target) else self._failed[target] + 1
            await asyncio.sleep(self.every)

    async def _lives(self, target: str) -> bool:
        with suppress(aiohttp.ClientError, TimeoutError):
            async with self._out.get(
                f"{target}/healthz", timeout=aiohttp.ClientTimeout(self.every)
            ) as answer:
                return answer.status == 200
        return False

    async def _serve(self, request: web.Request) -> web.Response:
        answer = await self._pass_on(request)
        self.answers[answer.status] += 1
        return answer

    async def _pass_on(self, request: web.Request) -> web.Response:
        healthy, first = self.healthy, next(self._turn)
        for n in range(len(healthy)):
            try:
                return await self._ask(healthy[(first + n) % len(healthy)], request)
            except aiohttp.ClientConnectorError:
                continue
            except aiohttp.ClientError:
                break
        return web.Response(status=502)

    async def _ask(self, target: str, request: web.Request) -> web.Response:
        headers = {
            name: value
            for name, value in request.headers.items()
            if name.lower() in PASSED_ON or name.lower().startswith("x-slack-")
        }
        url, body = target + request.path, await request.read()
        async with self._out.request(request.method, url, data=body, headers=headers) as answer:
            kind = {"content-type": answer.headers.get("content-type", "text/plain")}
            return web.Response(status=answer.status, body=await answer.read(), headers=kind)
