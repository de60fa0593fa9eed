"""Where a run is counted, and what stands in line for it."""

from bot.queues import RUSHES, SEATS, TURNS, line_of, queue_with, rush_of, seats_of
from bot.workspace import split


def test_each_workspace_has_its_own_seats_and_the_nameless_one_too() -> None:
    assert len({seats_of(workspace) for workspace in ("T1", "T2", "")}) == 3
    assert seats_of("").strip()


def test_a_cancelled_run_goes_on_in_the_queue_that_has_its_part() -> None:
    parts = [seats_of("T1"), f"T1|{seats_of('T1')}", rush_of("C1"), "T1:C1:1.2:UANA", ""]
    assert [queue_with(part) for part in parts] == [SEATS, SEATS, RUSHES, TURNS, None]


def test_what_stands_in_line_belongs_to_the_same_workspace() -> None:
    assert split(line_of("T0ANA|turn:C1:17.1")) == ("T0ANA", line_of("turn:C1:17.1"))
