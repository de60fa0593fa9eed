from typing import Any

import aiohttp
import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from sandbox.clock import Clock
from sandbox.slack import SlackServer

Json = dict[str, Any]


@pytest.fixture(autouse=True)
def quiet(slack: SlackServer) -> None:
    slack.echo = False


def url_for(slack: SlackServer, message: Json | None = None) -> AsyncWebhookClient:
    key = slack.workspace.tickets.response_url("CDEALS0001", "UANA000001", (message or {}).get("ts"))
    return AsyncWebhookClient(f"{slack.workspace.base_url}/response/{key}", retry_handlers=[])


def posted(slack: SlackServer, text: str = "asked") -> Json:
    return slack.workspace.post_as_bot(slack.channel("deals"), {"text": text})


async def test_an_answer_is_for_the_person_alone_unless_said_otherwise(slack: SlackServer) -> None:
    url = url_for(slack)
    assert (await url.send(text="just you")).status_code == 200
    await url.send(text="everybody", response_type="in_channel")
    assert [m["text"] for m in slack.ephemerals] == ["just you"]
    assert [m["text"] for m in slack.messages("deals")] == ["everybody"]


async def test_an_answer_can_replace_or_delete_the_message(slack: SlackServer) -> None:
    message = posted(slack)
    url = url_for(slack, message)
    await url.send(text="decided", replace_original=True)
    assert slack.thread("deals", message["ts"])[0]["text"] == "decided"
    await url.send(delete_original=True)
    assert slack.messages("deals") == []


async def test_an_ephemeral_message_can_be_replaced_and_deleted_too(slack: SlackServer) -> None:
    await url_for(slack).send(text="first")
    url = url_for(slack, slack.ephemerals[0])
    await url.send(text="second", replace_original=True)
    assert slack.ephemerals[0]["text"] == "second"
    await url.send(delete_original=True)
    assert slack.ephemerals == []


async def test_the_sixth_answer_and_a_late_one_are_refused(slack: SlackServer, clock: Clock) -> None:
    url = url_for(slack)
    assert [(await url.send(text="x")).status_code for _ in range(6)] == [200] * 5 + [404]
    late = url_for(slack)
    clock.advance(30 * 60 + 1)
    answer = await late.send(text="x")
    assert (answer.status_code, "expired_url" in answer.body) == (404, True)


async def test_unknown_addresses_and_missing_messages_are_refused(slack: SlackServer) -> None:
    unknown = AsyncWebhookClient(f"{slack.workspace.base_url}/response/nothing", retry_handlers=[])
    assert (await unknown.send(text="x")).status_code == 404
    assert (await url_for(slack).send(text="x", replace_original=True)).status_code == 404
    assert "no_text" in (await url_for(slack).send(text="")).body


async def test_an_answer_can_fail_on_order(slack: SlackServer) -> None:
    slack.faults.add("500", match="response_url")
    assert (await url_for(slack).send(text="x")).status_code == 500
    assert slack.calls("response_url")[0].status == 500


async def test_bytes_that_were_not_announced_are_refused(slack: SlackServer) -> None:
    file = slack.workspace.files.announce("a.txt", 3)
    async with aiohttp.ClientSession() as session:
        for content, status in ((b"four", 400), (b"abc", 200)):
            answer = await session.post(f"{slack.workspace.base_url}/upload/{file.id}", data=content)
            assert answer.status == status
