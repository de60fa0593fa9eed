"""
The bot as a process whose limits at Slack and Truto are FLEET_HURRY times wider and whose waits are as many times shorter,
so that the machine is what limits it, as it is with many workspaces. Its clock is the real one.
"""

import asyncio
import os
import sys
import time

from tests.chaos.mortal import live

if __name__ == "__main__":
    sys.exit(asyncio.run(live(time.time, hurry=float(os.environ["FLEET_HURRY"]))))
