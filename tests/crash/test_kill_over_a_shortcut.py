"""kill -9 between a shortcut and its private answer: the answer is given by the next process."""

from pathlib import Path

from bot.slack.recorder_words import BEGUN
from handlers.shortcuts import RECORD_CALL
from tests.crash.bots import bot
from tests.play import JOIN, Play


async def test_whoever_asked_for_the_recorder_is_answered_after_a_kill(live: Play, tmp_path: Path) -> None:
    ts = await live.say("ana", "our demo: https://zoom.us/j/987654321")
    async with bot(live, tmp_path):
        await live.until(ts, "Shall Chorus record it?")
        fault = live.slack.faults.add("hold", match="chat.postMessage")
        delivered = await live.slack.shortcut(live.person("ana"), live.channel, ts, RECORD_CALL)
        await live.slack.wait_for(lambda: delivered.acked_after and fault not in live.slack.faults.pending)
    live.slack.release()
    async with bot(live, tmp_path):
        await live.until(ts, "Chorus took the link")
        await live.slack.wait_for(lambda: BEGUN in live.whispers("ana"), timeout=live.patience)
    assert len(live.world.truto.calls(JOIN)) == 1
