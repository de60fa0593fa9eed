from datetime import UTC, datetime

from sandbox.slack.journal import Call, Delivered

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def test_a_call_went_well_only_when_slack_said_so() -> None:
    assert not Call(1, NOW, "auth.test", {}).ok
    assert Call(1, NOW, "auth.test", {}, response={"ok": True}).ok


def test_a_delivery_knows_its_event_if_it_carries_one() -> None:
    event = Delivered(1, NOW, "socket", "events_api", {"event_id": "Ev1", "event": {"type": "message"}}, "e")
    click = Delivered(2, NOW, "socket", "interactive", {"type": "block_actions"}, "e")
    assert (event.event["type"], event.event_id) == ("message", "Ev1")
    assert (click.event, click.event_id) == ({}, None)
