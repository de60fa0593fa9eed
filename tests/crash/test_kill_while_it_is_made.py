"""kill -9 while a sales qualification is ordered and waited for: Chorus is asked once, and the request goes on once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.slack import generate_words as words
from sandbox.clock import PATIENCE
from sandbox.world import World
from tests.chaos import life
from tests.conftest import AFTERNOON
from tests.nursery import Process
from tests.play import PUSH, Play

CREATE = "create_a_chorus_sales_qualification"


@asynccontextmanager
async def bot(play: Play, home: Path, death: int | None = None) -> AsyncIterator[Process]:
    """The bot as a process; it kills itself before the n-th row that it writes about the order."""
    process = await life.begin(play.world, home, f"order: {death}" if death else "")
    try:
        yield process
    finally:
        await life.end(play.world, process)


@pytest.mark.parametrize("nth", [3, 6, 9, 12, 15, 18])
async def test_killed_before_any_row_of_an_order_chorus_is_asked_once_and_the_request_goes_on_once(
    tmp_path: Path, nth: int
) -> None:
    async with World(seed=1, now=AFTERNOON) as world:
        world.slack.rate_limits = world.truto.options.rate_limits = False
        play, meeting = Play(world), world.company.last_finished(world.company.person("ana"))
        world.truto.chorus.forget_qualification(meeting.id)
        async with bot(play, tmp_path, nth) as dying:
            thread = await play.ask("ana", PUSH)
            offer = await play.until(thread, "Shall it make one?")
            await play.done(thread)
            await play.click("ana", offer, words.MAKE)
            await asyncio.wait_for(dying.wait(), PATIENCE)
        async with bot(play, tmp_path):
            await play.insist(lambda: is_asked_or_made(play, thread), "ana", offer, words.MAKE)
            await play.until(thread, "Chorus has made the sales qualification")
            await play.until(thread, "your decision")
            await play.until(thread, "Waiting for a decision")
        assert len(world.truto.calls(CREATE)) == 1
        assert sum("your decision" in text for text in play.texts(thread)) == 1


def is_asked_or_made(play: Play, thread: str) -> bool:
    """Whether the offer was taken up."""
    return bool(play.world.truto.calls(CREATE)) or not any(
        "Shall it make one?" in t for t in play.texts(thread)
    )
