"""
The bot as a process in a hurry: since DAY_BEGAN (seconds since 1970) its clock runs DAY_SPEED times faster than the real
one, and so do all its waits.
"""

import asyncio
import os
import sys
import time

from bot.app import running
from bot.serve import listening
from bot.settings import Settings


async def live(began: float, speed: float) -> None:
    """Run until killed."""
    settings = Settings.from_env(os.environ)
    async with (
        running(settings, lambda: began + (time.time() - began) * speed, hurry=speed) as app,
        listening(app, settings),
    ):
        await asyncio.Event().wait()


if __name__ == "__main__":
    sys.exit(asyncio.run(live(float(os.environ["DAY_BEGAN"]), float(os.environ["DAY_SPEED"]))))
