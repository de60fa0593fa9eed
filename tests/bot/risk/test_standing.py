"""How a deal stood is kept as JSON; what people said of it holds as long as they meant."""

import pytest

from bot.risk.rules import judge
from bot.risk.standing import Overlay, Standing, standing_of
from tests.bot.risk.deals import a_call, a_deal, fields, judging


def test_a_standing_survives_the_store() -> None:
    deal = a_deal(a_call(action_items=()), fields=fields(champion=""))
    standing = standing_of(deal, judge(deal, judging()))
    assert Standing.from_json(standing.to_json()) == standing
    assert (standing.names, standing.parts) == (("No next step", "Method gap"), ("R1", "R5:champion"))


def test_an_overlay_survives_the_store() -> None:
    overlay = Overlay(acknowledged_by="U1", acknowledged_at=1.0, parts=("R1",), assigned_to="U2")
    assert Overlay.from_json(overlay.to_json()) == overlay


def test_a_new_hard_reason_ends_a_snooze() -> None:
    overlay = Overlay(snoozed_by="U1", snoozed_until=10.0, snoozed_level=3, snoozed_parts=("R12:a",))
    assert overlay.sleeps(3, {"R12:a"}, 9.0)
    assert not overlay.sleeps(3, {"R12:a", "R12:b"}, 9.0)


@pytest.mark.parametrize(
    "level, at, sleeps", [(2, 9.0, True), (1, 9.0, True), (3, 9.0, False), (2, 10.0, False)]
)
def test_a_snooze_ends_with_its_time_or_when_the_deal_gets_worse(level: int, at: float, sleeps: bool) -> None:
    overlay = Overlay(snoozed_by="U1", snoozed_until=10.0, snoozed_level=2)
    assert overlay.sleeps(level, (), at) is sleeps
    assert not Overlay(snoozed_until=10.0).sleeps(level, (), at), "nobody snoozed it"


@pytest.mark.parametrize("since, at, due", [(5.0, 9.0, False), (5.0, 10.0, True), (10.0, 12.0, False)])
def test_what_slept_is_due_once(since: float, at: float, due: bool) -> None:
    assert Overlay(snoozed_by="U1", snoozed_until=10.0).is_due(since, at) is due
