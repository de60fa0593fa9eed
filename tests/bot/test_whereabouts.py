"""What code works for, as it can be asked from anywhere below an event or a run."""

import asyncio

import pytest

from bot.whereabouts import Ending, Where, at, ends, here, work_as, worker, workspace_in


def test_outside_of_everything_there_is_nothing_to_say() -> None:
    ends(Ending.FAILED)
    assert here() == Where()


async def test_what_runs_below_knows_what_it_is_for_and_says_how_that_ended() -> None:
    async def below() -> str:
        ends(Ending.STOPPED)
        return here().run

    with at(Where(run="r")) as where:
        assert await asyncio.gather(below(), below()) == ["r", "r"]
        with at(Where(run="inner")):
            assert here().run == "inner"
        assert here() is where
    assert (where.ending, here().run) == (Ending.STOPPED, "")


def test_a_process_has_one_name() -> None:
    before = worker()
    work_as("me")
    assert worker() == "me"
    work_as(before)


@pytest.mark.parametrize(
    "run, workspace", [("T012AB|ask:x", "T012AB"), ("ask:T1:C1", ""), ("offer:a|b", ""), ("|x", ""), ("", "")]
)
def test_a_run_of_an_installed_workspace_says_so_in_its_id(run: str, workspace: str) -> None:
    assert workspace_in(run) == workspace
