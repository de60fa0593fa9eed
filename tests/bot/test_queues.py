"""Whose run it is, and where it is counted."""

from bot.queues import line_of, seats_of, workspace_of


def test_an_installed_workspace_stands_before_the_id_of_its_runs() -> None:
    assert workspace_of("T0ANA|turn:C1:17.1") == "T0ANA"
    assert workspace_of(line_of("T0ANA|turn:C1:17.1")) == "T0ANA"
    for key in ("turn:C1:17.1", "turn:T0ANA|x", "watch account:T0"):
        assert workspace_of(key) == ""


def test_each_workspace_has_its_own_seats_and_the_nameless_one_too() -> None:
    assert len({seats_of(key) for key in ("T1|a", "T1|b", "T2|a", "a", "b")}) == 3
    assert all(seats_of(key).strip() for key in ("a", "T1|a"))
