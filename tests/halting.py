"""A stage on which Stop is pressed while one call of a run is held open, and what must be true then."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.app import App
from bot.durable import finished
from bot.slack.session_words import NOTHING, TOO_LATE
from sandbox.company.model import Person
from tests.play import Play

FRESH = 301.0
"""Seconds after which everything that was read before is read anew."""

Ask = Callable[["Halting", int], Awaitable[str]]
"""Has the n-th request of a job made; returns its thread."""

EFFECTS = ("POST", "PUT", "PATCH", "DELETE")
BEFORE = ("users.info", "agents.sessions.setStatus", "apps.connections.open", "auth.test")
"""Calls to Slack that come before somebody can press Stop, or that no run makes."""


@dataclass(frozen=True)
class Step:
    """The n-th call of a kind that a run makes to one of the three servers."""

    server: str
    kind: str
    n: int


class Halting(Play):
    """One job, asked for again and again, each time stopped at another step."""

    app: App

    async def steps(self, ask: Ask) -> list[Step]:
        """The calls of the undisturbed run, once somebody can press Stop; of many alike the first and the last."""
        self.world.clock.advance(FRESH)
        marks = self._marks()
        await self.over(await ask(self, 0))
        found = Counter(self._since(marks))
        kinds = [(s, k, n) for (s, k), n in found.items()]
        wanted = [Step(s, k, n) for s, k, most in kinds for n in sorted({1, most})]
        return [step for step in wanted if step != Step("slack", "chat.postMessage", 1)]

    def _marks(self) -> tuple[int, int, int]:
        world = self.world
        return len(world.slack.journal), len(world.truto.journal), len(world.claude.asked)

    def _since(self, marks: tuple[int, int, int]) -> Iterator[tuple[str, str]]:
        world = self.world
        yield from (("slack", c.method) for c in world.slack.journal[marks[0] :] if c.method not in BEFORE)
        yield from (("truto", c.tool or "/tools") for c in world.truto.journal[marks[1] :])
        yield from (("claude", "messages") for _ in world.claude.asked[marks[2] :])

    async def over(self, thread: str) -> None:
        """Somebody was at work in a thread, and nobody is any more."""

        def rests() -> bool:
            session = self.slack.workspace.sessions.all.get((self.channel, thread))
            return session is not None and session.history[-1] == "active"

        await self.slack.wait_for(lambda: rests() or None, timeout=self.patience)

    async def stopped_at(self, ask: Ask, step: Step, n: int) -> "Halt | None":
        """Hold that call of the n-th request, press Stop, and see how it ends; None where the call was not made."""
        world = self.world
        world.clock.advance(FRESH)
        server: Any = {"slack": world.slack, "truto": world.truto, "claude": world.claude}[step.server]
        fault = server.faults.add("hold", match=step.kind, after=step.n - 1)
        thread = await ask(self, n)
        held = asyncio.ensure_future(
            server.wait_for(lambda: fault not in server.faults.pending or None, self.patience)
        )
        over = asyncio.ensure_future(self.over(thread))
        await asyncio.wait({held, over}, return_when=asyncio.FIRST_COMPLETED)
        if not held.done():
            server.faults.clear()
            held.cancel()
            return None
        over.cancel()
        return await self._halt(step, thread, server)

    async def _halt(self, step: Step, thread: str, server: Any) -> "Halt":
        asker = self._asker(thread)
        await self.press(asker, thread)
        marks, began = self._marks(), time.perf_counter()
        if step.server == "slack" or self._changes(step.kind):
            server.release()  # whoever waits for it may not be cut off
        await self.over(thread)
        took = time.perf_counter() - began
        if step.server == "truto":
            server.release()
        return Halt(step, thread, took, self._effects(marks))

    async def press(self, who: Person | str, thread: str) -> None:
        """Press Stop, and wait until the story of the click has marked what it stops, or has said why not."""
        await self.slack.stop_session(who, self.channel, thread)
        await self._heard()

    async def late_press(self, who: Person, thread: str) -> None:
        """The same where the button is gone by the time that the click arrives."""
        event = {"type": "agent_session_stopped", "channel": self.channel, "user": who.slack_id}
        more = {"thread_ts": thread, "event_ts": self.slack.workspace.next_ts(), "streaming_message_ts": []}
        await self.slack.deliver(event | more)
        await self._heard()

    async def _heard(self) -> None:
        pressed = [e for e in self.slack.events if e.event.get("type") == "agent_session_stopped"][-1]
        await self.slack.wait_for(lambda: pressed.acked_after)
        event = pressed.event
        about = (event["channel"], event["thread_ts"], event["user"], event["event_ts"])
        await finished(":".join(["stop runs", *about]))

    def _asker(self, thread: str) -> Person:
        (root,) = [m for m in self.slack.thread(self.channel, thread) if m["ts"] == thread]
        return next(p for p in self.world.company.people if p.slack_id == root["user"])

    def _changes(self, tool: str) -> bool:
        return any(call.method in EFFECTS for call in self.world.truto.calls(tool))

    def _effects(self, marks: tuple[int, int, int]) -> list[str]:
        """What was begun since: calls to Truto that change something, and what is new in Slack but for last words."""
        world = self.world
        sent = [c.tool or c.path for c in world.truto.journal[marks[1] :] if c.method in EFFECTS]
        posts = [c for c in world.slack.journal[marks[0] :] if c.method == "chat.postMessage"]
        keys = [str(c.args["metadata"]["event_payload"]["key"]) for c in posts]
        asked = ["Claude was asked" for _ in world.claude.asked[marks[2] :]]
        return [*sent, *asked, *(key for key in keys if not key.endswith(":stopped"))]

    async def goes_on(self, thread: str) -> None:
        """The next message of the thread is answered: Claude refuses a conversation that is not sound."""
        self.world.claude.unscript()
        self.world.claude.script("Here I am.")
        name = self._asker(thread).key
        await self.ask(name, "are you there?", thread)
        await self.until(thread, "Here I am.")

    async def is_told(self, thread: str) -> None:
        """The thread says that the run was stopped; or the presser alone hears that it had just ended, or has ended."""

        def told() -> bool:
            alone = [m["text"] for m in self.slack.ephemerals if m["thread_ts"] == thread]
            late = [text for text in alone if text == TOO_LATE or text.startswith(NOTHING)]
            return any("Stopped by" in text for text in self.texts(thread)) != bool(late)

        await self.slack.wait_for(lambda: told() or None)


@dataclass(frozen=True)
class Halt:
    """How a stopped run ended."""

    step: Step
    thread: str
    seconds: float
    effects: list[str]
    """What was begun after Stop."""
