"""Slack as an app sees it that many workspaces add: one Web API for all of them, and the page on which people say yes."""

import asyncio
import html
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from aiohttp import web

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.slack import arguments
from sandbox.slack.api import WebApi
from sandbox.slack.changes import Changes
from sandbox.slack.errors import SlackRefusal
from sandbox.slack.events import farewell
from sandbox.slack.grants import Client, Grants, scopes_of
from sandbox.slack.journal import Call, Json
from sandbox.slack.limits import SPECIAL
from sandbox.slack.registry import Method
from sandbox.slack.server import SlackServer
from sandbox.slack.side_doors import SideDoors

Serve = Callable[[web.Request], Awaitable[web.StreamResponse]]

PAGE = """<!doctype html><title>Slack</title><h1>Chorister asks to be added</h1><p>{scopes}</p>
<form method="post"><select name="workspace">{workspaces}</select><input name="user" value="">
<button name="answer" value="allow">Allow</button><button name="answer" value="cancel">Cancel</button></form>"""


class SlackFront:
    """Several workspaces, each a `SlackServer`, that add one app and are met over one address."""

    def __init__(self, clock: Clock, servers: list[SlackServer], client: Client | None = None) -> None:
        self.servers = {server.me.key: server for server in servers}
        self.client = client or Client()
        self.grants = Grants(self.client, lambda: clock.now().timestamp())
        self.changes = Changes()
        # oauth.v2.access belongs to no workspace; any one lends its room to the method.
        methods = {"oauth.v2.access": Method(self._access, (SPECIAL,), (), "anybody")}
        self._lobby = WebApi(servers[0].workspace, clock, self.changes, methods)
        self._clock = clock
        self._runner: web.AppRunner | None = None
        self._farewells = 0
        self.url = ""

    async def start(self) -> None:
        """Open a port of this computer for all of them."""
        app = web.Application(client_max_size=8 * 1024**2)
        app.router.add_route("*", "/api/{method}", self._serve)
        app.router.add_get("/oauth/v2/authorize", self._page)
        app.router.add_post("/oauth/v2/authorize", self._answered)
        app.router.add_post("/w/{workspace}/response/{key}", self._door(lambda doors: doors.respond))
        app.router.add_post("/w/{workspace}/upload/{file}", self._door(lambda doors: doors.upload))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/api/"
        for key, server in self.servers.items():
            server.workspace.base_url = f"{self.url.removesuffix('/api/')}/w/{key}"
            server.api.refuses = self.grants.refusal

    async def stop(self) -> None:
        """Close every connection and the port."""
        self._lobby.closing.set()
        await asyncio.gather(*(server.stop() for server in self.servers.values()))
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def faults(self) -> Faults:
        """What shall go wrong with oauth.v2.access; each workspace has a list of its own."""
        return self._lobby.faults

    @property
    def journal(self) -> list[Call]:
        """Every request to oauth.v2.access, in order."""
        return self._lobby.journal

    def release(self) -> None:
        """Let the requests to oauth.v2.access go on that a `hold` fault is keeping."""
        self._lobby.release()

    def target(self, address: str | None) -> None:
        """The app's address, to which all workspaces send their events."""
        for server in self.servers.values():
            server.http_target = address

    async def uninstall(self, key: str) -> None:
        """Somebody takes the app away: its tokens are dead at once, then the app hears of it."""
        server = self.servers[key]
        self.grants.end(server.me, "account_inactive")
        await self.tell(key, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [server.bot_user_id]}})
        await self.tell(key, {"type": "app_uninstalled"})

    async def tell(self, key: str, event: Json, *, at: float | None = None) -> None:
        """Deliver an event about the app itself, which comes without authorizations."""
        server = self.servers[key]
        self._farewells += 1
        moment = self._clock.now().timestamp() if at is None else at
        await server.deliver(farewell(server.me, event, moment, self._farewells))

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["method"] in self._lobby.methods:
            return await self._lobby.serve(request)
        return await (await self._meant(request)).api.serve(request)

    async def _meant(self, request: web.Request) -> SlackServer:
        """The workspace of a request's token; a token of none is refused by whichever."""
        first = next(iter(self.servers.values()))
        try:
            token = arguments.token(request, await arguments.read(request))
        except SlackRefusal:
            return first
        ticket = self.grants.tokens.get(token or "")
        return self.servers[ticket.me.key] if ticket else first

    def _access(self, _lobby: object, args: Json) -> Json:
        return self.grants.access(args)

    async def _page(self, request: web.Request) -> web.Response:
        try:
            scopes = self._asked(request)
        except SlackRefusal as refusal:
            return web.Response(status=400, text=f"Slack refuses: {refusal.error}")
        options = "".join(
            f'<option value="{key}">{html.escape(s.me.name)}</option>' for key, s in self.servers.items()
        )
        page = PAGE.format(scopes=html.escape(scopes), workspaces=options)
        return web.Response(text=page, content_type="text/html")

    async def _answered(self, request: web.Request) -> web.Response:
        form = await request.post()
        scopes, state = self._asked(request), {"state": request.query.get("state", "")}
        back = request.query["redirect_uri"]
        if form.get("answer") != "allow":
            raise web.HTTPFound(f"{back}?{urlencode({'error': 'access_denied', **state})}")
        server = self.servers[str(form["workspace"])]
        code = self.grants.consent(server.me, str(form["user"]), back, scopes)
        raise web.HTTPFound(f"{back}?{urlencode({'code': code, **state})}")

    def _asked(self, request: web.Request) -> str:
        query = request.query
        if query.get("client_id") != self.client.id:
            raise SlackRefusal("invalid_client_id")
        if not query.get("redirect_uri", "").startswith(self.client.redirects):
            raise SlackRefusal("bad_redirect_uri")
        return scopes_of(query.get("scope", ""), self.client.scopes)

    def _door(self, which: Callable[[SideDoors], Serve]) -> Serve:
        async def serve(request: web.Request) -> web.StreamResponse:
            server = self.servers[request.match_info["workspace"]]
            return await which(SideDoors(server.workspace, server.api))(request)

        return serve
