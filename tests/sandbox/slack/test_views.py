from itertools import count
from typing import Any

import pytest

from sandbox.slack.errors import SlackRefusal
from sandbox.slack.identity import Identity
from sandbox.slack.views import Views

Json = dict[str, Any]


@pytest.fixture
def views() -> Views:
    numbers = count(1)
    return Views(Identity(), lambda: f"1.{next(numbers):06d}")


def modal(**more: Any) -> Json:
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": "T"},
        "blocks": [{"type": "divider"}],
        **more,
    }


def test_a_view_comes_back_complete(views: Views) -> None:
    view = views.open("U1", modal(private_metadata="m", callback_id="c"))
    assert (view["private_metadata"], view["callback_id"], view["external_id"]) == ("m", "c", "")
    assert view["state"] == {"values": {}}
    assert view["root_view_id"] == view["id"]
    assert view["blocks"][0]["block_id"]
    assert (view["app_id"], view["app_installed_team_id"]) == ("ACHORISTER", "T0CHORIST")


def test_three_modals_can_be_stacked_and_no_fourth(views: Views) -> None:
    first = views.open("U1", modal())
    views.push("U1", modal())
    third = views.push("U1", modal())
    assert third["root_view_id"] == first["id"]
    with pytest.raises(SlackRefusal, match="push_limit_reached"):
        views.push("U1", modal())
    views.close("U1", third["id"])
    top = views.top("U1")
    assert top
    assert top["previous_view_id"] == first["id"]
    views.clear("U1")
    assert views.top("U1") is None


def test_nothing_can_be_pushed_on_nothing(views: Views) -> None:
    with pytest.raises(SlackRefusal, match="not_found"):
        views.push("U1", modal())


def test_an_open_modal_can_be_replaced_by_id_or_external_id(views: Views) -> None:
    old = views.open("U1", modal(external_id="x"))
    new = views.update(
        modal(external_id="x", callback_id="a"), view_id=old["id"], external_id=None, expected=None
    )
    assert (new["id"], new["callback_id"]) == (old["id"], "a")
    again = views.update(modal(callback_id="b"), view_id=None, external_id="x", expected=new["hash"])
    assert again["callback_id"] == "b"


def test_an_update_of_an_old_version_or_a_closed_modal_is_refused(views: Views) -> None:
    old = views.open("U1", modal())
    views.update(modal(), view_id=old["id"], external_id=None, expected=None)
    with pytest.raises(SlackRefusal, match="hash_conflict"):
        views.update(modal(), view_id=old["id"], external_id=None, expected=old["hash"])
    views.close("U1", old["id"])
    with pytest.raises(SlackRefusal, match="not_found"):
        views.update(modal(), view_id=old["id"], external_id=None, expected=None)


def test_an_external_id_is_used_once_at_a_time(views: Views) -> None:
    first = views.open("U1", modal(external_id="x"))
    with pytest.raises(SlackRefusal, match="duplicate_external_id"):
        views.open("U2", modal(external_id="x"))
    views.close("U1", first["id"])
    assert views.open("U2", modal(external_id="x"))


def test_a_home_tab_keeps_its_id_and_guards_its_version(views: Views) -> None:
    home = {"type": "home", "blocks": []}
    first = views.publish("U1", home, None)
    second = views.publish("U1", home, first["hash"])
    assert second["id"] == first["id"]
    with pytest.raises(SlackRefusal, match="hash_conflict"):
        views.publish("U1", home, first["hash"])
