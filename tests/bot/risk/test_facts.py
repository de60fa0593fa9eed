"""What the facts of a deal say of themselves."""

from datetime import UTC, datetime

import pytest

from bot.risk.facts import Call, Deal

AT = datetime(2026, 6, 3, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "stage, is_open",
    [
        ("Proposal", True),
        ("Closed Won", False),
        ("closed lost", False),
        ("Close to signing", True),
        ("Lost - no decision", False),
        ("Won", False),
        (" ", None),
        (None, None),
    ],
)
def test_a_deal_is_open_until_its_stage_says_closed(stage: str | None, is_open: bool | None) -> None:
    assert Deal("D", "n", "a", None, "", "", stage=stage).is_open is is_open


def test_a_meeting_that_did_not_take_place_is_not_held() -> None:
    took, did_not = Call("1", AT, 30, True, False, True), Call("2", AT, 0, False, True, True)
    assert Deal("D", "n", "a", None, "", "", calls=(took, did_not)).held == (took,)
