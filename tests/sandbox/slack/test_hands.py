from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.company import Company
from sandbox.slack import SlackServer

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str) -> Json:
    return {"text": plain(value), "value": value}


APPROVE = {"type": "button", "action_id": "approve", "text": plain("Approve"), "value": "p1"}
FIELDS = {
    "type": "checkboxes",
    "action_id": "pick",
    "options": [option("a"), option("b")],
    "initial_options": [option("a")],
}
PROPOSAL: list[Json] = [
    {"type": "actions", "block_id": "fields", "elements": [FIELDS]},
    {"type": "actions", "block_id": "decide", "elements": [APPROVE]},
]
NOTE = {"type": "input", "block_id": "note", "label": plain("Note")}
FORM: Json = {
    "type": "modal",
    "callback_id": "edit",
    "title": plain("Edit"),
    "submit": plain("Send"),
    "blocks": [{**NOTE, "element": {"type": "plain_text_input", "action_id": "text"}}],
}


@pytest.fixture
def bodies(app: AsyncApp, connected: AsyncSocketModeHandler, slack: SlackServer) -> list[Json]:
    """What the app gets; it acknowledges everything."""
    slack.echo = False
    got: list[Json] = []

    async def take(ack: Any, body: Json) -> None:
        got.append(body)
        await ack()

    for register in (
        app.action("approve"),
        app.command("/chorister"),
        app.shortcut("record"),
        app.shortcut("digest"),
        app.view("edit"),
        app.view_closed("edit"),
    ):
        register(take)
    return got


async def test_a_click_carries_the_message_its_state_and_a_way_to_answer(
    slack: SlackServer, client: AsyncWebClient, company: Company, bodies: list[Json]
) -> None:
    root = await slack.say(company.person("ana"), "random", "hm")
    await client.conversations_join(channel="CRANDOM001")
    posted = await client.chat_postMessage(channel="CRANDOM001", thread_ts=root, text="t", blocks=PROPOSAL)
    delivered = await slack.click(company.person("sam"), "random", posted["ts"], "approve")
    await slack.wait_for(lambda: delivered.acked_after)
    body = bodies[0]
    assert body["user"] == {
        "id": "USAM000001",
        "username": "sam.okafor",
        "name": "sam.okafor",
        "team_id": "T0CHORIST",
    }
    assert body["container"] == {
        "type": "message",
        "message_ts": posted["ts"],
        "channel_id": "CRANDOM001",
        "is_ephemeral": False,
        "thread_ts": root,
    }
    assert body["actions"][0]["value"] == "p1"
    assert body["state"]["values"]["fields"]["pick"]["selected_options"] == [option("a")]
    assert body["message"]["blocks"][1]["block_id"] == "decide"
    assert body["response_url"].startswith(slack.workspace.base_url)


async def test_a_click_uses_the_blocks_as_they_are_now(
    slack: SlackServer, client: AsyncWebClient, company: Company, bodies: list[Json]
) -> None:
    posted = await client.chat_postMessage(channel="CDEALS0001", text="t", blocks=PROPOSAL)
    await client.chat_update(channel="CDEALS0001", ts=posted["ts"], text="Written")
    with pytest.raises(AssertionError, match="nothing to press called 'approve' here; there is: none"):
        await slack.click(company.person("ana"), "deals", posted["ts"], "approve")


async def test_what_was_ticked_overrides_what_was_preset(
    slack: SlackServer, client: AsyncWebClient, company: Company, bodies: list[Json]
) -> None:
    posted = await client.chat_postMessage(channel="CDEALS0001", text="t", blocks=PROPOSAL)
    await slack.click(
        company.person("ana"), "deals", posted["ts"], "approve", state={("fields", "pick"): ["b"]}
    )
    await slack.wait_for(lambda: bodies)
    assert bodies[0]["state"]["values"]["fields"]["pick"]["selected_options"] == [option("b")]


async def test_an_ephemeral_message_can_be_pressed_but_is_not_sent_along(
    slack: SlackServer, client: AsyncWebClient, company: Company, bodies: list[Json]
) -> None:
    ana = company.person("ana")
    shown = await client.chat_postEphemeral(
        channel="CDEALS0001", user=ana.slack_id, text="t", blocks=PROPOSAL
    )
    await slack.click(ana, "deals", shown["message_ts"], "approve")
    await slack.wait_for(lambda: bodies)
    assert bodies[0]["container"]["is_ephemeral"] is True
    assert "message" not in bodies[0]


async def test_a_message_that_is_not_there_cannot_be_pressed(slack: SlackServer, bodies: list[Json]) -> None:
    with pytest.raises(AssertionError, match=r"no message 1\.0 in deals"):
        await slack.click("UANA000001", "deals", "1.0", "approve")


async def test_a_command_travels_as_strings(slack: SlackServer, company: Company, bodies: list[Json]) -> None:
    ana = company.person("ana")
    await slack.command(ana, slack.dm(ana), "/chorister", "status")
    await slack.wait_for(lambda: bodies)
    assert (bodies[0]["command"], bodies[0]["text"]) == ("/chorister", "status")
    assert bodies[0]["channel_name"] == "directmessage"
    assert all(isinstance(value, str) for value in bodies[0].values())


async def test_a_shortcut_carries_its_message_or_none(
    slack: SlackServer, company: Company, bodies: list[Json]
) -> None:
    ana = company.person("ana")
    ts = await slack.say(ana, "deals", "https://zoom.us/j/1")
    await slack.shortcut(ana, "deals", ts, "record")
    await slack.shortcut(ana, None, None, "digest")
    await slack.wait_for(lambda: len(bodies) == 2)
    kinds = {body["type"]: body for body in bodies}
    assert kinds["message_action"]["message"]["text"] == "<https://zoom.us/j/1>"
    assert "channel" not in kinds["shortcut"]


async def opened(slack: SlackServer, client: AsyncWebClient, **more: Any) -> str:
    """Open the form in front of Ana and return its id."""
    trigger = slack.workspace.tickets.trigger("UANA000001")
    view = await client.views_open(trigger_id=trigger, view={**FORM, **more})
    return str(view["view"]["id"])


async def test_a_form_is_sent_with_what_was_filled_in_and_closes(
    slack: SlackServer, client: AsyncWebClient, bodies: list[Json]
) -> None:
    view_id = await opened(slack, client)
    assert await slack.submit("UANA000001", view_id, {("note", "text"): "so"}) == {}
    assert bodies[0]["view"]["state"]["values"]["note"]["text"]["value"] == "so"
    assert slack.modal("UANA000001") is None


async def test_a_form_with_empty_required_inputs_is_not_sent(
    slack: SlackServer, client: AsyncWebClient, bodies: list[Json]
) -> None:
    view_id = await opened(slack, client)
    with pytest.raises(AssertionError, match="required inputs are empty: note"):
        await slack.submit("UANA000001", view_id)


@pytest.mark.parametrize(
    "answer, title",
    [
        ({"response_action": "errors", "errors": {"note": "too short"}}, "Edit"),
        ({"response_action": "update", "view": {**FORM, "title": plain("Next")}}, "Next"),
        ({"response_action": "push", "view": {**FORM, "title": plain("Top")}}, "Top"),
        ({"response_action": "clear"}, None),
    ],
)
async def test_the_answer_to_a_form_is_followed(
    slack: SlackServer,
    client: AsyncWebClient,
    app: AsyncApp,
    connected: AsyncSocketModeHandler,
    answer: Json,
    title: str | None,
) -> None:
    @app.view("edit")
    async def refuse(ack: Any) -> None:
        await ack(**answer)

    view_id = await opened(slack, client)
    assert await slack.submit("UANA000001", view_id, {("note", "text"): "x"}) == answer
    shown = slack.modal("UANA000001")
    assert (shown["title"]["text"] if shown else None) == title


async def test_closing_a_modal_is_heard_when_asked_for(
    slack: SlackServer, client: AsyncWebClient, bodies: list[Json]
) -> None:
    await slack.close_view("UANA000001", await opened(slack, client))
    await slack.close_view("UANA000001", await opened(slack, client, notify_on_close=True))
    await slack.wait_for(lambda: bodies)
    assert [body["type"] for body in bodies] == ["view_closed"]


async def test_a_button_on_the_home_tab_can_be_pressed(
    slack: SlackServer, client: AsyncWebClient, bodies: list[Json]
) -> None:
    await client.views_publish(user_id="UANA000001", view={"type": "home", "blocks": PROPOSAL})
    home = slack.home("UANA000001")
    assert home
    await slack.click_view("UANA000001", home["id"], "approve", state={("fields", "pick"): ["b"]})
    await slack.wait_for(lambda: bodies)
    assert bodies[0]["container"] == {"type": "view", "view_id": home["id"]}
    assert bodies[0]["view"]["state"]["values"]["fields"]["pick"]["selected_options"] == [option("b")]


async def test_words_in_the_acknowledgement_of_a_command_are_shown(
    slack: SlackServer, app: AsyncApp, connected: AsyncSocketModeHandler
) -> None:
    slack.echo = False

    @app.command("/chorister")
    async def answer(ack: Any, command: Json) -> None:
        await ack(text="seen", response_type=command["text"])

    await slack.command("UANA000001", "deals", "/chorister", "ephemeral")
    await slack.command("UANA000001", "deals", "/chorister", "in_channel")
    await slack.wait_for(lambda: slack.ephemerals and slack.messages("deals"))
    assert slack.ephemerals[0]["user"] == "UANA000001"
    assert slack.messages("deals")[0]["text"] == "seen"
