"""A Slack of the sandbox, standing still at one moment, and a real Bolt app connected to it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import Clock
from sandbox.company import Company
from sandbox.slack import SlackServer

NOW = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW, speed=0)


@pytest.fixture(scope="session")
def company() -> Company:
    return Company(1, NOW)


@pytest.fixture
async def slack(clock: Clock, company: Company) -> AsyncIterator[SlackServer]:
    server = SlackServer(clock, company)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def client(slack: SlackServer) -> AsyncWebClient:
    return AsyncWebClient(slack.bot_token, base_url=slack.url, retry_handlers=[])


@pytest.fixture
def app(client: AsyncWebClient, slack: SlackServer) -> AsyncApp:
    return AsyncApp(client=client, signing_secret=slack.signing_secret)


@pytest.fixture
async def connected(app: AsyncApp, slack: SlackServer) -> AsyncIterator[AsyncSocketModeHandler]:
    handler = AsyncSocketModeHandler(app, slack.app_token)
    await handler.connect_async()
    await slack.wait_for(lambda: slack.sockets.open)
    yield handler
    await handler.close_async()
