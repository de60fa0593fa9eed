"""Slack's client, at whose calls somebody looks on."""

from collections.abc import Iterator
from contextlib import contextmanager

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.allowances import once
from bot.slack.client import Client
from sandbox.slack import SlackServer


async def test_each_call_is_told_by_its_method_also_where_nothing_is_repeated(slack: SlackServer) -> None:
    told: list[str] = []

    @contextmanager
    def witness(method: str) -> Iterator[None]:
        told.append(method)
        yield

    client = Client(slack.bot_token, base_url=slack.url, witness=witness)
    await client.auth_test()
    quiet = once(client)
    await quiet.chat_postMessage(channel=slack.channels["deals"], text="words")
    assert told == ["auth.test", "chat.postMessage"]
    assert quiet.retry_handlers == []


async def test_the_sdks_own_client_will_do(slack: SlackServer) -> None:
    client = once(AsyncWebClient(slack.bot_token, base_url=slack.url))
    assert (await client.auth_test())["ok"]
