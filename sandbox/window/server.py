"""The window's server: on this computer's own address, in the loop that the sandbox lives in."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import uvicorn

from sandbox.window.guard import Guard
from sandbox.window.pages import Pages
from sandbox.window.pulse import Pulse
from sandbox.world import World

HOST = "127.0.0.1"


class QuietServer(uvicorn.Server):
    """uvicorn without hands on the signals: those belong to the program that opens the window."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them alone."""
        yield


@asynccontextmanager
async def window(world: World, port: int = 0) -> AsyncIterator[str]:
    """Serve the window until left; yields its address. OSError where the port is taken."""
    pulse = Pulse(world)
    app = Guard(Pages(world, pulse).app())
    config = uvicorn.Config(app, log_level="warning", lifespan="off", access_log=False, ws="none")
    server = QuietServer(config)
    with socket.create_server((HOST, port)) as door:
        listening = asyncio.ensure_future(pulse.run())
        serving = asyncio.ensure_future(server.serve(sockets=[door]))
        try:
            yield f"http://{HOST}:{door.getsockname()[1]}"
        finally:
            pulse.end()
            listening.cancel()
            server.should_exit = True
            await asyncio.wait({listening, serving})
