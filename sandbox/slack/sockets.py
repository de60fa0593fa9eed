"""Socket Mode's connections: who is connected, hello, and one of them for each payload."""

import asyncio
import itertools
import json
from collections.abc import Awaitable, Callable

from aiohttp import WSMsgType, web

from sandbox.slack.journal import Json

CONNECTION_LIMIT = 10
Heard = Callable[[Json], None]
Opened = Callable[[], Awaitable[None]]
Closed = Callable[["Connection"], Awaitable[None]]


class Connection:
    """One open WebSocket of the app."""

    def __init__(self, number: int, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.number = number
        self.socket = socket
        self._request = request

    async def send(self, frame: Json) -> bool:
        """Send one frame; False when the app is no longer there."""
        if self.socket.closed:
            return False
        try:
            await self.socket.send_str(json.dumps(frame))
        except (ConnectionError, RuntimeError):
            return False
        return True

    def abort(self) -> None:
        """Cut the line without a goodbye."""
        if self._request.transport is not None:
            self._request.transport.abort()


class Sockets:
    """Up to ten connections. Each payload goes to one of them, in turn, whatever the app would like."""

    def __init__(self, app_id: str) -> None:
        self.open: list[Connection] = []
        self.heard: Heard = lambda _frame: None
        self.opened: Opened = _nothing
        self.closed: Closed = _nothing_with
        self.gaps = 0
        """How often the last connection went before the next one was there."""
        self._app_id = app_id
        self._numbers = itertools.count(1)
        self._tickets: set[str] = set()
        self._turn = 0

    def issue(self) -> str:
        """Return a one-time ticket for a WebSocket URL."""
        ticket = f"ticket-{next(self._numbers):06d}"
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one WebSocket from hello to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.json_response({"ok": False, "error": "invalid_ticket"}, status=403)
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse(timeout=0.5)
        await socket.prepare(request)
        connection = Connection(next(self._numbers), socket, request)
        if len(self.open) >= CONNECTION_LIMIT:
            await connection.send({"type": "disconnect", "reason": "too_many_websockets"})
            return socket
        self.open.append(connection)
        try:
            await connection.send(self._hello())
            await self.opened()
            await self._listen(socket)
        finally:
            self._forget(connection)
            await self.closed(connection)
        return socket

    async def send(self, frame: Json) -> Connection | None:
        """Send a frame to one connection and return it; None when nobody is there."""
        while self.open:
            self._turn += 1
            connection = self.open[self._turn % len(self.open)]
            if await connection.send(frame):
                return connection
            self._forget(connection)
        return None

    async def disconnect(self, reason: str) -> None:
        """Ask every connection to come back, as Slack does every few hours."""
        for connection in list(self.open):
            await connection.send({"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}})

    async def refresh(self, reason: str, hold: float) -> None:
        """
        The same; after some seconds nothing more is sent over those that were told, whether or not others came. They are
        closed once there was time to acknowledge what was.
        """
        told = list(self.open)
        await self.disconnect(reason)
        await asyncio.sleep(hold)
        for connection in told:
            self._forget(connection)
        await asyncio.sleep(hold)
        for connection in told:
            await connection.socket.close(code=1000)

    async def close(self) -> None:
        """Close every connection."""
        for connection in list(self.open):
            await connection.socket.close(code=1001)

    async def _listen(self, socket: web.WebSocketResponse) -> None:
        async for message in socket:
            if message.type is WSMsgType.TEXT and message.data.startswith("{"):
                self.heard(json.loads(message.data))

    def _forget(self, connection: Connection) -> None:
        if connection in self.open:
            self.open.remove(connection)
            self.gaps += not self.open

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.open),
            "debug_info": {"host": "sandbox", "approximate_connection_time": 3600},
            "connection_info": {"app_id": self._app_id},
        }


async def _nothing() -> None:
    return None


async def _nothing_with(_connection: Connection) -> None:
    return None
