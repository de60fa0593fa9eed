"""A day of recorders with every ending, and kill -9 in between: each thread ends in the true state, by few looks."""

import os
import time
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sandbox.slack.render import text_of
from sandbox.world import World
from tests.nursery import Process, born
from tests.play import JOIN, Play

JOINS = int(os.environ.get("DAY_JOINS", "18"))
"""`make day` sends 300 recorders; CI a few."""
SPEED = float(os.environ.get("DAY_SPEED", "900"))
PATIENCE = 600.0
POLL = "get_single_chorus_conversation_by_id"

ENDINGS = {
    "prompt": "Chorus has processed the call",
    "late": "Chorus has processed the call",
    "short": "Chorus has processed the call",
    "never admitted": "not recorded: nobody let the recorder in",
    "no show": "Chorus marks it as a no-show",
    "never processed": "Chorus has still not processed it",
}
"""What becomes of a call -> what its thread says in the end."""


class Day:
    """The world and the bot in it, which dies now and then."""

    def __init__(self, world: World, home: Path, began: float) -> None:
        self.world, self.home, self.began = world, home, began
        self.play = Play(world)
        self.bot: Process | None = None
        self.sent: list[tuple[str, str, str]] = []
        """Of each call: its number, its thread, and what becomes of it."""
        self.settled = 0

    async def start(self) -> None:
        opened = sum(c.method == "apps.connections.open" for c in self.world.slack.journal)
        own = {"CHORISTER_HOME": str(self.home), "CHORISTER_AUTO_JOIN": self.play.channel}
        own |= {"DAY_BEGAN": str(self.began), "DAY_SPEED": str(SPEED), "CHORISTER_AFTER_CALL": "off"}
        env = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "TRUTO_", "ANTHROPIC_"))}
        self.bot = await born(env | self.world.env() | own, "tests.day.hasty")
        slack = self.world.slack
        await slack.wait_for(
            lambda: (
                sum(c.method == "apps.connections.open" for c in slack.journal) > opened
                and slack.sockets.open
            ),
        )

    async def die(self) -> None:
        """kill -9."""
        assert self.bot is not None
        with suppress(ProcessLookupError):
            self.bot.kill()
        await self.bot.wait()
        await self.world.slack.wait_for(lambda: not self.world.slack.sockets.open or None)

    async def send(self, n: int) -> None:
        """Somebody posts a link; Chorus takes it, and the call becomes what it becomes."""
        number, ending = f"{900_000_000 + n}", list(ENDINGS)[n % len(ENDINGS)]
        thread = await self.play.say("ana", f"demo https://zoom.us/j/{number}")
        self.sent.append((number, thread, ending))
        await self.world.truto.wait_for(lambda: len(self.world.truto.chorus.joins) > n)
        self._become(self.world.truto.chorus.joins[n].conversation_id, ending, n)

    def _become(self, id: str, ending: str, n: int) -> None:
        recording = self.world.truto.chorus.recordings[id]
        now = self.world.clock.now()
        waits = {"late": 720.0, "short": 15.0}.get(ending, 45.0)
        lasts = 60.0 if ending == "short" else 1200.0 + 300.0 * (n % 9)
        recording.live_at = None if ending == "never admitted" else now + timedelta(seconds=waits)
        recording.end_at = recording.live_at and recording.live_at + timedelta(seconds=lasts)
        recording.stuck = ending == "never processed"
        if ending == "no show":
            recording.meeting = replace(recording.meeting, status="no show")

    def unfinished(self) -> list[str]:
        return [n for n, thread, ending in self.sent if ENDINGS[ending] not in self.said(n, thread)]

    def said(self, number: str, thread: str) -> str:
        """The one message that follows a recorder."""
        found = [t for m in self.play.replies(thread) if (t := text_of(m)).startswith(f"*Zoom {number}*")]
        assert len(found) <= 1, "one message, edited"
        return found[0] if found else ""

    def looks(self) -> Counter[str]:
        """How often Chorus was asked for each call."""
        return Counter(call.path.rpartition("/")[2] for call in self.world.truto.calls(POLL))


async def test_every_thread_ends_in_the_true_state_by_few_looks(tmp_path: Path) -> None:
    began = time.time()
    async with World(seed=1, speed=SPEED) as world:
        world.slack.rate_limits = world.truto.options.rate_limits = False
        world.truto.options.processing = 420.0
        day = Day(world, tmp_path, began)
        await day.start()
        try:
            for n in range(JOINS):
                if n and n % (JOINS // 3) == 0:
                    await day.die()
                    await day.start()
                await day.send(n)
            await day.die()
            await day.start()
            await world.slack.wait_for(lambda: not day.unfinished() or None, timeout=PATIENCE)
        finally:
            await day.die()
        # What died before its answer goes out again under its own key, which Truto answers without a second recorder.
        assert len(world.truto.chorus.joins) == JOINS
        assert len({call.headers["idempotency-key"] for call in world.truto.calls(JOIN)}) == JOINS
        looks = day.looks()
        print({"joins": JOINS, "most looks": max(looks.values()), "mean": sum(looks.values()) / len(looks)})  # noqa: T201 - `make day` shows what it measured
        assert max(looks.values()) < 15
