"""Nobody calls a method of Slack's more often than it allows, and one refusal is heeded by all."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from functools import partial

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.pacing import turns_of
from bot.slack.allowances import (
    BY_METHOD,
    EDIT,
    OF_METHODS,
    POST,
    PROGRESS,
    START,
    Allowances,
    Heeding,
    in_channel,
)
from bot.store import Database
from sandbox.slack import SlackServer
from sandbox.slack.methods import METHODS
from tests.bot.slack.conftest import Hasty
from tests.bot.slack.crowd import Timed


def test_each_limit_is_below_what_slack_allows() -> None:
    for limit in OF_METHODS:
        rates = METHODS[limit.key.partition(":")[2]].rates
        assert limit.calls / limit.seconds * 60 < max(rate.per_minute for rate in rates)
        assert limit.calls <= max(rate.burst for rate in rates)
    channel = in_channel("C1")
    assert channel.calls / channel.seconds <= 1
    assert PROGRESS.calls / PROGRESS.seconds < EDIT.calls / EDIT.seconds


async def test_a_turn_that_is_not_free_is_not_counted() -> None:
    allowances = Hasty()
    for _ in range(START.calls):
        assert await allowances.free(START) == 0.0
    assert await allowances.free(START) == pytest.approx(START.seconds)
    assert not await allowances.within(2.0, START)
    allowances.time += START.seconds
    assert await allowances.free(START) == 0.0


async def test_who_waits_for_a_turn_gets_it_in_time() -> None:
    allowances = Hasty()
    began = allowances.time
    for _ in range(START.calls + 1):
        await allowances.turn(START)
    assert allowances.time - began == pytest.approx(START.seconds)


async def test_one_who_shares_two_limits_keeps_both() -> None:
    allowances = Hasty()
    for _ in range(PROGRESS.calls):
        assert not await allowances.free(EDIT, PROGRESS)
    assert await allowances.free(EDIT, PROGRESS)
    assert not await allowances.free(EDIT)


async def test_a_refusal_keeps_everybody_from_that_method_and_from_no_other() -> None:
    allowances = Hasty()
    await allowances.refused(EDIT, 30)
    assert await allowances.free(EDIT) == pytest.approx(30)
    assert not await allowances.free(POST)
    assert BY_METHOD["chat.update"] is EDIT


async def test_a_refusal_is_waited_out_by_the_client_and_told_to_all(slack: SlackServer) -> None:
    allowances = Allowances()
    client = AsyncWebClient(slack.bot_token, base_url=slack.url, retry_handlers=[Heeding(allowances)])
    channel = slack.channels["deals"]
    ts = (await client.chat_postMessage(channel=channel, text="before"))["ts"]
    slack.faults.add("429", match="chat.update", retry_after=0)
    slack.faults.add("429", match="chat.update", retry_after=60, after=1)
    editing = asyncio.ensure_future(client.chat_update(channel=channel, ts=ts, text="after"))
    await slack.wait_for(lambda: len([c for c in slack.journal if c.status == 429]) == 1)
    await slack.wait_for(lambda: slack.messages(channel)[-1]["text"] == "after")
    await editing
    again = asyncio.ensure_future(client.chat_update(channel=channel, ts=ts, text="later"))
    await slack.wait_for(lambda: len([c for c in slack.journal if c.status == 429]) == 2)
    await asyncio.wait([again], timeout=0.1)
    again.cancel()
    assert await allowances.free(EDIT) > 50


def limited(slack: SlackServer, allowances: Allowances) -> Callable[[str], Awaitable[object]]:
    """Posts into a channel by its id, as everything is posted."""
    client = AsyncWebClient(slack.bot_token, base_url=slack.url, retry_handlers=[])

    def post(channel: str) -> Awaitable[object]:
        send = partial(client.chat_postMessage, channel=channel, text="words")
        return allowances.in_turn(send, POST, in_channel(channel))

    return post


async def test_a_call_in_its_turn_waits_as_long_as_slack_says(slack: SlackServer) -> None:
    allowances, channel = Hasty(), slack.channels["deals"]
    slack.faults.add("429", match="chat.postMessage", retry_after=30)
    began = allowances.time
    await limited(slack, allowances)(channel)
    assert allowances.time - began == pytest.approx(30)
    assert [m["text"] for m in slack.messages(channel)][-1:] == ["words"]


async def test_one_busy_channel_silences_no_other_but_a_second_refusal_all(slack: SlackServer) -> None:
    allowances, (one, other, third) = Hasty(), ("C1", "C2", "C3")

    async def refused() -> AsyncSlackResponse:
        slack.faults.add("429", match="api.test", retry_after=30)
        client = AsyncWebClient(slack.bot_token, base_url=slack.url, retry_handlers=[])
        return await client.api_call("api.test")

    async def meet(channel: str) -> None:
        with pytest.raises(SlackApiError):
            await allowances.heeding(refused, POST, in_channel(channel))

    await meet(one)
    assert await allowances.free(POST, in_channel(one)) == pytest.approx(30)
    assert await allowances.free(POST, in_channel(other)) == 0.0
    await meet(one)
    assert await allowances.free(POST, in_channel(other)) == 0.0, "it is the same channel still"
    allowances.time += 30
    await meet(other)
    assert await allowances.free(POST, in_channel(third)) == 0.0, "that was long ago"
    await meet(third)
    assert await allowances.free(POST, in_channel(one)) == pytest.approx(30)


async def test_who_waits_already_heeds_a_refusal_too() -> None:
    slept = list[float]()

    class RefusedMeanwhile(Timed):
        async def sleep(self, seconds: float) -> None:
            slept.append(seconds)
            if len(slept) == 1:
                await self.refused(START, 100)
            self.time += seconds

    allowances = RefusedMeanwhile()
    while not await allowances.free(START):
        pass
    began = allowances.time
    assert await allowances.within(math.inf, START)
    assert allowances.time - began == pytest.approx(100)


@pytest.mark.parametrize("db", ["postgresql"], indirect=True)
async def test_processes_on_one_postgresql_keep_a_limit_together(db: Database) -> None:
    one, other = Allowances(turns_of(db)), Allowances(turns_of(db))
    for n in range(PROGRESS.calls):
        assert not await (one, other)[n % 2].free(EDIT, PROGRESS)
    assert 0 < await one.free(EDIT, PROGRESS) <= PROGRESS.seconds
    assert not await other.within(1.0, EDIT, PROGRESS)
    await other.turn(EDIT)
    await other.refused(EDIT, 30)
    assert await one.free(EDIT) > 20
