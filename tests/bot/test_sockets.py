"""Socket Mode over real WebSockets: whatever Slack does with the lines, each envelope arrives once and at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot import sockets as module
from bot.errors import BotError
from bot.sockets import Sockets
from sandbox.world import World

Frame = dict[str, Any]


class App:
    """Takes everything in, unless it is told otherwise."""

    def __init__(self, world: World) -> None:
        self.world, self.slack = world, world.slack
        self.heard: list[Frame] = []
        self.hears = asyncio.Event()
        self.hold: asyncio.Event | None = None
        self.breaks = False
        self.client = AsyncWebClient(base_url=self.slack.url)

    async def address(self) -> str:
        return str((await self.client.apps_connections_open(app_token=self.slack.app_token))["url"])

    async def answer(self, frame: Frame) -> Frame | None:
        self.heard.append(frame)
        self.hears.set()
        if self.hold:
            await self.hold.wait()
        if self.breaks:
            raise ZeroDivisionError("no use")
        return {"envelope_id": frame["envelope_id"]}

    async def say(self, text: str) -> None:
        await self.slack.say(self.world.company.person("ana"), "deals", text)

    def acknowledged(self) -> bool | None:
        return all(d.acked_after is not None for d in self.slack.events) or None


@asynccontextmanager
async def connected(app: App) -> AsyncIterator[asyncio.Future[None]]:
    sockets = Sockets(app.address, app.answer)
    ends = asyncio.ensure_future(sockets.run())
    await sockets.connected.wait()
    yield ends
    await sockets.close()
    ends.cancel()
    with suppress(asyncio.CancelledError, BotError):
        await ends


@pytest.fixture
def app(world: World) -> App:
    return App(world)


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_an_event_at_any_moment_of_an_exchange_arrives_at_once(app: App, reason: str) -> None:
    async with connected(app):
        exchange = asyncio.ensure_future(app.slack.refresh(reason))
        sent = 0
        while not exchange.done() or sent < 20:
            await app.say(f"{sent}")
            sent += 1
            await asyncio.sleep(0)
        await app.slack.wait_for(app.acknowledged)
        assert [d.attempt for d in app.slack.events] == [0] * sent
        assert (app.slack.sockets.gaps, app.slack.delivery.kept) == (0, [])
        assert max(seconds for _, seconds in app.slack.acks) < 1.0
        assert len(app.slack.calls("apps.connections.open")) == 2
        await app.slack.wait_for(lambda: len(app.slack.sockets.open) == 1 or None)


async def test_an_envelope_is_acknowledged_on_the_line_on_which_it_came(app: App) -> None:
    async with connected(app):
        app.hold = asyncio.Event()
        await app.say("held")
        await app.hears.wait()
        (flight,) = app.slack.delivery._in_flight
        first = flight.over
        exchange = asyncio.ensure_future(app.slack.refresh(hold=0.3))
        await app.slack.wait_for(lambda: len(app.slack.sockets.open) == 2 or None)
        app.hold.set()
        await app.slack.wait_for(app.acknowledged)
        assert first in app.slack.sockets.open, "the old line was still there for it"
        await exchange
    assert app.slack.delivery.lost == []
    assert len(app.slack.events) == 1


async def test_a_line_that_is_cut_is_replaced_and_what_was_on_it_comes_again(app: App) -> None:
    async with connected(app):
        app.hold = asyncio.Event()
        await app.say("cut off")
        await app.hears.wait()
        app.slack.drop_connections()
        app.hold.set()
        await app.slack.wait_for(lambda: app.slack.acks or None)
        assert [d.attempt for d in app.slack.events] == [0, 1]
        assert [frame["retry_attempt"] for frame in app.heard] == [0, 1]


async def test_an_envelope_that_breaks_is_not_acknowledged_and_the_line_stays(
    app: App, caplog: pytest.LogCaptureFixture
) -> None:
    async with connected(app):
        app.breaks = True
        await app.say("a word that nobody may log")
        await app.hears.wait()
        app.breaks = False
        await app.say("next")
        await app.slack.wait_for(lambda: app.slack.acks or None)
        assert [d.acked_after is None for d in app.slack.events] == [True, False]
    assert "Slack sends it again" in caplog.text
    assert "nobody may log" not in caplog.text


async def test_what_was_taken_in_is_acknowledged_before_the_line_is_closed(app: App) -> None:
    app.hold = asyncio.Event()
    async with connected(app):
        await app.say("last")
        await app.hears.wait()
        asyncio.get_running_loop().call_later(0.05, app.hold.set)
    assert len(app.slack.acks) == 1


async def test_where_slack_switches_socket_mode_off_it_ends_with_a_sentence(app: App) -> None:
    async with connected(app) as ends:
        await app.slack.disconnect("link_disabled")
        with pytest.raises(BotError, match="Slack has switched Socket Mode off for this app"):
            await asyncio.wait_for(ends, 5)


async def test_a_token_that_was_revoked_ends_with_a_sentence_and_other_refusals_are_tried_again(
    app: App,
) -> None:
    async with connected(app) as ends:
        app.slack.faults.add("error", match="apps.connections.open", error="internal_error")
        app.slack.faults.add("error", match="apps.connections.open", error="token_revoked")
        app.slack.drop_connections()
        with pytest.raises(BotError, match="Slack refuses the app token: token_revoked"):
            await asyncio.wait_for(ends, 5)
    assert len(app.slack.calls("apps.connections.open")) == 3


async def test_where_too_many_are_connected_it_waits_for_a_place(app: App) -> None:
    limit = len(app.slack.sockets.open) + 10
    async with connected(app):
        others = [Sockets(app.address, app.answer) for _ in range(limit - 1)]
        running = [asyncio.ensure_future(other.run()) for other in others]
        await app.slack.wait_for(lambda: len(app.slack.sockets.open) == limit or None)
        late = Sockets(app.address, app.answer)
        waiting = asyncio.ensure_future(late.run())
        opened = len(app.slack.calls("apps.connections.open"))
        await app.slack.wait_for(lambda: len(app.slack.calls("apps.connections.open")) > opened or None)
        assert not late.connected.is_set()
        await others[0].close()
        running[0].cancel()
        await asyncio.wait_for(late.connected.wait(), 10)
        for one, task in zip([*others[1:], late], [*running[1:], waiting], strict=True):
            await one.close()
            task.cancel()
        await asyncio.gather(*running, waiting, return_exceptions=True)


def test_a_refused_token_is_told_from_a_slack_that_is_unwell() -> None:
    assert "invalid_auth" in module.REFUSED
    assert "internal_error" not in module.REFUSED
