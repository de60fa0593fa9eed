"""SIGTERM to a real process: it takes nothing new, ends what runs, and is gone in time whatever hangs."""

import asyncio
import signal
import time
from pathlib import Path

import sqlalchemy as sa

from tests.crash.bots import Process, bot
from tests.play import JOIN, REVIEW, Play

WITHIN = 4.0
SETTINGS = {"CHORISTER_STOP_WITHIN": f"{WITHIN}"}
PAGES = "list_all_chorus_conversations"
WAITING = 50


async def stopped(process: Process, *signals: signal.Signals) -> tuple[int, float]:
    """The exit code, and the seconds it took."""
    began = time.monotonic()
    for signum in signals:
        process.send_signal(signum)
        await asyncio.sleep(0.2)  # two signals at once are one
    code = await asyncio.wait_for(process.wait(), 30)
    return code, time.monotonic() - began


async def connected(play: Play) -> None:
    await play.slack.wait_for(lambda: play.slack.sockets.open or None, timeout=60.0)


async def test_one_with_fifty_waiting_runs_goes_at_once_and_the_next_takes_them_up(
    live: Play, tmp_path: Path
) -> None:
    truto = live.world.truto
    truto.options.rate_limits = live.slack.rate_limits = False
    settings = SETTINGS | {"CHORISTER_AUTO_JOIN": live.channel, "CHORISTER_POLL": "600"}
    async with bot(live, tmp_path, **settings) as process:
        await connected(live)
        for n in range(WAITING):
            await live.say("ana", f"demo at https://zoom.us/j/{987654300 + n}")
        await truto.wait_for(lambda: len(truto.calls(JOIN)) == WAITING or None, 60.0)
        code, seconds = await stopped(process, signal.SIGTERM)
        assert (code, seconds < WITHIN) == (0, True), seconds
    await live.say("ben", "demo at https://zoom.us/j/123123123")
    assert live.slack.delivery.kept, "nobody listens"
    async with bot(live, tmp_path, **settings):
        await truto.wait_for(lambda: len(truto.calls(JOIN)) == WAITING + 1 or None, 60.0)


async def test_a_call_that_hangs_is_left_to_the_successor_and_a_second_signal_is_the_end(
    live: Play, tmp_path: Path
) -> None:
    truto = live.world.truto
    truto.faults.add("hold", match=PAGES)
    async with bot(live, tmp_path, **SETTINGS) as process:
        await connected(live)
        thread = await live.ask("sam", REVIEW)
        await truto.wait_for(lambda: not truto.faults.pending or None, 60.0)
        code, seconds = await stopped(process, signal.SIGTERM)
        assert code == 0
        assert 0.5 * WITHIN < seconds < WITHIN, "the call had its time"
    truto.faults.add("hold", match=PAGES)
    async with bot(live, tmp_path, **SETTINGS) as process:
        await truto.wait_for(lambda: not truto.faults.pending or None, 60.0)
        code, seconds = await stopped(process, signal.SIGTERM, signal.SIGTERM)
        assert (code, seconds < 1.0) == (128 + signal.SIGTERM, True), seconds
    truto.release()
    async with bot(live, tmp_path, **SETTINGS):
        assert "Sent an alert" in "".join(await live.done(thread)) or live.answers(thread)


async def test_one_that_goes_hands_its_work_to_the_others_at_once(
    live: Play, tmp_path: Path, postgres: sa.URL
) -> None:
    truto = live.world.truto
    truto.options.rate_limits = False
    settings = SETTINGS | {"DATABASE_URL": postgres.render_as_string(hide_password=False)}
    truto.faults.add("hold", match=PAGES)
    async with bot(live, tmp_path, **settings) as first:
        await connected(live)
        thread = await live.ask("sam", REVIEW)
        await truto.wait_for(lambda: not truto.faults.pending or None, 60.0)
        async with bot(live, tmp_path, **settings):
            await live.slack.wait_for(lambda: len(live.slack.sockets.open) == 2 or None, timeout=60.0)
            told, called = time.monotonic(), len(truto.calls(PAGES))
            assert (await stopped(first, signal.SIGTERM))[0] == 0
            await truto.wait_for(lambda: len(truto.calls(PAGES)) > called or None, 30.0)
            assert time.monotonic() - told < WITHIN + 20.0 / 4 + 1.0, "a beat, not the silence of a dead one"
            await live.done(thread)
