"""kill -9 around a Stop: whichever process hears of it, the run ends, says so once, and the conversation stays sound."""

from pathlib import Path

import pytest

from tests.crash.bots import bot, kill
from tests.halting import Halting
from tests.play import Play


@pytest.mark.parametrize("was_heard", [True, False])
async def test_a_stop_holds_across_a_kill(live: Play, tmp_path: Path, was_heard: bool) -> None:
    play, claude = Halting(live.world), live.world.claude
    play.patience = live.patience
    claude.faults.add("hold", match="messages")
    async with bot(play, tmp_path) as process:
        thread = await play.ask("ana", "Summarise my last call.")
        await claude.wait_for(lambda: claude.asked, live.patience)
        if not was_heard:
            await kill(process)
        await play.slack.stop_session(play.person("ana"), play.channel, thread)
        if was_heard:
            await play.slack.wait_for(
                lambda: any(e.acked_after for e in play.slack.events if _is_stop(e.event))
            )
    claude.release()
    claude.faults.add("slow", match="messages", seconds=5.0)  # longer than it takes to find the Stop again
    async with bot(play, tmp_path):
        await play.until(thread, "Stopped by")
        await play.over(thread)
        await play.goes_on(thread)
    assert sum("Stopped by" in text for text in play.texts(thread)) == 1
    assert play.whispers("ana") == []


def _is_stop(event: dict[str, object]) -> bool:
    return event.get("type") == "agent_session_stopped"
