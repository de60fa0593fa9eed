from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import SlackServer

DEALS = "CDEALS0001"


@pytest.fixture(autouse=True)
def quiet(slack: SlackServer) -> None:
    slack.echo = False


async def refused(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def test_a_shared_channel_says_so(client: AsyncWebClient) -> None:
    assert (await client.conversations_info(channel="CSHARED001"))["channel"]["is_ext_shared"] is True
    assert (await client.conversations_info(channel=DEALS))["channel"]["is_ext_shared"] is False
    assert (await client.conversations_info(channel="CRANDOM001"))["channel"]["is_member"] is False
    assert await refused(client.conversations_info(channel="CPRIVATE01")) == "channel_not_found"


async def test_members_and_channels_come_in_pages(client: AsyncWebClient) -> None:
    members: list[str] = []
    async for page in await client.conversations_members(channel=DEALS, limit=5):
        members += page["members"]
    assert len(members) == len(set(members)) == 12
    names = {c["name"] for c in (await client.conversations_list())["channels"]}
    assert names == {"deals", "random", "shared-acme"}
    assert (await client.conversations_list(types="private_channel,im"))["channels"] == []
    assert await refused(client.conversations_list(cursor="x")) == "invalid_cursor"
    assert await refused(client.conversations_list(limit=0)) in ("invalid_limit", "invalid_arguments")


async def test_history_is_newest_first_without_replies(slack: SlackServer, client: AsyncWebClient) -> None:
    root = await slack.say("UANA000001", "deals", "one")
    await slack.say("UANA000001", "deals", "reply", thread_ts=root)
    await slack.say("UANA000001", "deals", "two")
    page = await client.conversations_history(channel=DEALS, limit=1)
    assert ([m["text"] for m in page["messages"]], page["has_more"]) == (["two"], True)
    texts: list[str] = []
    async for more in await client.conversations_history(channel=DEALS, limit=1):
        texts += [m["text"] for m in more["messages"]]
    assert texts == ["two", "one"]
    assert await refused(client.conversations_history(channel="CRANDOM001")) == "not_in_channel"


async def test_history_can_be_cut_at_both_ends(slack: SlackServer, client: AsyncWebClient) -> None:
    one, two, three = [await slack.say("UANA000001", "deals", word) for word in ("1", "2", "3")]
    between = await client.conversations_history(channel=DEALS, oldest=one, latest=three)
    assert [m["ts"] for m in between["messages"]] == [two]
    with_edges = await client.conversations_history(channel=DEALS, oldest=one, latest=three, inclusive=True)
    assert [m["ts"] for m in with_edges["messages"]] == [three, two, one]


async def test_a_thread_comes_oldest_first_and_in_pages(slack: SlackServer, client: AsyncWebClient) -> None:
    root = await slack.say("UANA000001", "deals", "root")
    for word in ("a", "b", "c"):
        await slack.say("UBEN000001", "deals", word, thread_ts=root)
    texts: list[str] = []
    async for page in await client.conversations_replies(channel=DEALS, ts=root, limit=2):
        texts += [m["text"] for m in page["messages"]]
    assert texts == ["root", "a", "b", "c"]
    assert await refused(client.conversations_replies(channel=DEALS, ts="1.0")) == "thread_not_found"


async def test_metadata_is_shown_only_to_who_asks(client: AsyncWebClient) -> None:
    meta = {"event_type": "proposal", "event_payload": {"id": "p1"}}
    root = (await client.chat_postMessage(channel=DEALS, text="a", metadata=meta))["ts"]
    plain = await client.conversations_replies(channel=DEALS, ts=root)
    assert "metadata" not in plain["messages"][0]
    full = await client.conversations_replies(channel=DEALS, ts=root, include_all_metadata=True)
    assert full["messages"][0]["metadata"] == meta


async def test_a_dm_is_opened_with_people_only(slack: SlackServer, client: AsyncWebClient) -> None:
    opened = await client.conversations_open(users=["UANA000001"], return_im=True)
    assert opened["channel"]["user"] == "UANA000001"
    group = await client.conversations_open(users=["UANA000001", "UBEN000001"])
    assert slack.channel(group["channel"]["id"]).kind == "mpim"
    assert (await client.conversations_open(channel=opened["channel"]["id"]))["already_open"]
    assert await refused(client.conversations_open(users="U0")) == "user_not_found"
    assert await refused(client.conversations_open(users=slack.bot_user_id)) == "cannot_dm_bot"
    assert await refused(client.conversations_open(users="")) == "users_list_not_supplied"


async def test_the_bot_can_walk_into_a_public_channel(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.echo = True
    assert (await client.conversations_join(channel="CRANDOM001"))["channel"]["is_member"]
    assert (await client.conversations_join(channel="CRANDOM001"))["warning"] == "already_in_channel"
    await slack.wait_for(lambda: slack.delivery.kept)
    assert slack.delivery.kept[0].event["type"] == "member_joined_channel"
    dm = (await client.conversations_open(users="UANA000001"))["channel"]["id"]
    assert await refused(client.conversations_join(channel=dm)) == "method_not_supported_for_channel_type"
