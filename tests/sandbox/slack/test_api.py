import asyncio
import json
import time
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import Clock
from sandbox.slack import SlackServer

Json = dict[str, Any]


@pytest.fixture(autouse=True)
def quiet(slack: SlackServer) -> None:
    slack.echo = False


async def refused(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def test_tokens_are_checked(slack: SlackServer) -> None:
    base = slack.url
    assert await refused(AsyncWebClient(base_url=base).auth_test()) == "not_authed"
    assert await refused(AsyncWebClient("xoxb-other", base_url=base).auth_test()) == "invalid_auth"
    assert (
        await refused(AsyncWebClient(slack.app_token, base_url=base).auth_test()) == "not_allowed_token_type"
    )
    client = AsyncWebClient(base_url=base)
    assert await refused(client.apps_connections_open(app_token=slack.bot_token)) == "not_allowed_token_type"
    assert (await client.apps_connections_open(app_token=slack.app_token))["url"].startswith(
        "ws://127.0.0.1:"
    )


async def test_beside_every_answer_stand_the_token_s_scopes_and_the_time(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    headers = (await client.auth_test()).headers
    assert headers["x-oauth-scopes"].split(",") == list(slack.me.scopes)
    assert parsedate_to_datetime(headers["date"]) == slack.clock.now()


async def test_unknown_methods_and_missing_arguments_are_named(client: AsyncWebClient) -> None:
    assert await refused(client.api_call("chat.postTelegram")) == "unknown_method"
    with pytest.raises(SlackApiError) as caught:
        await client.api_call("users.info")
    assert caught.value.response["response_metadata"]["messages"] == ["[ERROR] missing required field: user"]


async def test_arguments_may_come_as_json_form_or_query(slack: SlackServer) -> None:
    blocks = [{"type": "header", "text": {"type": "plain_text", "text": "Hi"}}]
    flat = {"channel": "CDEALS0001", "text": "t", "blocks": json.dumps(blocks)}
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    address = f"{slack.url}chat.postMessage"
    async with aiohttp.ClientSession(headers=headers) as session:
        for how in ({"json": {**flat, "blocks": blocks}}, {"data": flat}, {"params": flat}):
            assert (await (await session.post(address, **how)).json())["ok"]
    assert [m["blocks"][0]["text"]["text"] for m in slack.messages("deals")] == ["Hi"] * 3


async def test_a_token_may_come_as_an_argument(slack: SlackServer) -> None:
    async with aiohttp.ClientSession() as session:
        answer = await session.post(f"{slack.url}auth.test", data={"token": slack.bot_token})
        assert (await answer.json())["ok"]
    assert slack.calls("auth.test")[0].args == {}


@pytest.mark.parametrize("body, error", [("{", "invalid_json"), ("[1]", "json_not_object")])
async def test_a_body_that_is_no_json_object_is_refused(slack: SlackServer, body: str, error: str) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    async with aiohttp.ClientSession() as session:
        answer = await session.post(f"{slack.url}chat.postMessage", data=body, headers=headers)
        assert (await answer.json())["error"] == error


async def test_everything_asked_is_in_the_journal(slack: SlackServer, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel="CDEALS0001", text="hi")
    await refused(client.users_info(user="U0"))
    assert [(call.n, call.method, call.ok, call.status) for call in slack.journal] == [
        (1, "chat.postMessage", True, 200),
        (2, "users.info", False, 200),
    ]
    assert slack.journal[0].args == {"channel": "CDEALS0001", "text": "hi"}
    assert "slackclient/3.47.0" in slack.journal[0].user_agent


async def test_too_many_posts_in_one_channel_are_told_to_wait(
    slack: SlackServer, client: AsyncWebClient, clock: Clock
) -> None:
    for _ in range(10):
        await client.chat_postMessage(channel="CDEALS0001", text="x")
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="CDEALS0001", text="x")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "1"
    assert (await client.chat_postMessage(channel="CSHARED001", text="another channel"))["ok"]
    clock.advance(1)
    assert (await client.chat_postMessage(channel="CDEALS0001", text="x"))["ok"]


async def test_limits_can_be_switched_off(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.rate_limits = False
    for _ in range(12):
        await client.chat_postMessage(channel="CDEALS0001", text="x")


async def test_a_lost_reply_means_the_work_was_done(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.faults.add("lost_reply", match="chat.postMessage")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await client.chat_postMessage(channel="CDEALS0001", text="hi")
    assert [m["text"] for m in slack.messages("deals")] == ["hi"]
    assert (slack.journal[0].fault, slack.journal[0].ok) == ("lost_reply", True)


async def test_a_reset_means_nothing_was_done(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.faults.add("reset", match="chat.postMessage")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await client.chat_postMessage(channel="CDEALS0001", text="hi")
    assert slack.messages("deals") == []


async def test_servers_can_fail_in_several_ways(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.faults.add("503", match="auth.test")
    slack.faults.add("html", match="auth.test")
    slack.faults.add("error", match="auth.test", error="account_inactive")
    with pytest.raises(SlackApiError) as caught:
        await client.auth_test()
    assert caught.value.response.status_code == 503
    with pytest.raises(SlackApiError):
        await client.auth_test()
    assert await refused(client.auth_test()) == "account_inactive"
    assert (await client.auth_test())["ok"]


async def test_a_hanging_server_is_given_up_by_the_client(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.faults.add("hang", match="auth.test")
    client.timeout = 0.05
    began = time.perf_counter()
    with pytest.raises(asyncio.TimeoutError):
        await client.auth_test()
    assert time.perf_counter() - began < 2


async def test_a_refused_call_that_loses_its_reply_is_still_refused(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    slack.faults.add("lost_reply", match="chat.postMessage")
    assert await refused(client.chat_postMessage(channel="C0", text="x")) == "channel_not_found"


async def test_a_held_request_is_answered_once_it_is_let_go(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    fault = slack.faults.add("hold", match="auth.test")
    asked = asyncio.ensure_future(client.auth_test())
    await slack.wait_for(lambda: fault not in slack.faults.pending or None)
    assert not asked.done()
    slack.release()
    assert (await asked)["ok"]
