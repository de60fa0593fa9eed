"""The sandbox's control port, on loopback: order a fault, move the clock, speak as somebody, edit the CRM."""

from typing import Any

from aiohttp import web

from sandbox.world import World


class Control:
    """A small server beside the three: POST /faults, /clock, /say, /crm; GET /thread, /crm."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def start(self, port: int = 0) -> None:
        """Listen on loopback."""
        app = web.Application()
        app.add_routes(
            [
                web.post("/faults", self.order_fault),
                web.post("/clock", self.move_clock),
                web.post("/say", self.say),
                web.get("/thread", self.thread),
                web.post("/crm", self.edit_record),
                web.get("/crm", self.record),
            ]
        )
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        host, bound = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{bound}"

    async def stop(self) -> None:
        """Listen no more."""
        if self._runner:
            await self._runner.cleanup()

    async def order_fault(self, request: web.Request) -> web.Response:
        """{"server": "slack"|"truto"|"claude", "kind": ..., "match"?, "times"?, ...}: one thing that shall go wrong."""
        order: dict[str, Any] = await request.json()
        world = self._world
        lists = {"slack": world.slack.faults, "truto": world.truto.faults, "claude": world.claude.faults}
        faults, kind = lists.get(order.pop("server", "")), order.pop("kind", None)
        if faults is None or not kind:
            raise web.HTTPBadRequest(text="server (slack, truto, claude) and kind are needed")
        faults.add(str(kind), **order)
        return web.json_response({"pending": len(faults.pending)})

    async def move_clock(self, request: web.Request) -> web.Response:
        """{"advance": seconds}: time passes at once."""
        self._world.clock.advance(float((await request.json())["advance"]))
        return web.json_response({"now": self._world.clock.now().isoformat()})

    async def say(self, request: web.Request) -> web.Response:
        """{"who": "ana", "text": ..., "channel"?: "deals", "thread"?}: somebody writes a message; answers its ts."""
        order = await request.json()
        place, thread = order.get("channel", "deals"), order.get("thread")
        person = self._world.company.person(order["who"])
        ts = await self._world.slack.say(person, place, order["text"], thread_ts=thread)
        return web.json_response({"ts": ts})

    async def thread(self, request: web.Request) -> web.Response:
        """?channel=deals&ts=...: what stands in a thread, as plain text."""
        slack = self._world.slack
        messages = slack.thread(request.query.get("channel", "deals"), request.query["ts"])
        return web.json_response([slack.text_of(message) for message in messages])

    async def edit_record(self, request: web.Request) -> web.Response:
        """{"opportunity": id, "field": ..., "value": ...}: somebody changes the CRM; answers the record's fields."""
        order = await request.json()
        crm, now = self._world.truto.crm, self._world.clock.now()
        try:
            crm.edit(order["opportunity"], order["field"], order["value"], now)
        except KeyError as error:
            raise web.HTTPBadRequest(text=f"opportunity, field and value are needed: {error}") from error
        self._world.truto.book.changed()
        return self._fields(order["opportunity"])

    async def record(self, request: web.Request) -> web.Response:
        """?opportunity=id: what the CRM's record holds now."""
        return self._fields(request.query.get("opportunity", ""))

    def _fields(self, opportunity: str) -> web.Response:
        record = self._world.truto.crm.record(opportunity)
        if record is None:
            raise web.HTTPNotFound(text=f"the CRM has no opportunity {opportunity!r}")
        return web.json_response(record.fields)
