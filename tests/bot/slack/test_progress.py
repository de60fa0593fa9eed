"""The one progress message: true steps, few edits, and no harm when an edit fails."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

import aiohttp
import pytest

from bot.slack.allowances import EDIT, PRIVATE_LINES
from bot.slack.outbox import SILENT, TOO_LONG, Outbox
from bot.slack.progress import FEW, SHOWN, SIGNS, Plan, Progress, spell
from bot.slack.speaking import Place, Voice
from tests.bot.slack.crowd import Timed
from tests.bot.slack.golden import taken_by_slack
from tests.golden.samples.plan import a_plan

PLACE = Place("C1", "100.1")


@pytest.mark.parametrize("n", [0, 1, 49, 200])
@pytest.mark.parametrize("title", ["x" * 3000, "<!channel> <@U1> `a`", "🎉" * 200])
def test_slack_takes_any_number_of_steps(n: int, title: str) -> None:
    plan = a_plan(n, title)
    plan.title = title
    assert taken_by_slack((plan.text(), plan.blocks()))


def test_of_many_steps_the_newest_are_shown() -> None:
    (block,) = a_plan(200).blocks()
    assert [t["task_id"] for t in block["tasks"]] == [f"t{i}" for i in range(200 - SHOWN, 200)]


def test_a_step_that_changes_stays_in_its_place() -> None:
    plan = a_plan(2)
    plan.set("t0", "Read a call", "complete")
    assert list(plan.tasks) == ["t0", "t1"]
    assert "✓ Read a call" in plan.text()


def test_nothing_in_a_step_can_ring() -> None:
    assert "<!channel>" not in a_plan(1, "Truto refused: <!channel>").text()


def test_words_and_blocks_say_the_same_of_many_long_steps() -> None:
    plan = a_plan(60, "x" * 300)
    (block,) = plan.blocks()
    shown = [block["title"], *(f"{SIGNS[t['status']]} {t['title']}" for t in block["tasks"])]
    assert plan.text() == "\n".join(shown)


@pytest.mark.parametrize(
    "seconds, said", [(45.2, "45 s"), (99, "99 s"), (120, "2 min"), (170, "3 min"), (3600, "60 min")]
)
def test_a_span_is_told_as_people_say_it(seconds: float, said: str) -> None:
    assert spell(seconds) == said


class Recorder:
    """A voice that keeps what was shown and said, and can fail. Its time is moved by the test."""

    def __init__(self, *failures: Exception) -> None:
        self.clock = Timed()
        self.outbox = Outbox(self.clock)
        self.said: list[tuple[str, str]] = []
        self.failures = list(failures)

    async def show(self, channel: str, ts: str, text: str, blocks: Sequence[Any] = ()) -> None:
        self._say("edit", text)

    async def edit(self, channel: str, ts: str, text: str, blocks: Sequence[Any] = ()) -> None:
        self._say("edit", text)

    async def whisper(self, place: Place, user: str, text: str) -> None:
        self._say(user, text)

    async def post(self, key: str, place: Place, text: str, blocks: Sequence[Any] = ()) -> str:
        self._say("post", text)
        return key

    def shows(self, ts: str) -> str | None:
        return next((text for way, text in reversed(self.said) if way == "edit"), None)

    def _say(self, way: str, text: str) -> None:
        self.said.append((way, text))
        if self.failures:
            raise self.failures.pop()

    @property
    def edits(self) -> list[str]:
        return [text for way, text in self.said if way == "edit"]


@dataclass
class Stage:
    """A run's progress, looked at as often as a test says."""

    voice: Recorder
    progress: Progress

    async def after(self, seconds: float = 0.0) -> None:
        """So many seconds later the outbox has looked and shown."""
        self.voice.clock.time += seconds
        for _ in range(3):
            await self.voice.outbox.look()
            await asyncio.sleep(0)


@asynccontextmanager
async def shown(*failures: Exception) -> AsyncIterator[Stage]:
    voice = Recorder(*failures)
    progress = Progress(cast(Voice, voice), PLACE, "1.1", Plan("Working on it…"), 3.0, "UANA")
    async with progress:
        yield Stage(voice, progress)


async def test_steps_that_come_together_are_one_edit() -> None:
    async with shown() as stage:
        stage.progress.show("a", "A", "in_progress")
        stage.progress.show("a", "A", "complete")
        stage.progress.show("b", "B", "in_progress")
        await stage.after()
        assert stage.voice.edits == ["Working on it…\n✓ A\n… B"]


async def test_within_the_pause_nothing_is_edited_and_after_it_the_newest_state_is_shown() -> None:
    async with shown() as stage:
        stage.progress.show("a", "A", "in_progress")
        await stage.after()
        stage.progress.show("a", "A, 1 done", "in_progress")
        await stage.after(2.9)
        assert len(stage.voice.edits) == 1
        stage.progress.show("a", "A", "error")
        await stage.after(0.1)
        assert stage.voice.edits[1:] == ["Working on it…\n✗ A"]


async def test_without_a_change_nothing_is_edited_until_the_thread_was_silent_for_long() -> None:
    async with shown() as stage:
        stage.progress.show("a", "Reading 14 calls", "in_progress")
        await stage.after()
        await stage.after(SILENT - 1)
        assert len(stage.voice.edits) == 1
        await stage.after(2)
        await stage.after(SILENT + 3)
        assert [text.splitlines()[-1] for text in stage.voice.edits[1:]] == [
            "… Still at it: Reading 14 calls, 46 s so far",
            "… Still at it: Reading 14 calls, 94 s so far",
        ]
        assert "Still" not in stage.progress.plan.text(), "the plan itself has no such step"


async def test_a_wait_is_told_as_a_wait_and_claude_at_work_as_work() -> None:
    async with shown() as stage:
        await stage.after(SILENT)
        assert "… Still at it, 45 s so far" in stage.voice.edits[0]
        stage.progress.show("waiting", "Chorus asks us to slow down for 300 seconds.", "in_progress")
        await stage.after(10)
        await stage.after(110)
        assert stage.voice.edits[-1].endswith("… Still waiting, 2 min so far")


async def test_where_no_edit_is_free_whoever_asked_is_told_alone_and_the_edit_is_made_later() -> None:
    async with shown() as stage:
        await stage.voice.clock.refused(EDIT, 50)
        stage.progress.show("a", "Reading <14> calls, 9 done", "in_progress")
        await stage.after()
        assert stage.voice.said == []
        await stage.after(SILENT)
        said = f"Still at it: Reading &lt;14&gt; calls, 9 done, 45 s so far. {FEW}"
        assert stage.voice.said == [("UANA", said)]
        await stage.after(20)
        assert stage.voice.edits == ["Working on it…\n… Reading &lt;14&gt; calls, 9 done"]


async def test_where_nothing_else_is_free_the_thread_gets_a_line_more() -> None:
    async with shown() as stage:
        for limit in (EDIT, PRIVATE_LINES):
            await stage.voice.clock.refused(limit, 50)
        await stage.after(TOO_LONG)
        ((way, text),) = stage.voice.said
        assert (way, text) == ("post", f"Still at it, 47 s so far. {FEW}")


async def test_whoever_cannot_be_told_alone_is_told_in_the_thread() -> None:
    async with shown(aiohttp.ClientError()) as stage:
        await stage.voice.clock.refused(EDIT, 50)
        await stage.after(SILENT)
        assert [way for way, _ in stage.voice.said] == ["UANA", "post"]


@pytest.mark.parametrize("failure", [TimeoutError(), aiohttp.ClientError()])
async def test_an_edit_that_fails_is_made_good_by_the_next(failure: Exception) -> None:
    async with shown(failure) as stage:
        stage.progress.show("a", "A", "in_progress")
        await stage.after()
        stage.progress.show("a", "A", "complete")
        await stage.after(3)
        assert len(stage.voice.edits) == 2


async def test_a_failing_run_is_not_hidden_by_its_progress() -> None:
    with pytest.raises(ZeroDivisionError):
        async with shown():
            raise ZeroDivisionError


async def test_a_run_taken_up_again_puts_its_last_words_right_and_else_says_nothing() -> None:
    async with shown() as stage:
        await stage.progress.put_right()
        assert stage.voice.edits == []
        stage.progress.show("a", "A", "in_progress")
        await stage.after()
        stage.progress.plan.title = "Done"
        await stage.progress.put_right()
        await stage.progress.put_right()
        assert stage.voice.edits[1:] == ["Done\n… A"]
