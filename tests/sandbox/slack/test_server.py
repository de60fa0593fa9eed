import asyncio
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.company import Company
from sandbox.slack import SlackServer

Json = dict[str, Any]


async def test_a_mention_is_answered_in_its_thread_by_a_real_bolt_app(
    slack: SlackServer, app: AsyncApp, company: Company, connected: AsyncSocketModeHandler
) -> None:
    @app.event("app_mention")
    async def answer(event: Json, say: Any) -> None:
        await say(text=f"Hello <@{event['user']}>", thread_ts=event["ts"])

    @app.event("message")
    async def ignore() -> None:
        pass

    ts = await slack.say(company.person("ana"), slack.channels["deals"], "@Chorister hi")
    reply = await slack.wait_for(lambda: next(iter(slack.thread("deals", ts)[1:]), None), 5)

    assert slack.text_of(reply) == "Hello @UANA000001"
    assert [e.event["type"] for e in slack.events][:2] == ["message", "app_mention"]
    await slack.wait_for(lambda: len(slack.acks) == 3)
    assert all(0 < seconds < 3 for _, seconds in slack.acks)


async def test_the_bot_hears_of_its_own_words_unless_told_not_to(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    await client.chat_postMessage(channel="CDEALS0001", text="one")
    await slack.wait_for(lambda: slack.delivery.kept)
    echo = slack.delivery.kept[0].event
    assert (echo["bot_id"], echo["text"], echo["channel_type"]) == (slack.bot_id, "one", "channel")
    slack.echo = False
    await client.chat_postMessage(channel="CDEALS0001", text="two")
    assert len(slack.delivery.kept) == 1


async def test_waiting_ends_as_soon_as_the_thing_is_true(slack: SlackServer, client: AsyncWebClient) -> None:
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(_until_said(slack))
        await client.chat_postMessage(channel="CDEALS0001", text="now")
    assert waiting.result()["text"] == "now"


async def _until_said(slack: SlackServer) -> Json:
    return await slack.wait_for(lambda: next(iter(slack.messages("deals")), None))


async def test_waiting_in_vain_tells_how_things_stand(slack: SlackServer, company: Company) -> None:
    await slack.say(company.person("ana"), "deals", "hello?")
    with pytest.raises(AssertionError, match=r"0 sockets open, 1 events kept[\s\S]*UANA000001: hello\?"):
        await slack.wait_for(lambda: None, 0.01)


async def test_a_bare_event_becomes_a_message_that_can_be_answered(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    event = {"type": "message", "subtype": "bot_message", "bot_id": "BZOOM", "channel": "CDEALS0001"}
    delivered = await slack.deliver(
        {**event, "ts": "1700000000.000100", "text": "Join", "channel_type": "channel"}
    )
    assert delivered.payload["authorizations"][0]["user_id"] == slack.bot_user_id
    answer = await client.chat_postMessage(
        channel="CDEALS0001", thread_ts="1700000000.000100", text="On my way"
    )
    assert answer["ok"]


async def test_anything_can_be_delivered_as_it_is(
    slack: SlackServer, connected: AsyncSocketModeHandler
) -> None:
    whole = slack.people._envelopes.wrap({"type": "app_uninstalled"}, 0)
    assert (await slack.deliver(whole)).payload is whole
    assert (await slack.deliver({"command": "/chorister", "text": ""})).kind == "slash_commands"
    assert (await slack.deliver({"type": "block_actions", "actions": []})).kind == "interactive"


async def test_what_is_handed_out_is_a_copy(slack: SlackServer, company: Company) -> None:
    ts = await slack.say(company.person("ana"), "deals", "hello")
    slack.thread("deals", ts)[0]["text"] = "changed"
    assert slack.messages("deals")[0]["text"] == "hello"


async def test_an_unknown_place_is_named_with_those_there_are(slack: SlackServer) -> None:
    with pytest.raises(AssertionError, match="no channel 'nowhere'; there is: CDEALS0001"):
        slack.messages("nowhere")


async def test_a_dm_is_the_same_whoever_opens_it(
    slack: SlackServer, client: AsyncWebClient, company: Company
) -> None:
    ana = company.person("ana")
    opened = await client.conversations_open(users=ana.slack_id)
    assert opened["channel"]["id"] == slack.dm(ana) == slack.channel(ana.slack_id).id
