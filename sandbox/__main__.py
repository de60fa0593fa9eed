"""`python -m sandbox`: servers, control port and window, until it is told to stop; prints the settings for a bot."""

import asyncio
import signal
import sys

from sandbox.control import Control
from sandbox.hosts import know_hosts
from sandbox.window.server import window
from sandbox.world import World


async def main() -> None:
    """Serve; the lines on standard output can go into a .env file."""
    stop = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signum, stop.set)
    async with World() as world, window(world) as url:
        know_hosts(world)
        control = Control(world)
        await control.start()
        lines = [f"{name}={value}" for name, value in world.env().items()]
        links = [f"# control port: {control.url}", f"# Open {url} to watch and take part."]
        sys.stdout.write("\n".join([*links, *lines, ""]))
        sys.stdout.flush()
        await stop.wait()
        await control.stop()


if __name__ == "__main__":
    asyncio.run(main())
