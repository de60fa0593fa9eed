"""How much time is left, and what a signal does; that a process is gone in time is shown in tests/crash/test_stop.py."""

import asyncio
import os
import signal

from bot.leaving import Leaving


def test_steps_have_most_of_the_time_less_what_was_spent_before() -> None:
    now = [100.0]
    leaving = Leaving(25.0, lambda: now[0])
    assert leaving.drain() == 20.0, "nobody said anything: the caller just ends"
    leaving.begin()
    now[0] += 3.0
    assert leaving.drain() == 17.0
    now[0] += 30.0
    assert leaving.drain() == 0.0


async def test_a_signal_begins_the_end_and_is_nobodys_afterwards() -> None:
    leaving = Leaving(36_000.0)  # this process goes on
    with leaving.heeding_signals():
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(leaving.told.wait(), 5)
    assert leaving.drain() < 0.8 * 36_000
    assert not asyncio.get_running_loop().remove_signal_handler(signal.SIGTERM)
