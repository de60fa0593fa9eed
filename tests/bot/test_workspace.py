"""Which workspace something is done for."""

import asyncio

import pytest

from bot.workspace import HOME, current, installed, is_open, key_of, named, opened, split, there_are, within


@pytest.mark.parametrize(
    "team, enterprise, whole, key",
    [
        ("T1", None, False, "T1"),
        ("T1", "E1", False, "T1"),
        ("T1", "E1", True, "E1"),
        (None, "E1", True, "E1"),
        ("T1", None, True, "T1"),
        (None, None, False, HOME),
    ],
)
def test_an_organisation_that_installed_us_as_a_whole_is_one_workspace(
    team: str | None, enterprise: str | None, whole: bool, key: str
) -> None:
    assert key_of(team, enterprise, whole=whole) == key


def test_a_name_given_in_a_workspace_leads_back_to_it() -> None:
    assert named("ask:T1:C1:1.2") == "ask:T1:C1:1.2"
    with within("T0AB"):
        assert named("ask:1.2") == "T0AB|ask:1.2"
    assert split("T0AB|ask:a|b") == ("T0AB", "ask:a|b")


@pytest.mark.parametrize("name", ["ask:C1:1.2", "turn:ask:a|3", "Ta|x", "|x", "T|x", "", "X1|y", "É1|y"])
def test_a_name_given_in_the_only_workspace_is_left_alone(name: str) -> None:
    assert split(name) == (HOME, name)


async def test_tasks_work_each_for_their_own_workspace() -> None:
    async def worked_for(workspace: str) -> str:
        with within(workspace):
            await asyncio.sleep(0)
            return current()

    assert await asyncio.gather(worked_for("T1"), worked_for("T2")) == ["T1", "T2"]
    assert current() == HOME


class Some:
    async def open(self, workspace: str) -> bool:
        return workspace == "T1"

    async def all(self) -> list[str]:
        return ["T1"]


async def test_nothing_is_done_for_a_workspace_that_left() -> None:
    assert await installed() == [HOME]
    assert await is_open(HOME)
    assert not await is_open("T1")
    there_are(Some())
    try:
        async with opened("T1|run") as there:
            assert (there, current()) == (True, "T1")
        async with opened("T2|run") as there:
            assert not there
        assert await installed() == ["T1"]
    finally:
        there_are(None)
