"""What is posted from a page is done in Slack, and what cannot be done is said."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.world import World
from tests.sandbox.window.conftest import Post

DEALS = "CDEALS0001"
Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


OPTION = {"text": plain("Write"), "value": "yes"}
TICK = {"type": "checkboxes", "action_id": "tick", "options": [OPTION]}
APPROVE = {"type": "button", "action_id": "approve", "text": plain("Approve"), "value": "p1"}
CARD = [
    {"type": "section", "block_id": "row", "text": plain("Metrics"), "accessory": TICK},
    {"type": "actions", "block_id": "do", "elements": [APPROVE]},
]
NOTE = {"type": "input", "block_id": "note", "label": plain("Note")}
FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Edit"),
    "submit": plain("Send"),
    "notify_on_close": True,
    "blocks": [{**NOTE, "element": {"type": "plain_text_input", "action_id": "text"}}],
}


class Echo:
    """An app that acknowledges everything, opens a form on Approve, and refuses the note "wrong"."""

    def __init__(self, world: World) -> None:
        self.heard: list[Json] = []
        client = AsyncWebClient(world.slack.bot_token, base_url=world.slack.url)
        self.app = AsyncApp(client=client, signing_secret=world.slack.signing_secret)
        self.app.action("approve")(self.approve)
        self.app.action("tick")(self.take)
        self.app.view("form")(self.check)
        self.app.view_closed("form")(self.take)
        self.app.command("/chorister")(self.take)
        self.app.shortcut("record_call")(self.take)

    async def take(self, ack: Any, body: Json) -> None:
        self.heard.append(body)
        await ack()

    async def approve(self, ack: Any, body: Json) -> None:
        await self.take(ack, body)
        await self.app.client.views_open(trigger_id=body["trigger_id"], view=FORM)

    async def check(self, ack: Any, body: Json) -> None:
        self.heard.append(body)
        wrong = body["view"]["state"]["values"]["note"]["text"]["value"] == "wrong"
        await (ack(response_action="errors", errors={"note": "Not that."}) if wrong else ack())


@pytest.fixture
async def echo(world: World) -> AsyncIterator[Echo]:
    echo = Echo(world)
    world.slack.echo = False
    handler = AsyncSocketModeHandler(echo.app, world.slack.app_token)
    await handler.connect_async()
    await world.slack.wait_for(lambda: world.slack.sockets.open)
    yield echo
    await handler.close_async()


@pytest.fixture
async def card(world: World, echo: Echo) -> str:
    answer = await echo.app.client.chat_postMessage(channel=DEALS, text="a card", blocks=CARD)
    return str(answer["ts"])


async def heard(world: World, echo: Echo, kind: str) -> Json:
    return await world.slack.wait_for(lambda: next((b for b in echo.heard if b.get("type") == kind), None))


async def test_a_tick_stays_ticked_and_travels_with_the_next_click(
    world: World, echo: Echo, card: str, post: Post
) -> None:
    pressed = {"channel": DEALS, "ts": card, "state.row.tick": "yes"}
    page = await post("/message/click", **pressed, action="row.tick")
    assert "checked" in page.text
    await post("/message/click", **pressed, action="do.approve")
    await world.slack.wait_for(lambda: world.slack.modal(world.company.person("ana")))
    values = echo.heard[-1]["state"]["values"]
    assert [o["value"] for o in values["row"]["tick"]["selected_options"]] == ["yes"]
    assert echo.heard[-1]["user"]["id"] == world.company.person("ana").slack_id


async def test_a_form_is_shown_with_what_is_missing_then_with_what_the_app_refuses_and_then_sent(
    world: World, echo: Echo, card: str, post: Post
) -> None:
    ana = world.company.person("ana")
    await post("/message/click", channel=DEALS, ts=card, action="do.approve")
    form = await world.slack.wait_for(lambda: world.slack.modal(ana))
    page = await post("/view/submit", view_id=form["id"], **{"state.note.text": ""})
    assert "Please fill this in." in page.text
    page = await post("/view/submit", view_id=form["id"], **{"state.note.text": "wrong"})
    assert "Not that." in page.text
    assert "wrong" in page.text, "what was typed is still there"
    await post("/view/submit", view_id=form["id"], **{"state.note.text": "right"})
    assert world.slack.modal(ana) is None


async def test_a_form_that_is_closed_is_gone_and_the_app_hears_of_it(
    world: World, echo: Echo, card: str, post: Post
) -> None:
    await post("/message/click", channel=DEALS, ts=card, action="do.approve")
    form = await world.slack.wait_for(lambda: world.slack.modal(world.company.person("ana")))
    page = await post("/view/close", view_id=form["id"])
    assert 'role="dialog"' not in page.text
    await heard(world, echo, "view_closed")


async def test_a_line_with_a_slash_is_a_command_but_not_in_a_thread(
    world: World, echo: Echo, post: Post
) -> None:
    await post("/say", channel=DEALS, text="/chorister record https://zoom.us/j/1")
    body = await world.slack.wait_for(lambda: next((b for b in echo.heard if b.get("command")), None))
    assert (body["command"], body["text"]) == ("/chorister", "record https://zoom.us/j/1")
    page = await post("/say", channel=DEALS, thread="1.0", text="/chorister help")
    assert "not in a thread" in page.text
    assert "/nope is not a valid command." in (await post("/say", channel=DEALS, text="/nope now")).text
    assert len(echo.heard) == 1


async def test_a_word_to_somebody_stays_on_their_page_and_follows_to_no_other(
    browser: httpx.AsyncClient, post: Post
) -> None:
    opened = {"Sec-Fetch-Mode": "navigate"}
    assert "not a valid" in (await post("/say", channel=DEALS, text="/nope")).text
    assert "not a valid" in (await browser.get("/ana/deals", headers=opened)).text
    assert "not a valid" not in (await browser.get("/ben/deals", headers=opened)).text
    assert "not a valid" not in (await browser.get("/ana/random", headers=opened)).text
    assert "not a valid" not in (await browser.get("/ana/deals", headers=opened)).text


async def test_a_shortcut_is_taken_from_a_message(world: World, echo: Echo, card: str, post: Post) -> None:
    await post("/shortcut", channel=DEALS, ts=card, callback_id="record_call")
    body = await heard(world, echo, "message_action")
    assert body["message"]["ts"] == card


async def test_home_and_stop_are_told_to_the_app(world: World, post: Post) -> None:
    await post("/open", tab="home")
    await post("/open", tab="messages")
    ts = await world.slack.say(world.company.person("ana"), "deals", "hello")
    world.slack.workspace.sessions.set_status(DEALS, ts, "processing")
    await post("/stop", channel=DEALS, thread=ts)
    told = [delivered.event for delivered in world.slack.delivery.kept]
    assert [event["tab"] for event in told if event["type"] == "app_home_opened"] == ["home", "messages"]
    assert [event["type"] for event in told if event.get("thread_ts") == ts] == ["agent_session_stopped"]


async def test_a_click_that_nobody_hears_is_said_to_have_failed_until_the_next_act(
    world: World, post: Post
) -> None:
    ts = await world.slack.say(world.company.person("ana"), "deals", "hello")
    page = await post("/shortcut", channel=DEALS, ts=ts, callback_id="record_call")
    assert "Slack would show a warning sign" in page.text
    assert "warning sign" not in (await post("/clock", step="minute")).text


@pytest.mark.parametrize(
    "address, fields",
    [
        ("/message/click", {"channel": DEALS, "ts": "1.0", "action": "a.b"}),
        ("/view/submit", {"view_id": "V0"}),
        ("/clock", {"step": "yesterday"}),
        ("/fault", {"mishap": "flood"}),
        ("/recorder", {"recorder": "none"}),
        ("/say", {"channel": "moon", "text": "hello"}),
    ],
)
async def test_what_makes_no_sense_is_told_and_breaks_nothing(
    browser: httpx.AsyncClient, post: Post, address: str, fields: dict[str, str]
) -> None:
    page = await post(address, **fields)
    assert page.status_code == 200
    assert 'class="notice"' in page.text


async def test_a_live_call_can_be_ended(world: World, post: Post) -> None:
    recording = world.truto.chorus.join("https://zoom.us/j/987654321")
    world.clock.advance(5)
    page = await post("/recorder", recorder=recording.id)
    assert "being processed" in page.text


async def test_the_app_hears_what_channel_somebody_turns_to_but_not_of_each_look_again(
    world: World, browser: httpx.AsyncClient
) -> None:
    await browser.get("/ana/deals", headers={"sec-fetch-mode": "navigate"})
    await browser.get("/ana/deals", headers={"sec-fetch-mode": "cors"})
    told = [delivered.event["type"] for delivered in world.slack.delivery.kept]
    assert told == ["app_context_changed"]
