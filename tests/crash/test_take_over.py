"""A process that dies, or that freezes and wakes: its work goes on elsewhere in time, and nothing of it is done twice."""

import signal
import time
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.launch import QUICK
from bot.liveness import taken_over_within
from bot.store.database import FROZEN
from tests.crash.engines import ended, engines, go_on, read, told, until
from tests.crash.seats import SECONDS

DEAD_AFTER = 2.0
BUSY = 2.0
"""Seconds by which everything is late on a machine that has other things to do."""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
async def test_the_work_of_one_that_is_silent_goes_on_elsewhere_in_time(
    tmp_path: Path, postgres: sa.URL, how: signal.Signals
) -> None:
    file = tmp_path / "who ran when"
    async with engines(postgres, file, "waits", "helps", dead_after=DEAD_AFTER) as (works, helps):
        await go_on(works)
        await until(file, "begins", 4)
        silent = time.time()
        works.send_signal(how)
        lines = await until(file, "ends", 4)
        assert {pid for _, _, pid, _ in lines} == {str(helps.pid)}
        locked = FROZEN if how is signal.SIGSTOP else 0.0
        took = max(line[3] for line in lines) - silent
        assert took < taken_over_within(DEAD_AFTER) + locked + QUICK + SECONDS + BUSY
        if how is signal.SIGSTOP:
            works.send_signal(signal.SIGCONT)
            await told(works, "done")
            await ended(works)
    done = Counter((what, key) for what, key, *_ in read(file))
    assert {n for (what, _), n in done.items() if what == "ends"} == {1}, "nothing twice"
    assert max(done.values()) <= 2, "but for the step under way when it died, which has a key for that"
