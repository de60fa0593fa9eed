from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import Clock
from sandbox.slack import SlackServer

Json = dict[str, Any]
MODAL: Json = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "T"},
    "blocks": [{"type": "divider"}],
}


async def refused(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def test_a_modal_opens_for_who_clicked(slack: SlackServer, client: AsyncWebClient) -> None:
    trigger = slack.workspace.tickets.trigger("UANA000001")
    view = (await client.views_open(trigger_id=trigger, view=MODAL))["view"]
    assert slack.modal("UANA000001") == view
    pushed = await client.views_push(trigger_id=slack.workspace.tickets.trigger("UANA000001"), view=MODAL)
    assert pushed["view"]["previous_view_id"] == view["id"]
    await client.views_update(view_id=pushed["view"]["id"], view={**MODAL, "callback_id": "c"})
    assert slack.views[pushed["view"]["id"]]["callback_id"] == "c"


async def test_a_trigger_is_good_once_and_for_three_seconds(
    slack: SlackServer, client: AsyncWebClient, clock: Clock
) -> None:
    trigger = slack.workspace.tickets.trigger("UANA000001")
    await client.views_open(trigger_id=trigger, view=MODAL)
    assert await refused(client.views_open(trigger_id=trigger, view=MODAL)) == "exchanged_trigger_id"
    late = slack.workspace.tickets.trigger("UANA000001")
    clock.advance(4)
    assert await refused(client.views_open(trigger_id=late, view=MODAL)) == "expired_trigger_id"


async def test_a_view_that_breaks_the_rules_does_not_spend_the_trigger(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    trigger = slack.workspace.tickets.trigger("UANA000001")
    wrong = {**MODAL, "title": {"type": "plain_text", "text": "x" * 25}}
    with pytest.raises(SlackApiError) as caught:
        await client.views_open(trigger_id=trigger, view=wrong)
    assert "json-pointer:/title/text" in caught.value.response["response_metadata"]["messages"][0]
    for view in ({**MODAL, "type": "home"}, {**MODAL, "blocks": [{"type": "divider", "x": "x" * 250_000}]}):
        assert await refused(client.views_open(trigger_id=trigger, view=view)) in (
            "invalid_arguments",
            "view_too_large",
        )
    assert (
        await refused(client.api_call("views.open", json={"trigger_id": trigger, "view": "x"}))
        == "invalid_arguments"
    )
    assert (await client.views_open(trigger_id=trigger, view=MODAL))["ok"]


async def test_a_home_tab_is_published_for_one_user(slack: SlackServer, client: AsyncWebClient) -> None:
    home: Json = {"type": "home", "blocks": [{"type": "divider"}]}
    await client.views_publish(user_id="UANA000001", view=home)
    shown = slack.home("UANA000001")
    assert shown
    assert shown["blocks"][0]["type"] == "divider"
    assert slack.home("UBEN000001") is None
    assert await refused(client.views_publish(user_id="U0", view=home)) == "user_not_found"
