"""Bringing payloads to the app: over a socket or signed HTTP, acknowledged or tried again."""

import asyncio
import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sandbox.clock import Clock
from sandbox.slack.changes import Changes
from sandbox.slack.http_delivery import SignedPosts
from sandbox.slack.journal import Delivered, Json
from sandbox.slack.sockets import Connection, Sockets

RETRIES = 3
SLACKS = (0.1, 60.0, 300.0)
"""Almost at once, after a minute, after five."""


class NobodyListening(AssertionError):
    """A person clicked, but no app is connected: Slack shows a warning sign and forgets the click."""


@dataclass
class Flight:
    """A payload on a socket, not acknowledged yet."""

    delivered: Delivered
    since: float
    over: Connection | None = None


class Delivery:
    """Sends, remembers what was sent, hears acknowledgements, and repeats what was not acknowledged."""

    def __init__(self, clock: Clock, changes: Changes, sockets: Sockets, posts: SignedPosts) -> None:
        self.transport = "socket"
        self.http_target: str | None = None
        self.pauses: Sequence[float] = ()
        """Real seconds before each repetition of an event that failed over HTTP, such as `SLACKS`; empty: none."""
        self.sent: list[Delivered] = []
        self.acks: list[tuple[str, float]] = []
        self.kept: list[Delivered] = []
        self.lost: list[Delivered] = []
        self.on_reply: Callable[[Delivered], None] = lambda _delivered: None
        self._clock, self._changes = clock, changes
        self._sockets, self._posts = sockets, posts
        self._numbers = itertools.count(1)
        self._ids = itertools.count(1)
        self._in_flight: list[Flight] = []
        self._repeating: set[asyncio.Task[None]] = set()
        sockets.heard, sockets.opened, sockets.closed = self._heard, self.flush, self._dropped

    async def send(self, kind: str, payload: Json, *, transport: str | None = None) -> Delivered:
        """Deliver a payload for the first time."""
        envelope_id = f"00000000-0000-4000-8000-{next(self._ids):012d}"
        return await self._dispatch(self._record(kind, payload, envelope_id, transport or self.transport))

    async def repeat(
        self, old: Delivered, *, attempt: int, reason: str = "timeout", transport: str | None = None
    ) -> Delivered:
        """Deliver the same payload again, under the same envelope id, as Slack does when it heard no answer."""
        new = self._record(old.kind, old.payload, old.envelope_id, transport or old.transport)
        new.attempt, new.reason = attempt, reason
        return await self._dispatch(new)

    def unacknowledged(self) -> list[Delivered]:
        """Return the newest attempt of each event that the app has not acknowledged."""
        newest = {d.envelope_id: d for d in self.sent if d.kind == "events_api"}
        acked = {d.envelope_id for d in self.sent if d.acked_after is not None}
        return [d for envelope, d in newest.items() if envelope not in acked]

    async def flush(self) -> None:
        """Send what was kept while nobody was connected."""
        kept, self.kept = self.kept, []
        for delivered in kept:
            await self._dispatch(delivered)
        self._changes.happened()

    async def close(self) -> None:
        """Repeat nothing any more."""
        for task in self._repeating:
            task.cancel()
        await asyncio.gather(*self._repeating, return_exceptions=True)

    def _record(self, kind: str, payload: Json, envelope_id: str, transport: str) -> Delivered:
        return Delivered(next(self._numbers), self._clock.now(), transport, kind, payload, envelope_id)

    async def _dispatch(self, delivered: Delivered) -> Delivered:
        if delivered.transport == "http":
            await self._post(delivered)
        elif not await self._send_over_socket(delivered):
            if delivered.kind != "events_api":
                raise NobodyListening("no app is connected over Socket Mode: Slack would show a warning sign")
            self.kept.append(delivered)
        self._changes.happened()
        return delivered

    async def _send_over_socket(self, delivered: Delivered) -> bool:
        if not self._sockets.open:
            return False
        flight = Flight(delivered, time.perf_counter())
        self.sent.append(delivered)
        self._in_flight.append(flight)
        flight.over = await self._sockets.send(_frame(delivered))
        if flight.over is None:
            self.sent.remove(delivered)
            self._in_flight.remove(flight)
        return flight.over is not None

    async def _post(self, delivered: Delivered) -> None:
        if self.http_target is None:
            raise AssertionError("set http_target to the app's address first")
        self.sent.append(delivered)
        since = time.perf_counter()
        delivered.status, delivered.reply = await self._posts.post(
            self.http_target,
            delivered.kind,
            delivered.payload,
            attempt=delivered.attempt,
            reason=delivered.reason if delivered.reason != "timeout" else "http_timeout",
        )
        if 200 <= delivered.status < 300:
            self._acknowledge(delivered, time.perf_counter() - since)
        elif delivered.kind == "events_api" and self.pauses:
            self._repeat_later(delivered)

    def _repeat_later(self, delivered: Delivered) -> None:
        """Slack sends an event three times more at most; then it is lost."""
        if delivered.attempt >= len(self.pauses):
            self.lost.append(delivered)
            return
        task = asyncio.ensure_future(self._after(self.pauses[delivered.attempt], delivered))
        self._repeating.add(task)
        task.add_done_callback(self._repeating.discard)

    async def _after(self, pause: float, delivered: Delivered) -> None:
        await asyncio.sleep(pause)
        reason = "http_error" if delivered.status else "http_timeout"
        await self.repeat(delivered, attempt=delivered.attempt + 1, reason=reason)

    def _heard(self, frame: Json) -> None:
        flight = next(
            (f for f in self._in_flight if f.delivered.envelope_id == frame.get("envelope_id")), None
        )
        if flight is None:
            return
        self._in_flight.remove(flight)
        flight.delivered.reply = frame.get("payload") or None
        self._acknowledge(flight.delivered, time.perf_counter() - flight.since)

    def _acknowledge(self, delivered: Delivered, seconds: float) -> None:
        delivered.acked_after = seconds
        self.acks.append((delivered.envelope_id, seconds))
        self.on_reply(delivered)
        self._changes.happened()

    async def _dropped(self, connection: Connection) -> None:
        fallen = [flight for flight in self._in_flight if flight.over is connection]
        self._in_flight = [flight for flight in self._in_flight if flight.over is not connection]
        for delivered in (flight.delivered for flight in fallen):
            if delivered.kind != "events_api" or delivered.attempt >= RETRIES:
                self.lost.append(delivered)
            else:
                await self.repeat(delivered, attempt=delivered.attempt + 1)
        self._changes.happened()


def _frame(delivered: Delivered) -> Json:
    frame = {
        "envelope_id": delivered.envelope_id,
        "type": delivered.kind,
        "payload": delivered.payload,
        "accepts_response_payload": delivered.kind != "events_api",
    }
    if delivered.kind == "events_api":
        frame.update(retry_attempt=delivered.attempt, retry_reason=delivered.reason)
    return frame
