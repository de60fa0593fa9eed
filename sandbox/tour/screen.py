"""Where the tour is shown: a log in which every line is final, or a live terminal whose last messages still grow."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from types import TracebackType
from typing import Protocol, Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.rule import Rule
from rich.text import Text

from sandbox.tour.feed import Feed, News
from sandbox.tour.paint import entry
from sandbox.tour.spelling import Said

READING = 1.5
"""Seconds a person in front of a terminal gets before somebody clicks."""

Now = Callable[[], str]
"""The time of day, as the people of the company have it."""
Above = AbstractContextManager[None]
"""Makes room above a line that somebody is typing."""


class Screen(Protocol):
    """What the tour needs of a screen."""

    def show(self, *parts: RenderableType) -> None:
        """Show something of the tour's own."""

    def heading(self, title: str, subtitle: str) -> None:
        """Begin a story."""

    def update(self, messages: Sequence[Said]) -> None:
        """Show what is new in these messages."""

    def settle(self) -> None:
        """Make final what was shown so far."""

    def show_again(self, messages: Sequence[Said]) -> None:
        """Show these messages in full, shown before or not."""

    async def linger(self) -> None:
        """Leave a reader the time to read, if there is one."""


class Log:
    """Every message once, every edit as the lines that changed."""

    def __init__(self, console: Console, now: Now, above: Callable[[], Above] = nullcontext) -> None:
        self.console = console
        self.feed = Feed()
        self._now, self._above = now, above

    def show(self, *parts: RenderableType) -> None:
        with self._above():
            self.console.print(*parts, sep="\n")

    def heading(self, title: str, subtitle: str) -> None:
        self.show(Text(), Rule(Text(title, "bold"), align="left", style="dim"), Text(subtitle, "dim"))

    def update(self, messages: Sequence[Said]) -> None:
        news = self.feed.news(messages)
        self.feed.mark(messages)
        if news:
            self.show(*self.entries(news))

    def show_again(self, messages: Sequence[Said]) -> None:
        self.show(*self.entries(Feed().news(messages)))

    def settle(self) -> None:
        """A log is always final."""

    async def linger(self) -> None:
        """Nobody is in front of a log."""

    def entries(self, news: Sequence[News]) -> list[Text]:
        """Return messages as lines, a blank one before each."""
        lines: list[Text] = []
        for one in news:
            lines += [Text(), *entry(one, self._now(), self.console)]
        return lines


class LiveTerminal(Log):
    """What is new since the last `settle` is drawn again at every change; then it stays as it ended."""

    def __init__(self, console: Console, now: Now) -> None:
        super().__init__(console, now)
        self._messages: Sequence[Said] = ()
        self._live = Live(console=console, auto_refresh=False, transient=True)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.settle()
        self._live.stop()

    def update(self, messages: Sequence[Said]) -> None:
        self._messages = messages
        lines = self.entries(self.feed.news(messages))
        # A live region taller than the terminal cannot be drawn over, so its end is shown.
        self._live.update(Group(*lines[-max(1, self.console.height - 2) :]), refresh=True)

    def settle(self) -> None:
        news = self.feed.news(self._messages)
        self.feed.mark(self._messages)
        self._live.update(Text(), refresh=True)
        if news:
            self.show(*self.entries(news))

    async def linger(self) -> None:
        await asyncio.sleep(READING)
