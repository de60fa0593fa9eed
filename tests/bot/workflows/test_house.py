"""One house per process, and a short memory in it."""

import pytest

from bot.workflows.house import Recent, house, open_house


def test_without_an_app_there_is_no_house() -> None:
    open_house(None)
    with pytest.raises(RuntimeError, match="no app is running"):
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
