"""
`make review-figures`: how long a review of many meetings takes under Truto's limit, and what it needs. The bot is a process
of its own; REVIEW_MEETINGS meetings (1,000), the bot's waits and the sandbox's clock REVIEW_HURRY times as fast (1).
"""

import asyncio
import os
import sys
import tempfile
import time

from bot.slack import schedule_words as words
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.bench.figures import rss
from tests.play import Play

MEETINGS = int(os.environ.get("REVIEW_MEETINGS", "1000"))
HURRY = float(os.environ.get("REVIEW_HURRY", "1"))
PER_SECOND = 5.0
"""Truto allows 50 calls in ten seconds."""


async def main() -> None:
    """Measure and print."""
    began = time.time()
    async with World(seed=1, speed=HURRY, calls=MEETINGS) as world:
        world.slack.rate_limits = False
        world.truto.options.page_size = 100
        play = Play(world)
        with tempfile.TemporaryDirectory() as home:
            own = {"CHORISTER_HOME": home, "DAY_BEGAN": str(began), "DAY_SPEED": str(HURRY)}
            own |= {"CHORISTER_DIGEST_TOKENS": "0"}
            env = {
                k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "TRUTO_", "ANTHROPIC_"))
            }
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.day.hasty"), env=env | world.env() | own
            )
            try:
                await world.slack.wait_for(lambda: world.slack.sockets.open, timeout=60.0)
                await review(play, process.pid)
            finally:
                process.kill()
                await process.wait()


async def review(play: Play, pid: int) -> None:
    """One digest of everybody below Sam."""
    await play.schedule("sam", channel=play.channel)
    shown = await play.digests("sam")
    await asyncio.sleep(11 / HURRY)  # the limits are counted over ten seconds
    truto, before, first = play.world.truto, rss(pid), len(play.world.truto.journal)
    began, most = time.monotonic(), before
    await play.click("sam", shown, words.RUN)
    while not any(text_of(m).startswith("Deal risk ·") for m in play.slack.messages(play.channel)):
        await asyncio.sleep(0.25)
        most = max(most, rss(pid))
    took = (time.monotonic() - began) * HURRY
    calls = truto.journal[first:]
    refused = sum(call.status == 429 for call in calls)
    least = len(calls) / PER_SECOND
    print(
        f"a review of {MEETINGS} meetings: {len(calls)} calls to Truto in {took:.0f} s, {took / least:.3f} times the "
        f"{least:.0f} s that 5 a second allow; {refused} answered by 429; resident memory {before} MB, at most {most} MB"
    )


if __name__ == "__main__":
    asyncio.run(main())
