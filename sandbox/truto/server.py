"""Truto's API on this computer: real HTTP in front of one Chorus account and its CRM."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Literal, TypeVar

from aiohttp import web

from sandbox.clock import PATIENCE, Clock
from sandbox.company import Company
from sandbox.faults import Faults
from sandbox.truto.accounts import MAIN, Accounts
from sandbox.truto.chorus import Chorus
from sandbox.truto.crm import Crm
from sandbox.truto.exchange import Handler
from sandbox.truto.idempotency import Memory
from sandbox.truto.journal import Call, Journal
from sandbox.truto.limits import Limits
from sandbox.truto.options import Options
from sandbox.truto.reception import Reception
from sandbox.truto.routes import ROUTES

T = TypeVar("T")


class TrutoServer:
    """The server, and everything a test may look at or change while it runs."""

    account_id = MAIN

    def __init__(self, clock: Clock, company: Company, options: Options | None = None) -> None:
        self.clock, self.company = clock, company
        self.token = "-".join(("truto", "sandbox", "token"))
        self.options = options or Options()
        self.crm = Crm(company)
        self.chorus = Chorus(clock, company, self.crm, self.options)
        self.faults = Faults()
        self.accounts = Accounts(company, self.options)
        self.limits = Limits()
        self.memory = Memory()
        self.handlers: dict[tuple[str, str], Handler] = dict(ROUTES)
        self.book = Journal(clock, self.chorus.next_change)
        self.chorus.changed = self.book.changed
        self.url = ""
        self.released = asyncio.Event()
        self._runner: web.AppRunner | None = None

    def release(self) -> None:
        """Let the requests go on that a `hold` fault is keeping."""
        self.released.set()
        self.released = asyncio.Event()

    async def start(self, port: int = 0) -> None:
        """Listen on the loopback address; `url` says where."""
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/{path:.*}", Reception(self).receive)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        host, bound = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{bound}"

    async def stop(self) -> None:
        """Stop listening and close every connection."""
        self.release()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
            await asyncio.sleep(0)

    @property
    def connect_url(self) -> str:
        """The page on which people connect an account of their own."""
        return f"{self.url}/connect-account"

    @property
    def journal(self) -> list[Call]:
        """Every request received so far."""
        return self.book.calls

    def calls(self, tool: str) -> list[Call]:
        """Return the requests that were calls of `tool`."""
        return [call for call in self.journal if call.tool == tool]

    def wait_for(
        self, predicate: Callable[[], T | Literal[False] | None], timeout: float = PATIENCE
    ) -> Coroutine[Any, Any, T]:
        """Wait until the predicate is truthy and return its value; looks again at every change."""
        return self.book.until(predicate, timeout)
