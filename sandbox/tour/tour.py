"""All stories in order, each shown, then all that was checked, in one table; after that the stage is the visitor's."""

import sys
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text

from sandbox.tour import words
from sandbox.tour.checks import Check
from sandbox.tour.keyboard import Keyboard, quiet_keys
from sandbox.tour.prompt import Prompt
from sandbox.tour.screen import LiveTerminal, Log
from sandbox.tour.spelling import Spelling
from sandbox.tour.stage import Stage, in_vain
from sandbox.tour.stories import Ask, Intercept, Offer, Review, Story, WriteBack
from sandbox.tour.tables import Result, reasons, summary_table
from sandbox.tour.window import Window
from sandbox.world import World

LIVE_AFTER = 2.0
"""Seconds from the recorder's being sent to its being in the call; the sandbox's own habit is twice that."""
PATIENCE, PATIENCE_WITH_CLAUDE = 15.0, 120.0


@dataclass(frozen=True)
class Cast:
    """Which of the services behind the bot are the sandbox's own."""

    truto: bool = True
    claude: bool = True

    def stories(self) -> list[Story]:
        """Return the stories that can be played; a real Chorus knows none of the sandbox's people and calls."""
        if self.truto:
            return [Intercept(), Offer(), WriteBack(), Review()]
        return [Ask("Write back", "ana", words.WRITE_BACK), Ask("Review", "sam", words.REVIEW)]


class Tour:
    """A visit to the sandbox, on one console."""

    def __init__(self, world: World, console: Console, cast: Cast) -> None:
        self.world, self.console, self.cast = world, console, cast
        names = {id: str(user["real_name"]) for id, user in world.slack.workspace.users.items()}
        spelling = Spelling(names, world.company.tz)
        self.window = Window(world, spelling)
        self._now = lambda: spelling.time(str(world.clock.now().timestamp()))

    @staticmethod
    def setting(world: World) -> str:
        """Say where and when the tour takes place."""
        now = world.clock.now().astimezone(ZoneInfo(world.company.tz))
        return f"At the sandbox company it is {now:%A}, {now.day} {now:%B}, {now:%H:%M}."

    async def visit(self, came_out: Callable[[bool], None]) -> None:
        """Play everything and report how it came out; with a person at the terminal, stay until they leave."""
        stays = sys.stdin.isatty() and self._is_live
        with quiet_keys(sys.stdin.fileno()) if stays else nullcontext():
            came_out(await self.play())
            if stays:
                await self.stay()

    @property
    def _is_live(self) -> bool:
        return self.console.is_terminal and not self.console.is_dumb_terminal

    async def play(self) -> bool:
        """Play and check every story; True when all came out right. In a terminal the threads grow in place."""
        if not self._is_live:
            return await self._play(self._stage(Log(self.console, self._now)))
        with LiveTerminal(self.console, self._now) as screen:
            return await self._play(self._stage(screen))

    async def stay(self) -> None:
        """Let the person at the terminal write and click, until they leave."""
        self.window.with_numbers = True
        keyboard = Keyboard(self.console, sys.stdin.fileno())
        log = Log(self.console, self._now, keyboard.above)
        log.feed.mark(self.window.snapshot())
        with keyboard.listening():
            await Prompt(self._stage(log), keyboard).run()

    def _stage(self, screen: Log) -> Stage:
        return Stage(self.world, self.window, screen, PATIENCE if self.cast.claude else PATIENCE_WITH_CLAUDE)

    async def _play(self, stage: Stage) -> bool:
        began = time.monotonic()
        self.world.truto.options.live_after = LIVE_AFTER
        stories = self.cast.stories()
        results = [
            await self._played(stage, story, f"{n} of {len(stories)}") for n, story in enumerate(stories, 1)
        ]
        stage.screen.show(Text(), summary_table(results), *verdict(results, time.monotonic() - began))
        return all(result.holds for result in results)

    async def _played(self, stage: Stage, story: Story, number: str) -> Result:
        stage.screen.heading(f"{number} · {story.title}", story.about)
        late: list[str] = []
        async with stage.watched():
            with in_vain(late.append):
                await story.play(stage)
        checks = [*story.checks(stage), *(Check("everything came in time", why) for why in late)]
        return Result(story.title, checks, tolerant=not self.cast.claude)


def verdict(results: Sequence[Result], seconds: float) -> list[Text]:
    """Return the last words of a tour."""
    if wrong := reasons(results):
        return [Text("Not everything came out right:", "bold red"), *(Text(f"  {line}") for line in wrong)]
    if any(not check.holds for result in results for check in result.checks):
        said = "Every message was answered. What differs above is the real Claude's own way."
        return [Text(f"{said} ({seconds:.0f} s)", "bold yellow")]
    count = {2: "Both", 4: "All four"}.get(len(results), f"All {len(results)}")
    return [Text(f"{count} stories came out right, in {seconds:.0f} s.", "bold green")]
