from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.models.messages.chunk import MarkdownTextChunk, TaskUpdateChunk
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import Clock
from sandbox.slack import SlackServer

DEALS = "CDEALS0001"
TO = {"recipient_team_id": "T0CHORIST", "recipient_user_id": "UANA000001"}


@pytest.fixture
async def root(slack: SlackServer) -> str:
    slack.echo = False
    return await slack.say("UANA000001", "deals", "@Chorister tell me")


async def refused(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def test_the_sdks_own_streamer_writes_a_message(
    slack: SlackServer, client: AsyncWebClient, root: str
) -> None:
    stream = await client.chat_stream(
        channel=DEALS, thread_ts=root, buffer_size=1, task_display_mode="plan", **TO
    )
    await stream.append(markdown_text="Let me **see**. ")
    assert slack.status("deals", root) == "processing"
    await stream.append(chunks=[TaskUpdateChunk(id="1", title="Read", status="complete", output="2 calls")])
    await stream.append(chunks=[MarkdownTextChunk(text="Done.")])
    final = [{"type": "context", "elements": [{"type": "plain_text", "text": "AI can be wrong"}]}]
    await stream.stop(
        blocks=final, metadata={"event_type": "x", "event_payload": {}}, session_status="closed"
    )
    message = slack.thread("deals", root)[1]
    assert message["text"] == "Let me **see**. Done."
    assert [block["type"] for block in message["blocks"]] == ["markdown", "plan", "markdown", "context"]
    assert message["metadata"]["event_type"] == "x"
    assert slack.status("deals", root) == "closed"


async def test_a_stream_needs_somebody_to_answer(client: AsyncWebClient, root: str) -> None:
    start = client.chat_startStream
    assert await refused(start(channel=DEALS, thread_ts=root)) == "missing_recipient_team_id"
    only_team = start(channel=DEALS, thread_ts=root, recipient_team_id="T0CHORIST")
    assert await refused(only_team) == "missing_recipient_user_id"
    assert (
        await refused(start(channel=DEALS, thread_ts=root, task_display_mode="x", **TO))
        == "invalid_arguments"
    )


async def test_after_five_minutes_a_stream_is_dead_and_an_update_repairs_it(
    slack: SlackServer, client: AsyncWebClient, root: str, clock: Clock
) -> None:
    ts = (await client.chat_startStream(channel=DEALS, thread_ts=root, markdown_text="a", **TO))["ts"]
    assert await refused(client.chat_update(channel=DEALS, ts=ts, text="x")) == "streaming_state_conflict"
    clock.advance(299)
    await client.chat_appendStream(channel=DEALS, ts=ts, markdown_text="b")
    clock.advance(2)
    dead = "message_not_in_streaming_state"
    assert await refused(client.chat_appendStream(channel=DEALS, ts=ts, markdown_text="c")) == dead
    assert await refused(client.chat_stopStream(channel=DEALS, ts=ts)) == dead
    await client.chat_update(channel=DEALS, ts=ts, text="abc")
    assert slack.thread("deals", root)[1]["text"] == "abc"


async def test_a_stopped_stream_takes_nothing_more(
    slack: SlackServer, client: AsyncWebClient, root: str
) -> None:
    ts = (await client.chat_startStream(channel=DEALS, thread_ts=root, **TO))["ts"]
    assert await refused(client.chat_appendStream(channel=DEALS, ts=ts)) == "no_text"
    await slack.stop_session("UANA000001", "deals", root)
    assert (
        await refused(client.chat_appendStream(channel=DEALS, ts=ts, markdown_text="x")) == "stopped_by_user"
    )
    assert (await client.chat_update(channel=DEALS, ts=ts, text="Stopped."))["ok"]


async def test_only_the_apps_own_streams_can_be_written(client: AsyncWebClient, root: str) -> None:
    foreign = client.chat_appendStream(channel=DEALS, ts=root, markdown_text="x")
    assert await refused(foreign) == "message_not_owned_by_app"
