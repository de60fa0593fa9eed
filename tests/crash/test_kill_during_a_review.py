"""kill -9 at random instants of a review, with two processes on one PostgreSQL: one digest, and it is complete."""

import os
import random
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.slack import schedule_words as words
from sandbox.slack.render import text_of
from tests.crash.bots import bot, kill
from tests.crash.test_two_processes import busy
from tests.digests import below_sam
from tests.play import Play
from tests.risk_truth import flagged, verdicts

KILLS = int(os.environ.get("REVIEW_KILLS", "2"))
"""`make reviews` kills ten times; CI twice."""
SEED = int(os.environ.get("REVIEW_SEED", "7"))


async def test_each_review_that_is_killed_ends_in_one_complete_digest(
    live: Play, tmp_path: Path, postgres: sa.URL
) -> None:
    truto, dice = live.world.truto, random.Random(SEED)
    truto.options.page_size, truto.options.latency, truto.options.rate_limits = 100, 0.05, False
    live.slack.rate_limits = False
    truth = flagged(verdicts(live.world.company, below_sam(live.world), red_flags=False))
    settings = {
        "DATABASE_URL": postgres.render_as_string(hide_password=False),
        "CHORISTER_DEAD_AFTER": "2",
        "CHORISTER_DIGEST_TOKENS": "0",
    }
    async with AsyncExitStack() as stack:
        bots = [await stack.enter_async_context(bot(live, tmp_path, **settings)) for _ in range(2)]
        await live.slack.wait_for(lambda: len(live.slack.sockets.open) == 2)
        for n in range(KILLS):
            before = len(truto.journal)
            await run_one(live)
            instant = before + dice.randrange(3, 120)
            await truto.wait_for(lambda at=instant: len(truto.journal) >= at)
            working = [process for process in bots if process.pid in busy(postgres)]
            victim = dice.choice(working or bots)
            await kill(victim)
            bots.remove(victim)
            bots.append(await stack.enter_async_context(bot(live, tmp_path, **settings)))
            message = await live.slack.wait_for(lambda n=n: (digests(live)[n:] or [None])[0])
            await live.slack.wait_for(lambda: len(live.slack.sockets.open) == 2)
            assert len(digests(live)) == n + 1
            assert f"{len(truth)} of" in text_of(message), (
                f"complete, after a kill at call {instant - before}"
            )
    assert len(digests(live)) == KILLS


async def run_one(live: Play) -> None:
    """A digest of Sam's that never was before, run now."""
    await live.schedule("sam", channel=live.channel)
    shown = await live.digests("sam")
    rows = [b for b in shown["blocks"] if any(e.get("action_id") == words.RUN for e in b.get("elements", []))]
    await live.click("sam", shown, words.RUN, block_id=rows[-1]["block_id"])


def digests(live: Play) -> list[dict[str, Any]]:
    """The digests in the channel."""
    return [m for m in live.slack.messages(live.channel) if text_of(m).startswith("Deal risk ·")]
