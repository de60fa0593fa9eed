import os
import sys

from sandbox.tour.child import child, last_words


async def test_a_child_is_stopped_by_its_id_and_its_words_are_kept(tmp_path):
    log = tmp_path / "log"
    talks = [sys.executable, "-c", "print('one'); print('two')"]
    async with child(talks, os.environ, log) as process:
        await process.wait()
    assert process.returncode == 0
    assert last_words(log) == "  one\n  two"


async def test_a_child_that_waits_is_ended_when_left(tmp_path):
    async with child([sys.executable, "-c", "input() or 1"], os.environ, tmp_path / "log") as process:
        pass
    assert process.returncode is not None


def test_silence_is_said_as_such(tmp_path):
    (tmp_path / "log").touch()
    assert last_words(tmp_path / "log") == "  (nothing)"
