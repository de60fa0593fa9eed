"""The one progress message: true steps, few edits, and no harm when an edit fails."""

import asyncio
from collections.abc import Sequence
from typing import Any

import aiohttp
import pytest

from bot.slack.progress import SHOWN, Plan, Progress
from bot.slack.speaking import Place
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


class Recorder:
    """A voice that keeps what was edited, and can fail."""

    def __init__(self, *failures: Exception) -> None:
        self.edits: list[str] = []
        self.failures = list(failures)
        self.edited = asyncio.Event()

    async def edit(self, channel: str, ts: str, text: str, blocks: Sequence[Any] = ()) -> None:
        self.edits.append(text)
        self.edited.set()
        if self.failures:
            raise self.failures.pop()

    async def until_edited(self) -> None:
        await asyncio.wait_for(self.edited.wait(), 2)
        self.edited.clear()


def shown(voice: Recorder, pause: float) -> Progress:
    return Progress(voice, PLACE, "1.1", Plan("Working on it…"), pause)


async def test_steps_that_come_together_are_one_edit() -> None:
    voice = Recorder()
    async with shown(voice, 60) as progress:
        progress.show("a", "A", "in_progress")
        progress.show("a", "A", "complete")
        progress.show("b", "B", "in_progress")
        await voice.until_edited()
    assert voice.edits == ["Working on it…\n✓ A\n… B"]


async def test_within_the_pause_nothing_is_edited() -> None:
    voice = Recorder()
    async with shown(voice, 60) as progress:
        progress.show("a", "A", "in_progress")
        await voice.until_edited()
        progress.show("b", "B", "in_progress")
        for _ in range(20):
            await asyncio.sleep(0)
    assert len(voice.edits) == 1


async def test_after_the_pause_the_newest_state_is_shown() -> None:
    voice = Recorder()
    async with shown(voice, 0) as progress:
        progress.show("a", "A", "in_progress")
        await voice.until_edited()
        progress.show("a", "A", "error")
        await voice.until_edited()
    assert voice.edits[-1].endswith("✗ A")


async def test_without_a_change_nothing_is_edited() -> None:
    voice = Recorder()
    async with shown(voice, 0):
        for _ in range(20):
            await asyncio.sleep(0)
    assert voice.edits == []


@pytest.mark.parametrize("failure", [TimeoutError(), aiohttp.ClientError()])
async def test_an_edit_that_fails_is_made_good_by_the_next(failure: Exception) -> None:
    voice = Recorder(failure)
    async with shown(voice, 0) as progress:
        progress.show("a", "A", "in_progress")
        await voice.until_edited()
        progress.show("a", "A", "complete")
        await voice.until_edited()
    assert len(voice.edits) == 2


async def test_a_failing_run_is_not_hidden_by_its_progress() -> None:
    with pytest.raises(ZeroDivisionError):
        async with shown(Recorder(), 0):
            raise ZeroDivisionError
