"""
The bot as a process in a hurry: since DAY_BEGAN (seconds since 1970) its clock runs DAY_SPEED times faster than the real
one, and so do all its waits.
"""

import asyncio
import os
import sys
import time

from tests.chaos.mortal import live

if __name__ == "__main__":
    began, speed = float(os.environ["DAY_BEGAN"]), float(os.environ["DAY_SPEED"])
    sys.exit(asyncio.run(live(lambda: began + (time.time() - began) * speed, hurry=speed)))
