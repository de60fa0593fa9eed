"""A click on a schedule's button, from the Home tab or from a private list; the stories are in tests/stories."""

from typing import Any

from handlers.schedules import click_of

ACTION = {"action_id": "schedule_run", "action_ts": "200.1", "value": "d1"}


def a_body(container: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"user": {"id": "UANA"}, "trigger_id": "t1", "container": container} | more


def test_a_click_in_a_private_list_is_answered_at_its_address() -> None:
    body = a_body({"type": "message", "message_ts": "100.1", "is_ephemeral": True}, response_url="https://r")
    assert click_of(body, ACTION) == {
        "user": "UANA",
        "token": "100.1:UANA:200.1",
        "trigger": "t1",
        "url": "https://r",
    }


def test_a_click_on_the_home_tab_is_answered_there() -> None:
    click = click_of(a_body({"type": "view", "view_id": "V1"}), ACTION)
    assert (click["token"], click["url"]) == ("V1:UANA:200.1", None)
