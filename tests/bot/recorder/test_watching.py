"""What a look at Chorus says of a recorder's call, and when the next one is due."""

import pytest

from bot.recorder.watching import LONGEST, Move, Sight, Stage, Watch, advance, pause, sight
from tests.builders import a_conversation

HOUR = 3600.0


@pytest.mark.parametrize(
    "status, more, seen",
    [
        (None, {}, Sight(Stage.WAITING)),
        ("scheduled", {}, Sight(Stage.WAITING)),
        ("unknown", {}, Sight(Stage.WAITING)),
        ("live", {}, Sight(Stage.LIVE)),
        ("Live", {"unrecorded_reason": "x"}, Sight(Stage.LIVE)),
        ("processing", {"end_reason": "meeting_ended"}, Sight(Stage.ENDED, "meeting_ended")),
        ("done", {"end_reason": "removed"}, Sight(Stage.PROCESSED, "removed")),
        ("no show", {}, Sight(Stage.NO_SHOW)),
        ("no show", {"unrecorded_reason": "not_admitted"}, Sight(Stage.NO_SHOW, "not_admitted")),
        ("done", {"unrecorded_reason": "too_short"}, Sight(Stage.NO_SHOW, "too_short")),
        ("scheduled", {"unrecorded_reason": "blocked"}, Sight(Stage.NO_SHOW, "blocked")),
    ],
)
def test_chorus_words_become_stages(status: str | None, more: dict, seen: Sight) -> None:
    assert sight(a_conversation(status=status, **more)) == seen


def looks(stage: Stage, until: float, deadline: float = 0.0, poll: float = 20.0) -> list[float]:
    """The moments of the looks in a stage that lasts `until`, the last one at or after it."""
    found, at = [], 0.0
    while at < until:
        at += pause(stage, at, poll, deadline)
        found.append(round(at))
    return found


def test_looks_come_quickly_at_first_and_ever_more_seldom() -> None:
    assert looks(Stage.WAITING, 300.0, 300.0) == [20, 50, 125, 300]
    assert looks(Stage.LIVE, HOUR) == [720, 1440, 2160, 3024, 4234]
    assert looks(Stage.ENDED, 1500.0) == [120, 360, 1080, 3240]


def test_a_look_falls_on_the_deadline() -> None:
    assert 300 in looks(Stage.WAITING, 900.0, 300.0)
    assert 3600 in looks(Stage.ENDED, 4000.0, HOUR)
    assert pause(Stage.WAITING, 299.9999, 20.0, 300.0) == 1.0
    for stage, longest in LONGEST.items():
        assert looks(stage, longest)[-1] == longest, "the watch ends when it is said to end"


@pytest.mark.parametrize("waits, lasts, works", [(40, HOUR, 900), (290, 2 * HOUR, 900), (1800, HOUR, 900)])
def test_a_meeting_from_the_lobby_to_the_summary_takes_under_fifteen_looks(
    waits: float, lasts: float, works: float
) -> None:
    number = (
        len(looks(Stage.WAITING, waits, 300.0))
        + len(looks(Stage.LIVE, lasts))
        + len(looks(Stage.ENDED, works, HOUR))
    )
    assert number < 15


def test_one_that_is_never_seen_takes_under_fifteen_looks_too() -> None:
    assert len(looks(Stage.WAITING, LONGEST[Stage.WAITING], 300.0)) < 15


def test_after_an_end_or_too_long_nobody_looks_any_more() -> None:
    assert Watch(Stage.PROCESSED).is_over
    assert not Watch(Stage.LIVE, elapsed=LONGEST[Stage.LIVE] - 1).is_over
    assert Watch(Stage.LIVE, elapsed=LONGEST[Stage.LIVE]).is_over


WAITING = Watch(since=100.0)


@pytest.mark.parametrize(
    "watch, stage, at, blind, move",
    [
        (WAITING, Stage.WAITING, 150.0, False, Move(Watch(since=100.0, elapsed=50.0))),
        (WAITING, Stage.LIVE, 150.0, False, Move(Watch(Stage.LIVE, since=150.0), "live", "stage")),
        (WAITING, Stage.STOPPED, 150.0, False, Move(Watch(Stage.STOPPED, since=150.0))),
        (WAITING, Stage.REPEATED, 150.0, False, Move(Watch(Stage.REPEATED, since=150.0), None, "stage")),
        (WAITING, Stage.GONE, 150.0, False, Move(Watch(Stage.GONE, since=150.0), "gone", "stage")),
        (
            WAITING,
            Stage.WAITING,
            400.0,
            False,
            Move(Watch(Stage.WAITING, 100.0, 300.0, "late"), "unseen", "late"),
        ),
        (
            WAITING,
            Stage.WAITING,
            400.0,
            True,
            Move(Watch(Stage.WAITING, 100.0, 300.0, "blind"), None, "blind"),
        ),
        (
            Watch(Stage.WAITING, 100.0, 300.0, "late"),
            Stage.WAITING,
            500.0,
            False,
            Move(Watch(Stage.WAITING, 100.0, 400.0, "late")),
        ),
        (
            Watch(Stage.ENDED, 100.0, 300.0, "late"),
            Stage.ENDED,
            500.0,
            True,
            Move(Watch(Stage.ENDED, 100.0, 400.0, "blind"), None, "blind"),
        ),
    ],
)
def test_a_look_leads_to_what_is_recorded_and_said(
    watch: Watch, stage: Stage, at: float, blind: bool, move: Move
) -> None:
    assert advance(watch, stage, at, blind=blind, deadline=300.0) == move


def test_a_stage_without_a_deadline_is_never_late() -> None:
    assert advance(Watch(Stage.LIVE), Stage.LIVE, 9e5, blind=False, deadline=0.0).say is None
