import asyncio
import logging
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from sandbox.company import Company
from sandbox.slack import NobodyListening, SlackServer

Json = dict[str, Any]


def heard_by(app: AsyncApp) -> list[tuple[str, str | None]]:
    """Let the app take every event, and return what it hears: (event id, retry number)."""
    heard: list[tuple[str, str | None]] = []

    @app.event("message")
    async def take(body: Json, request: Any) -> None:
        heard.append((body["event_id"], request.headers.get("x-slack-retry-num", [None])[0]))

    return heard


async def test_events_wait_for_somebody_to_connect(
    slack: SlackServer, app: AsyncApp, company: Company
) -> None:
    heard = heard_by(app)
    await slack.say(company.person("ana"), "deals", "early bird")
    assert slack.events == []
    handler = AsyncSocketModeHandler(app, slack.app_token)
    await handler.connect_async()
    await slack.wait_for(lambda: slack.acks)
    assert len(heard) == 1
    await handler.close_async()


async def test_an_event_can_come_again_with_its_id_and_a_retry_number(
    slack: SlackServer, app: AsyncApp, company: Company, connected: AsyncSocketModeHandler
) -> None:
    heard = heard_by(app)
    await slack.say(company.person("ana"), "deals", "once")
    await slack.wait_for(lambda: slack.acks)
    event_id = slack.events[0].event_id
    assert event_id
    await slack.redeliver(event_id, times=2)
    await slack.redeliver(slack.events[0], attempt=0)
    await slack.wait_for(lambda: len(slack.acks) == 4)
    assert heard == [(event_id, "0"), (event_id, "1"), (event_id, "2"), (event_id, "0")]
    assert len({delivered.envelope_id for delivered in slack.events}) == 1


async def test_what_was_never_sent_cannot_come_again(slack: SlackServer) -> None:
    with pytest.raises(AssertionError, match="nothing was ever sent with the id 'Ev1'"):
        await slack.redeliver("Ev1")


async def test_an_event_the_app_failed_on_is_not_acknowledged_and_comes_again(
    slack: SlackServer, app: AsyncApp, company: Company, connected: AsyncSocketModeHandler
) -> None:
    logging.getLogger("slack_bolt.AsyncApp").disabled = True
    failed = asyncio.Event()

    @app.middleware
    async def store(next: Any) -> None:
        if not failed.is_set():
            failed.set()
            raise OSError("the database is away")
        await next()

    heard = heard_by(app)
    await slack.say(company.person("ana"), "deals", "hi")
    await failed.wait()
    assert await slack.redeliver_unacknowledged() == 1
    await slack.wait_for(lambda: slack.acks)
    assert heard == [(slack.events[0].event_id, "1")]
    assert await slack.redeliver_unacknowledged() == 0


async def test_events_in_flight_when_the_line_is_cut_come_again_to_the_next_connection(
    slack: SlackServer, app: AsyncApp, company: Company
) -> None:
    stuck, free = asyncio.Event(), asyncio.Event()

    @app.middleware
    async def wait(next: Any) -> None:
        stuck.set()
        await free.wait()
        await next()

    heard = heard_by(app)
    first = AsyncSocketModeHandler(app, slack.app_token)
    await first.connect_async()
    await slack.wait_for(lambda: slack.sockets.open)
    await slack.say(company.person("ana"), "deals", "hi")
    await stuck.wait()
    await first.close_async()
    await slack.wait_for(lambda: slack.delivery.kept)
    free.set()
    second = AsyncSocketModeHandler(app, slack.app_token)
    await second.connect_async()
    await slack.wait_for(lambda: slack.acks)
    assert ("Ev000000001", "1") in heard
    await second.close_async()


async def test_a_click_nobody_can_hear_is_lost(slack: SlackServer, company: Company) -> None:
    with pytest.raises(NobodyListening):
        await slack.command(company.person("ana"), "deals", "/chorister", "status")
    assert slack.delivery.kept == []


async def test_http_needs_an_address(slack: SlackServer) -> None:
    with pytest.raises(AssertionError, match="set http_target"):
        await slack.deliver({"type": "app_uninstalled"}, transport="http")
