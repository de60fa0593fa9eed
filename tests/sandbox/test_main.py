"""The sandbox as a process of its own."""

import asyncio
import signal
import sys


async def test_as_a_process_it_prints_the_settings_and_ends_when_told_to() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    first = (await asyncio.wait_for(process.stdout.readline(), 20)).decode()
    assert first.startswith("# control port: http://127.0.0.1:")
    second = (await process.stdout.readline()).decode()
    assert second.startswith("# Open http://127.0.0.1:")
    process.send_signal(signal.SIGTERM)
    rest = (await process.communicate())[0].decode()
    assert "SLACK_BOT_TOKEN=xoxb-" in rest
    assert process.returncode == 0
