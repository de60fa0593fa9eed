"""The Slack of the sandbox: one workspace behind a real HTTP and WebSocket server on this computer."""

import asyncio
import copy
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from aiohttp import web

from sandbox.clock import PATIENCE, Clock
from sandbox.faults import Faults
from sandbox.slack.api import WebApi
from sandbox.slack.changes import Changes
from sandbox.slack.channels import Channel, public
from sandbox.slack.delivery import Delivery
from sandbox.slack.hands import Hands
from sandbox.slack.http_delivery import SignedPosts
from sandbox.slack.identity import Identity
from sandbox.slack.journal import Call, Delivered, Json
from sandbox.slack.people import People, Who, user_id
from sandbox.slack.render import text_of
from sandbox.slack.side_doors import SideDoors
from sandbox.slack.sockets import Sockets
from sandbox.slack.workspace import HasPeople, Workspace

T = TypeVar("T")


class SlackServer:
    """A workspace with channels, people and one installed app, which meets it only over the wire."""

    def __init__(
        self,
        clock: Clock,
        company: HasPeople,
        *,
        team_id: str = "T0CHORIST",
        identity: Identity | None = None,
    ) -> None:
        self.clock, self.me = clock, identity or Identity(team_id=team_id)
        me = self.me
        self.bot_token, self.app_token, self.signing_secret = me.bot_key, me.app_key, me.signing_key
        self.bot_user_id, self.bot_id, self.app_id, self.team_id = (
            me.bot_user_id,
            me.bot_id,
            me.app_id,
            me.team_id,
        )
        self.changes = Changes()
        self.workspace = Workspace(clock, company, self.me, self.changes)
        self.sockets = Sockets(self.me.app_id)
        self._posts = SignedPosts(self.me.signing_key)
        self.delivery = Delivery(clock, self.changes, self.sockets, self._posts)
        self.api = WebApi(self.workspace, clock, self.changes)
        self.people = People(self.workspace, self.delivery, me.team_id)
        self.hands = Hands(self.workspace, self.delivery, self.people)
        self.echo = True
        """Whether the app hears of its own messages, as it does from the real Slack."""
        self._runner: web.AppRunner | None = None
        self._errands: set[asyncio.Task[Any]] = set()
        self.delivery.on_reply = self.hands.heard
        self.workspace.on_message = self._echo
        clock.on_advance(self.changes.happened)
        self._put_people_in()

    def _put_people_in(self) -> None:
        people, hands = self.people, self.hands
        self.say, self.edit, self.react = people.say, people.edit, people.react
        self.invite, self.open_home, self.look_at = people.invite, people.open_home, people.look_at
        self.stop_session = people.stop_session
        self.click, self.click_view, self.submit = hands.click, hands.click_view, hands.submit
        self.close_view, self.command, self.shortcut = hands.close_view, hands.command, hands.shortcut

    async def start(self) -> None:
        """Open a port of this computer."""
        doors = SideDoors(self.workspace, self.api)
        app = web.Application(client_max_size=8 * 1024**2)
        app.router.add_route("*", "/api/{method}", self.api.serve)
        app.router.add_get("/socket", self.sockets.serve)
        app.router.add_post("/response/{key}", doors.respond)
        app.router.add_post("/upload/{file}", doors.upload)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.workspace.base_url = f"http://127.0.0.1:{port}"
        self.workspace.socket_url = lambda: f"ws://127.0.0.1:{port}/socket?ticket={self.sockets.issue()}"

    async def stop(self) -> None:
        """Close every connection and the port."""
        self.echo = False
        self.api.closing.set()
        self.api.release()
        for errand in list(self._errands):
            errand.cancel()
        await asyncio.gather(*self._errands, return_exceptions=True)
        await self.delivery.close()
        await self.sockets.close()
        await self._posts.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def url(self) -> str:
        """The Web API's base URL, for SLACK_API_URL."""
        return f"{self.workspace.base_url}/api/"

    @property
    def channels(self) -> dict[str, str]:
        """The ids of the named channels."""
        return {c.name: c.id for c in self.workspace.channels.values() if c.kind in ("channel", "group")}

    def channel(self, place: str) -> Channel:
        """Return the channel itself, by id or name; a user id means their DM with the bot."""
        return self.people.place(place)

    def dm(self, who: Who) -> str:
        """Return the id of a person's DM with the bot."""
        return self.workspace.direct(user_id(who)).id

    def thread(self, place: str, ts: str) -> list[Json]:
        """Return a message and its replies, oldest first."""
        return [public(m) for m in self.channel(place).thread(ts)]

    def messages(self, place: str) -> list[Json]:
        """Return everything that was written in a channel, replies too, oldest first."""
        return [public(m) for m in self.channel(place).messages.values()]

    @property
    def faults(self) -> Faults:
        """What shall go wrong: by method name, "response_url" for answers to interactions."""
        return self.api.faults

    @property
    def rate_limits(self) -> bool:
        """Whether Slack's rate tiers are kept."""
        return self.api.rate_limits

    @rate_limits.setter
    def rate_limits(self, on: bool) -> None:
        self.api.rate_limits = on

    @property
    def transport(self) -> str:
        """How payloads travel: "socket" or "http"."""
        return self.delivery.transport

    @transport.setter
    def transport(self, transport: str) -> None:
        self.delivery.transport = transport

    @property
    def http_target(self) -> str | None:
        """The app's address; setting it switches to signed HTTP."""
        return self.delivery.http_target

    @http_target.setter
    def http_target(self, target: str | None) -> None:
        self.delivery.http_target = target
        self.delivery.transport = "http" if target else "socket"

    @property
    def ephemerals(self) -> list[Json]:
        """The messages that only one person saw; each names its `channel` and `user`."""
        return self.workspace.ephemerals

    @property
    def views(self) -> dict[str, Json]:
        """Every view that was ever open, by id."""
        return self.workspace.views.all

    def modal(self, who: Who) -> Json | None:
        """Return the modal a person has in front of them."""
        return self.workspace.views.top(user_id(who))

    def home(self, who: Who) -> Json | None:
        """Return a person's Home tab."""
        return self.workspace.views.homes.get(user_id(who))

    def status(self, place: str, thread_ts: str) -> str:
        """Return the status of a thread's agent session, or "" where there is none."""
        session = self.workspace.sessions.all.get((self.channel(place).id, thread_ts))
        return session.status if session else ""

    def text_of(self, message: Json) -> str:
        """Return a message as a person reads it."""
        return text_of(message)

    @property
    def events(self) -> list[Delivered]:
        """Every payload sent to the app, each attempt apart, in order."""
        return self.delivery.sent

    @property
    def acks(self) -> list[tuple[str, float]]:
        """(envelope id, real seconds from sending to acknowledgement), in order."""
        return self.delivery.acks

    @property
    def journal(self) -> list[Call]:
        """Every request the app made, in order."""
        return self.api.journal

    def calls(self, method: str) -> list[Call]:
        """Return the requests to one method."""
        return [call for call in self.api.journal if call.method == method]

    async def delete(self, who: Who, place: str, ts: str) -> None:
        """Delete a message of a person's own."""
        if self.workspace.message(self.channel(place), ts).get("user") != user_id(who):
            raise AssertionError("people delete their own messages only")
        await self.people.delete(place, ts)

    async def deliver(self, payload: Json, *, transport: str | None = None) -> Delivered:
        """Send anything: a bare event, a whole event_callback, an interaction or a command's fields."""
        kind = str(payload.get("type", ""))
        if "command" in payload:
            return await self.delivery.send("slash_commands", payload, transport=transport)
        if kind == "event_callback":
            return await self.delivery.send("events_api", payload, transport=transport)
        if kind in _INTERACTIONS:
            return await self.delivery.send("interactive", payload, transport=transport)
        place = payload.get("channel")
        channel = self.workspace.find(place) if isinstance(place, str) else None
        if channel is not None and payload.get("text") and payload["ts"] not in channel.messages:
            # The app will answer under it, so it has to be there.
            channel.add(copy.deepcopy(payload))
        return await self.people.tell(payload, channel, transport)

    async def redeliver(
        self,
        what: str | Delivered,
        *,
        times: int = 1,
        transport: str | None = None,
        attempt: int | None = None,
    ) -> None:
        """Send something again: by event id, envelope id or journal entry. `attempt` None counts on."""
        old = what if isinstance(what, Delivered) else self._sent(what)
        for step in range(1, times + 1):
            number = old.attempt + step if attempt is None else attempt
            await self.delivery.repeat(old, attempt=number, transport=transport)

    async def redeliver_unacknowledged(self) -> int:
        """Send every event again that the app has not acknowledged, as Slack would by now; return how many."""
        pending = self.delivery.unacknowledged()
        for old in pending:
            await self.delivery.repeat(old, attempt=old.attempt + 1)
        return len(pending)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app's sockets to reconnect."""
        await self.sockets.disconnect(reason)

    async def refresh(self, reason: str = "refresh_requested", hold: float = 0.2) -> None:
        """Have the app's sockets exchanged: those that are open are told, and closed after `hold` seconds."""
        await self.sockets.refresh(reason, hold)

    def drop_connections(self) -> None:
        """Cut the app's sockets without a word."""
        for connection in list(self.sockets.open):
            connection.abort()

    def wait_for(self, predicate: Callable[[], T | None], timeout: float = PATIENCE) -> Awaitable[T]:
        """Return the predicate's first truthy answer; fail, and say how things stand, after `timeout` seconds."""
        return self._wait(predicate, timeout)

    async def _wait(self, predicate: Callable[[], T | None], seconds: float) -> T:
        answer = await self.changes.until(predicate, seconds)
        if answer is None:
            raise AssertionError(f"it did not happen within {seconds:g} s\n{self.situation()}")
        return answer

    def release(self) -> None:
        """Let the requests go on that a `hold` fault is keeping."""
        self.api.release()

    def situation(self) -> str:
        """Say in a few lines what has happened lately; for failing tests."""
        said = [m for c in self.workspace.channels.values() for m in c.messages.values()]
        lines = [f"{len(self.sockets.open)} sockets open, {len(self.delivery.kept)} events kept"]
        lines += [
            f"{call.method} -> {call.status} {call.response.get('error', '')}" for call in self.journal[-8:]
        ]
        lines += [f"{m['ts']} {m.get('user', m.get('bot_id'))}: {text_of(m)[:200]}" for m in said[-8:]]
        return "\n".join(lines)

    def _sent(self, key: str) -> Delivered:
        for old in reversed([*self.delivery.sent, *self.delivery.kept]):
            if key in (old.event_id, old.envelope_id):
                return old
        raise AssertionError(f"nothing was ever sent with the id {key!r}")

    def _echo(self, event: Json, channel: Channel) -> None:
        if self.echo and self.me.bot_user_id in channel.members:
            errand = asyncio.get_running_loop().create_task(self.people.tell(event, channel))
            self._errands.add(errand)
            errand.add_done_callback(self._errands.discard)


_INTERACTIONS = (
    "block_actions",
    "view_submission",
    "view_closed",
    "message_action",
    "shortcut",
    "block_suggestion",
)
