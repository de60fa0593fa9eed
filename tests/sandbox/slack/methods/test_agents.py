from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import SlackServer

DEALS = "CDEALS0001"


@pytest.fixture
async def root(slack: SlackServer) -> str:
    slack.echo = False
    return await slack.say("UANA000001", "deals", "@Chorister")


async def refused(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def test_a_session_begins_with_its_first_status(
    slack: SlackServer, client: AsyncWebClient, root: str
) -> None:
    first = {"status": "processing", "title": "Acme", "initiator_user_id": "UANA000001"}
    await client.agents_sessions_setStatus(channel_id=DEALS, thread_ts=root, **first)
    await client.agents_sessions_setStatus(channel_id=DEALS, thread_ts=root, status="active", title="Other")
    session = slack.workspace.sessions.all[(DEALS, root)]
    assert (session.title, session.initiator) == ("Acme", "UANA000001")
    assert session.history == ["processing", "active"]
    await client.agents_sessions_rename(channel_id=DEALS, thread_ts=root, title="Acme renewal")
    assert session.title == "Acme renewal"


async def test_a_session_keeps_to_its_rules(client: AsyncWebClient, root: str) -> None:
    put = client.agents_sessions_setStatus
    assert await refused(put(channel_id=DEALS, status="busy", thread_ts=root)) == "invalid_arguments"
    assert await refused(put(channel_id=DEALS, status="active", title="x" * 201)) == "invalid_arguments"
    stranger = put(channel_id=DEALS, status="active", initiator_user_id="UOUTSIDER1")
    assert await refused(stranger) == "user_not_in_channel"
    assert await refused(put(channel_id="CRANDOM001", status="active")) == "not_in_channel"


async def test_a_free_text_status_ends_with_the_next_message(
    slack: SlackServer, client: AsyncWebClient, root: str
) -> None:
    show = client.assistant_threads_setStatus
    await show(channel_id=DEALS, thread_ts=root, status="is reading", loading_messages=["a"])
    assert slack.workspace.sessions.status_text(DEALS, root) == "is reading"
    await client.chat_postMessage(channel=DEALS, thread_ts=root, text="done")
    assert slack.workspace.sessions.status_text(DEALS, root) == ""
    many = show(channel_id=DEALS, thread_ts=root, status="x", loading_messages=["a"] * 11)
    assert await refused(many) == "invalid_arguments"
    assert (await show(channel_id=DEALS, thread_ts=root, status=""))["ok"]
    bare = client.api_call("assistant.threads.setStatus", json={"channel_id": DEALS, "thread_ts": root})
    assert await refused(bare) == "invalid_arguments"


async def test_up_to_four_prompts_are_offered(slack: SlackServer, client: AsyncWebClient) -> None:
    dm = (await client.conversations_open(users="UANA000001"))["channel"]["id"]
    offer = client.assistant_threads_setSuggestedPrompts
    prompt = {"title": "Deals at risk", "message": "Which deals are at risk?"}
    await offer(channel_id=dm, prompts=[prompt] * 4)
    assert len(slack.workspace.sessions.prompts[(dm, None)]["prompts"]) == 4
    assert await refused(offer(channel_id=dm, prompts=[prompt] * 5)) == "invalid_arguments"
    assert await refused(offer(channel_id=dm, prompts=[{"title": "x"}])) == "invalid_arguments"
