"""
`make flood`: two processes on one PostgreSQL; direct messages come at an even pace, first alone, then beside a hundred
channel messages a second that concern nobody, then beside two hundred mentions at once in one channel. How long the direct
messages take to be acknowledged, and what a message costs that concerns nobody. FLOOD_RATE (100), FLOOD_CROWD (200),
FLOOD_SECONDS (15).
"""

import asyncio
import os

from tests.fleet.crew import ask
from tests.fleet.flood import Heard, phase
from tests.fleet.gauges import Gauges, gauged, spread
from tests.fleet.scene import Scene, Size, staged
from tests.fleet.server import Server, served

RATE = float(os.environ.get("FLOOD_RATE", "100"))
CROWD = int(os.environ.get("FLOOD_CROWD", "200"))
SECONDS = float(os.environ.get("FLOOD_SECONDS", "15"))
OTHERS = 2.0
DONE = "select xact_commit from pg_stat_database where datname = current_database()"


async def main() -> None:
    """Measure and print."""
    with served() as server:
        async with staged(Size(processes=2, minutes=0.0), server.database()) as scene:
            await costs(scene, server)
            for name, flood, crowd in (
                ("nothing else", 0.0, 0),
                (f"{RATE:g} channel messages a second that concern nobody", RATE, 0),
                (f"{CROWD} mentions at once in one channel", 0.0, CROWD),
            ):
                async with gauged(scene.crew, server.pid) as gauges:
                    found = await phase(scene.staff, SECONDS, others=OTHERS, flood=flood, crowd=crowd)
                print(f"beside {name}: direct messages acknowledged after {told(found.others)}")
                if found.flood.events:
                    print(f"  those beside them: {told(found.flood)}")
                print(f"  the sandbox's own event loop was late by {spread(gauges.late)}")


async def costs(scene: Scene, server: Server) -> None:
    """What a message costs that concerns nobody: the same time with and without."""
    await asyncio.sleep(3)  # what the start left to do
    (idle, alone), (busy, beside) = [await _measured(scene, server, rate) for rate in (0.0, RATE / 2)]
    count = round(RATE / 2 * SECONDS)
    print(
        f"a channel message that concerns nobody: {(busy.bots_cpu - idle.bots_cpu) / count * 1000:.1f} ms of a bot's "
        f"processor, {(beside - alone) / count:.2f} transactions ({count} messages; idle, both bots take "
        f"{idle.bots_cpu / SECONDS:.2f} of a core and {alone / SECONDS:.0f} transactions a second)"
    )


async def _measured(scene: Scene, server: Server, rate: float) -> tuple[Gauges, int]:
    before = ask(scene.crew.url, DONE)
    async with gauged(scene.crew, server.pid) as gauges:
        await phase(scene.staff, SECONDS, others=0.0, flood=rate)
        if not rate:
            await asyncio.sleep(SECONDS)
    return gauges, ask(scene.crew.url, DONE) - before


def told(heard: Heard) -> str:
    """How one group fared."""
    return f"{spread(heard.acknowledged)} ({len(heard.acknowledged)} events, {heard.failed} not at the first try)"


if __name__ == "__main__":
    asyncio.run(main())
