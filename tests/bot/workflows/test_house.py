"""One house for each workspace, and a short memory in it."""

from typing import cast

import pytest

from bot.workflows.house import House, Recent, close_house, house, open_house
from bot.workspace import within


def test_without_an_app_there_is_no_house() -> None:
    with pytest.raises(RuntimeError, match="nothing is open for the workspace of this process"):
        house()


def test_a_story_is_in_the_house_of_its_own_workspace_and_in_no_other() -> None:
    one, other = cast(House, object()), cast(House, object())
    open_house(one, "T1")
    open_house(other, "T2")
    with within("T1"):
        assert house() is one
    with within("T2"):
        assert house() is other
    close_house("T1")
    close_house("T2")
    with within("T1"), pytest.raises(RuntimeError, match="for the workspace T1"):
        house()


def test_the_oldest_is_forgotten_first_and_what_is_kept_again_is_new() -> None:
    recent = Recent[int](2)
    assert recent.keep("a", 1) == 1
    recent.keep("b", 2)
    recent.keep("a", 3)
    recent.keep("c", 4)
    assert [recent.get(key) for key in "abc"] == [3, None, 4]


def test_what_is_kept_for_a_time_is_gone_after_it() -> None:
    now = [1_000.0]
    recent = Recent[str](5, 60.0, lambda: now[0])
    recent.keep("a", "owner")
    now[0] += 59
    assert recent.get("a") == "owner"
    now[0] += 1
    assert recent.get("a") is None
