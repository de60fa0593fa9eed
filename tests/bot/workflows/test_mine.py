"""Which requests for the recorder concern whoever asked for them now."""

from dataclasses import replace

import pytest

from bot.store.joins import LONGEST, WINDOW, Join
from bot.workflows.mine import concerns_now
from tests.builders import NOON

NOW = NOON.timestamp()
JOIN = Join("zoom:1", "t1", "UANA", NOW - 60, "C1", "100.1", "https://zoom.us/j/1", "asked", None)


@pytest.mark.parametrize(
    "state, ago, concerns",
    [
        ("asked", 60, True),
        ("accepted", 60, True),
        ("live", WINDOW + 60, True),
        ("live", LONGEST + 60, False),
        ("unseen", 60, True),
        ("unseen", WINDOW + 60, False),
        ("ended", 60, True),
        ("doubted", 60, True),
        ("unverified", 60, True),
        ("unverified", 3600, False),
        ("refused", 60, False),
        ("stopped", 60, False),
        ("processed", 60, False),
        ("no show", 60, False),
    ],
)
def test_a_recorder_concerns_somebody_until_it_is_over(state: str, ago: float, concerns: bool) -> None:
    assert concerns_now(replace(JOIN, state=state, asked_at=NOW - ago), NOW) is concerns
