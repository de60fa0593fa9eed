"""Whoever runs Chorister ends a run that hangs, beside the running bot; the thread goes on with the next message."""

from pathlib import Path

import pytest

from bot.durable import finished, is_running
from bot.errors import BotError
from bot.queues import line_of
from bot.show_runs import cancel_run, resume_run
from sandbox.world import World
from tests.conftest import Start
from tests.play import Play


async def test_a_run_that_hangs_is_cancelled_and_resumed_while_the_bot_runs(
    world: World, start: Start, tmp_path: Path
) -> None:
    async with start() as app:
        play, settings = Play(world), app.house.settings
        held = world.claude.faults.add("hold", match="messages")
        thread = await play.ask("ana", "How many calls did I have today?")
        await world.claude.wait_for(lambda: held not in world.claude.faults.pending)
        run = f"turn:{app.house.team}:{play.channel}:{thread}"
        assert await cancel_run(settings, run[:-4]) == 0
        await finished(line_of(run))
        assert not await is_running(run)
        assert await app.house.works.at(play.channel, thread) == []
        with pytest.raises(BotError, match="has ended: cancelled"):
            await cancel_run(settings, run)
        assert await resume_run(settings, run) == 0
        await play.done(thread)
        held = world.claude.faults.add("hold", match="messages")
        second = await play.ask("ana", "And yesterday?", thread)
        await world.claude.wait_for(lambda: held not in world.claude.faults.pending)
        cut_off = f"turn:{app.house.team}:{play.channel}:{second}"
        await cancel_run(settings, cut_off)
        await play.ask("ana", "And last week?", thread)
        await play.done(thread, runs=2)
        with pytest.raises(BotError, match="has gone on since"):
            await resume_run(settings, cut_off)
        assert len(play.answers(thread)) == 2, "nobody answers what was cancelled"
