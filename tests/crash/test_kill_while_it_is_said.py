"""kill -9 while an answer is streamed: the half-written words go, and the whole answer stands once."""

from pathlib import Path

from tests.crash.bots import bot
from tests.play import Play
from tests.stories.test_streamed_answers import LONG, START, stands_once, streamed


async def test_an_answer_that_was_half_said_stands_once_and_whole_after_a_kill(
    live: Play, tmp_path: Path
) -> None:
    claude = live.world.claude
    claude.faults.add("silence", events=40)
    claude.script(LONG, LONG)
    async with bot(live, tmp_path):
        thread = await live.ask("ana", "what happened?")
        await streamed(live, thread)
    claude.release()
    async with bot(live, tmp_path):
        await live.done(thread)
    assert stands_once(live, thread)
    assert len(live.slack.calls(START)) <= 2, (
        "Claude is asked again, since its answer was not heard to the end"
    )
