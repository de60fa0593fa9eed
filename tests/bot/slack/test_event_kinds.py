"""What Slack sent, in one word of a few."""

from typing import Any

import pytest

from bot.slack.event_kinds import event_id, kind_of, workspace_of


@pytest.mark.parametrize(
    "body, kind",
    [
        ({"type": "event_callback", "event": {"type": "message"}}, "message"),
        ({"type": "event_callback", "event": {"type": "made_up_9"}}, "other"),
        ({"type": "event_callback", "event": {"type": ["message"]}}, "other"),
        ({"type": "event_callback", "event": "message"}, "other"),
        ({"type": "block_actions"}, "block_actions"),
        ({"type": ["block_actions"]}, "other"),
        ({"command": "/chorister"}, "command"),
        ({"type": "url_verification"}, "other"),
        ({}, "other"),
    ],
)
def test_whoever_sends_nonsense_makes_up_no_new_kind(body: dict[str, Any], kind: str) -> None:
    assert kind_of(body) == kind


def test_an_event_has_an_id_and_a_click_that_of_its_trigger() -> None:
    assert event_id({"event_id": "Ev1"}) == "Ev1"
    assert event_id({"trigger_id": "123.456.secret"}) == "123"
    assert event_id({"event_id": ["Ev1"]}) == event_id({}) == ""


def test_the_team_stands_in_one_of_two_places() -> None:
    assert workspace_of({"team_id": "T1"}) == workspace_of({"team": {"id": "T1"}}) == "T1"
    assert workspace_of({"team": None}) == workspace_of({"team": {"id": 5}}) == ""
