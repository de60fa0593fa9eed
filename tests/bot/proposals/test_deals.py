"""Which deals can still be won."""

import pytest

from bot.proposals.deals import is_open


@pytest.mark.parametrize(
    "stage", ["Discovery", "Negotiation", None, "", "Wonder Labs trial", "Disclosed terms"]
)
def test_a_deal_is_open_unless_its_stage_says_otherwise(stage: str | None) -> None:
    assert is_open(stage)


@pytest.mark.parametrize(
    "stage", ["Closed Won", "closed lost", "CLOSED", "ClosedWon", "Lost to competitor", "Won"]
)
def test_a_deal_whose_stage_says_closed_won_or_lost_is_not_open(stage: str) -> None:
    assert not is_open(stage)
