"""One address of Truto before several accounts of it: whose request it is, its API token says."""

from aiohttp import web

from sandbox.truto.reception import Reception
from sandbox.truto.server import TrutoServer


class TrutoFront:
    """Several customers of Truto's, each a `TrutoServer`, met over one address."""

    def __init__(self, servers: list[TrutoServer]) -> None:
        self.servers = servers
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def start(self) -> None:
        """Open a port of this computer for all of them."""
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/{path:.*}", self._receive)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        for server in self.servers:
            server.url = self.url

    async def stop(self) -> None:
        """Close every connection and the port."""
        for server in self.servers:
            await server.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        meant = next((server for server in self.servers if server.token == given), self.servers[0])
        return await Reception(meant).receive(request)
