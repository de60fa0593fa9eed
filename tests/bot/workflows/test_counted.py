"""Reads side by side are counted as they come in, each once."""

from typing import cast

import pytest

from bot.slack.progress import Progress
from bot.workflows.counted import Counted
from bot.workflows.settle import Job, settle


class Shown:
    """What the thread was told."""

    def __init__(self) -> None:
        self.titles: list[str] = []

    def show(self, id: str, title: str, status: str) -> None:
        assert (id, status) == ("1:conversations:get", "in_progress")
        self.titles.append(title)


async def good(attempt: int) -> dict[str, object]:
    return {"ok": True}


async def gone(attempt: int) -> dict[str, object]:
    return {"ok": False, "say": "There is no such call.", "retry_in": None}


async def later(attempt: int) -> dict[str, object]:
    return {"ok": False, "say": "Chorus asks us to slow down.", "retry_in": 5.0}


@pytest.mark.parametrize(
    "reads, titles",
    [
        ([good, good, gone], ["Reading, 1 done", "Reading, 2 done", "Reading, 3 done"]),
        ([good, later], ["Reading, 1 done"]),
        ([good], ["Reading"]),
    ],
)
async def test_each_read_is_counted_once_it_is_in(reads: list[Job], titles: list[str]) -> None:
    shown = Shown()
    step = Counted(cast(Progress, shown), "1:conversations:get", "Reading", len(reads))
    await settle([step.job(read) for read in reads], attempts=1)
    assert shown.titles == titles


def test_before_the_first_is_in_nothing_is_counted() -> None:
    shown = Shown()
    Counted(cast(Progress, shown), "1:conversations:get", "Reading 14 calls", 14).show()
    assert shown.titles == ["Reading 14 calls"]
