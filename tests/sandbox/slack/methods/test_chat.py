from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.company import Company
from sandbox.slack import SlackServer

DEALS = "CDEALS0001"


@pytest.fixture(autouse=True)
def quiet(slack: SlackServer) -> None:
    slack.echo = False


async def refused(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def test_a_posted_message_comes_back_as_it_is_stored(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    answer = await client.chat_postMessage(channel="#deals", text="hi", unfurl_links=False)
    assert answer["channel"] == DEALS
    assert answer["message"] == slack.messages("deals")[0]
    assert answer["message"]["bot_profile"]["app_id"] == slack.app_id
    assert answer["message"]["user"] == slack.bot_user_id


async def test_where_the_bot_may_not_write_it_is_refused(slack: SlackServer, client: AsyncWebClient) -> None:
    assert await refused(client.chat_postMessage(channel="CRANDOM001", text="x")) == "not_in_channel"
    assert await refused(client.chat_postMessage(channel="CPRIVATE01", text="x")) == "channel_not_found"
    assert await refused(client.chat_postMessage(channel="C0", text="x")) == "channel_not_found"
    slack.channel("deals").archived = True
    assert await refused(client.chat_postMessage(channel=DEALS, text="x")) == "is_archived"


async def test_a_user_id_means_their_dm(slack: SlackServer, client: AsyncWebClient, company: Company) -> None:
    answer = await client.chat_postMessage(channel="UANA000001", text="psst")
    assert answer["channel"] == slack.dm(company.person("ana"))


async def test_replies_are_counted_and_can_be_broadcast(slack: SlackServer, client: AsyncWebClient) -> None:
    root = (await client.chat_postMessage(channel=DEALS, text="root"))["ts"]
    await client.chat_postMessage(channel=DEALS, text="a", thread_ts=root)
    await client.chat_postMessage(channel=DEALS, text="b", thread_ts=root, reply_broadcast=True)
    parent, _, second = slack.thread("deals", root)
    assert parent["reply_count"] == 2
    assert second["subtype"] == "thread_broadcast"
    assert (
        await refused(client.chat_postMessage(channel=DEALS, text="c", thread_ts="1.0"))
        == "cannot_reply_to_message"
    )


async def test_an_update_replaces_and_marks_the_message(slack: SlackServer, client: AsyncWebClient) -> None:
    blocks = [{"type": "divider"}]
    meta = {"event_type": "x", "event_payload": {"a": 1}}
    posted = await client.chat_postMessage(channel=DEALS, text="a", blocks=blocks, metadata=meta)
    answer = await client.chat_update(channel=DEALS, ts=posted["ts"], text="b")
    assert (answer["text"], answer["message"]["blocks"]) == ("b", [])
    stored = slack.messages("deals")[0]
    assert stored["edited"]["user"] == slack.bot_user_id
    assert stored["metadata"] == meta


async def test_only_the_bots_own_messages_can_be_changed(slack: SlackServer, client: AsyncWebClient) -> None:
    ts = await slack.say("UANA000001", "deals", "mine")
    assert await refused(client.chat_update(channel=DEALS, ts=ts, text="x")) == "cant_update_message"
    assert await refused(client.chat_delete(channel=DEALS, ts=ts)) == "cant_delete_message"
    assert await refused(client.chat_update(channel=DEALS, ts="1.0", text="x")) == "message_not_found"
    posted = await client.chat_postMessage(channel=DEALS, text="a")
    assert (
        await refused(client.chat_update(channel=DEALS, ts=posted["ts"], text="x" * 4001)) == "msg_too_long"
    )


async def test_rich_text_is_not_replaced_by_other_blocks(slack: SlackServer, client: AsyncWebClient) -> None:
    words = {"type": "rich_text_section", "elements": [{"type": "text", "text": "a"}]}
    rich = [{"type": "rich_text", "elements": [words]}]
    ts = (await client.chat_postMessage(channel=DEALS, text="a", blocks=rich))["ts"]
    other = [{"type": "divider"}]
    assert await refused(client.chat_update(channel=DEALS, ts=ts, text="b", blocks=other)) == "block_mismatch"
    await client.chat_update(channel=DEALS, ts=ts, text="b", blocks=[*rich, *other])
    await client.chat_update(channel=DEALS, ts=ts, text="b")
    assert slack.messages("deals")[0]["blocks"] == []


async def test_a_deleted_message_is_gone(slack: SlackServer, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=DEALS, text="a")
    await client.chat_delete(channel=DEALS, ts=posted["ts"])
    assert slack.messages("deals") == []
    assert await refused(client.chat_delete(channel=DEALS, ts=posted["ts"])) == "message_not_found"


async def test_changes_and_deletions_are_heard_like_the_posts(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    slack.echo = True
    posted = await client.chat_postMessage(channel=DEALS, text="a")
    await client.chat_update(channel=DEALS, ts=posted["ts"], text="b")
    await client.chat_delete(channel=DEALS, ts=posted["ts"])
    await slack.wait_for(lambda: len(slack.delivery.kept) == 3)
    assert [d.event.get("subtype") for d in slack.delivery.kept] == [
        None,
        "message_changed",
        "message_deleted",
    ]


async def test_an_ephemeral_message_is_seen_by_one_member_and_not_stored(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    answer = await client.chat_postEphemeral(channel=DEALS, user="UANA000001", text="psst")
    assert slack.messages("deals") == []
    assert (slack.ephemerals[0]["user"], slack.ephemerals[0]["ts"]) == ("UANA000001", answer["message_ts"])
    assert (
        await refused(client.chat_update(channel=DEALS, ts=answer["message_ts"], text="x"))
        == "message_not_found"
    )
    outsider = client.chat_postEphemeral(channel=DEALS, user="UOUTSIDER1", text="psst")
    assert await refused(outsider) == "user_not_in_channel"
    assert await refused(client.chat_postEphemeral(channel=DEALS, user="U0", text="psst")) == "user_not_found"


async def test_a_permalink_leads_to_the_message_in_its_thread(client: AsyncWebClient) -> None:
    root = (await client.chat_postMessage(channel=DEALS, text="root"))["ts"]
    reply = (await client.chat_postMessage(channel=DEALS, text="a", thread_ts=root))["ts"]
    first = await client.chat_getPermalink(channel=DEALS, message_ts=root)
    assert first["permalink"] == f"https://seller.slack.com/archives/{DEALS}/p{root.replace('.', '')}"
    second = await client.chat_getPermalink(channel=DEALS, message_ts=reply)
    assert second["permalink"].endswith(f"?thread_ts={root}&cid={DEALS}")


async def test_previews_are_attached_to_links(slack: SlackServer, client: AsyncWebClient) -> None:
    url, block = (
        "https://chorus.ai/meeting/1?a=1&b=2",
        {"type": "section", "text": {"type": "mrkdwn", "text": "A call"}},
    )
    ts = await slack.say("UANA000001", "deals", f"see {url}")
    for _ in range(2):
        await client.chat_unfurl(channel=DEALS, ts=ts, unfurls={url: {"blocks": [block]}})
    assert slack.workspace.unfurls[0]["ts"] == ts
    (message,) = slack.messages("deals")
    (preview,) = message["attachments"]
    assert (preview["from_url"], preview["is_app_unfurl"], preview["app_id"]) == (url, True, slack.app_id)
    assert slack.text_of(message).endswith("\n| A call")
    assert await refused(client.chat_unfurl(channel=DEALS, ts=ts)) == "missing_unfurls"
    assert await refused(client.chat_unfurl(unfurls={"a": {}})) == "invalid_arguments"
    wrong = {url: {"blocks": [{"type": "nonsense"}]}}
    assert await refused(client.chat_unfurl(channel=DEALS, ts=ts, unfurls=wrong)) == "invalid_blocks"
    assert (
        await refused(client.chat_unfurl(channel=DEALS, ts=ts, unfurls={"https://x.example": {}}))
        == "cannot_unfurl_url"
    )
    ours = str((await client.chat_postMessage(channel=DEALS, text=url))["ts"])
    assert (
        await refused(client.chat_unfurl(channel=DEALS, ts=ours, unfurls={url: {}}))
        == "cannot_unfurl_message"
    )
