"""Where stories are played: people say things and press buttons in the sandbox's Slack, and wait for what comes."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from typing import TypeVar

from rich.text import Text

from sandbox.company import Person
from sandbox.slack.journal import Json
from sandbox.tour.screen import Screen
from sandbox.tour.spelling import Said
from sandbox.tour.threads import Button, find_button
from sandbox.tour.window import Thread, Window
from sandbox.world import World

T = TypeVar("T")
FOR_EVER = 10.0**9


@dataclass
class Stage:
    """The world, the screen it is shown on, and how long people wait for an answer."""

    world: World
    window: Window
    screen: Screen
    patience: float = 15.0
    _drawn: list[Said] = field(default_factory=list)

    def person(self, key: str) -> Person:
        """Return a person of the company."""
        return self.world.company.person(key)

    def messages(self, thread: Thread) -> list[Json]:
        """Return a thread's messages."""
        return self.world.slack.thread(thread.channel, thread.ts)

    async def say(self, who: Person, text: str) -> Thread:
        """Have somebody write a message in #deals; returns the thread it begins."""
        channel = self.world.slack.channels["deals"]
        return Thread(channel, await self.world.slack.say(who, channel, text))

    async def press(self, who: Person, thread: Thread, button: Button) -> None:
        """Show everything up to here, then have somebody press a button."""
        self.settle()
        await self.screen.linger()
        self.screen.show(Text(), Text(f"  → {who.name} clicks [ {button.label} ]", "bold yellow"))
        await self.world.slack.click(
            who, thread.channel, button.message["ts"], button.action_id, block_id=button.block_id
        )

    async def button(self, thread: Thread, label: str) -> Button:
        """Wait for a button of that name in a thread."""
        return await self.until(lambda: find_button(self.messages(thread), label))

    async def until(self, predicate: Callable[[], T | None], patience: float | None = None) -> T:
        """Wait until something is true of the workspace; raises AssertionError when it does not come."""
        return await self.world.slack.wait_for(predicate, patience or self.patience)

    def settle(self) -> None:
        """Make final what is on the screen, with everything as it stands now."""
        self._draw()
        self.screen.settle()

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Show every change of the workspace at once, until left."""
        watcher = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watcher.cancel()
            with suppress(asyncio.CancelledError):
                await watcher
            self.settle()

    async def _watch(self) -> None:
        while True:
            await self.world.slack.wait_for(lambda: self.window.snapshot() != self._drawn, FOR_EVER)
            self._draw()

    def _draw(self) -> None:
        self._drawn = self.window.snapshot()
        self.screen.update(self._drawn)


@contextmanager
def in_vain(said: Callable[[str], None]) -> Iterator[None]:
    """Turn a wait that was in vain into one line that says so."""
    try:
        yield
    except AssertionError as error:
        said(str(error).split("\n", 1)[0])
