"""Who is told of a trouble, and when that is over."""

from typing import Any

import pytest

from bot.workflows.tell_troubles import is_told

REACHED: dict[str, Any] = {"ok": True}
REFUSED: dict[str, Any] = {"ok": False, "say": "Slack does not answer just now.", "retry_in": None}
AWAY = REFUSED | {"retry_in": 120.0}


@pytest.mark.parametrize(
    "outcomes, told",
    [
        ([REACHED, REACHED], True),
        ([REACHED, AWAY], True),
        ([REFUSED, REFUSED], True),
        ([REFUSED, AWAY], False),
        ([AWAY], False),
        ([], False),
    ],
)
def test_a_trouble_is_told_once_somebody_heard_of_it_or_nobody_ever_will(
    outcomes: list[dict[str, Any]], told: bool
) -> None:
    assert is_told(outcomes) is told
