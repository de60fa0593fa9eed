"""Whoever waits hears of every change in any of the three servers."""

import asyncio

import httpx
import pytest

from sandbox.window.pulse import Pulse, second_look
from sandbox.world import World


@pytest.fixture
async def pulse(world: World):
    pulse = Pulse(world)
    task = asyncio.ensure_future(pulse.run())
    await asyncio.sleep(0)  # it listens
    yield pulse
    task.cancel()
    await asyncio.wait({task})


async def test_a_message_in_slack_is_heard(world: World, pulse: Pulse) -> None:
    await world.slack.say(world.company.person("ana"), "random", "hello")
    assert await pulse.after(0, 5.0)


async def test_a_call_to_truto_and_one_to_claude_are_heard(world: World, pulse: Pulse) -> None:
    async with httpx.AsyncClient() as client:
        for url in (world.truto.url, world.claude.url):
            heard = pulse.beat
            await client.get(f"{url}/nothing")
            assert await pulse.after(heard, 5.0)


async def test_time_that_is_moved_is_heard(world: World, pulse: Pulse) -> None:
    world.clock.advance(60)
    assert await pulse.after(0, 5.0)


async def test_who_waits_in_vain_is_told_the_same_number_again(pulse: Pulse) -> None:
    assert await pulse.after(pulse.beat, 0.0) == pulse.beat


async def test_at_the_end_nobody_waits_any_longer(pulse: Pulse) -> None:
    waiting = asyncio.ensure_future(pulse.after(pulse.beat, 60.0))
    await asyncio.sleep(0)
    pulse.end()
    assert await waiting is None
    assert await pulse.after(0, 60.0) is None


def test_a_second_look_holds_from_the_second_time_on() -> None:
    look = second_look()
    assert [look(), look(), look()] == [False, True, True]
