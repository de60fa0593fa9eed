"""A line to a PostgreSQL that can break: between the bot and the real server, on a Unix socket of its own."""

import asyncio
import tempfile
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa

from sandbox.clock import PATIENCE

SOCKET = ".s.PGSQL.5432"


class Relay:
    """Passes bytes on, in a thread of its own, until it is told to be away or to lose an answer."""

    def __init__(self, folder: Path, server: sa.URL) -> None:
        self.url = server.update_query_dict({"host": str(folder)})
        self.lose: bytes | None = None
        """The first answer that holds this is lost, and its connection with it."""
        self.tried = 0
        self._here, self._there = folder / SOCKET, Path(str(server.query["host"])) / SOCKET
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._lines: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()

    def begin(self) -> None:
        """Be reachable."""
        self._do(self._begin())

    def end(self) -> None:
        """Be away: no socket, and every connection cut."""
        self._do(self._end())

    def close(self) -> None:
        """Be away for good."""
        self.end()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _do(self, what: Coroutine[None, None, None]) -> None:
        asyncio.run_coroutine_threadsafe(what, self._loop).result(timeout=PATIENCE)

    async def _begin(self) -> None:
        self._server = await asyncio.start_unix_server(self._serve, self._here)

    async def _end(self) -> None:
        if self._server:
            self._server.close()
            self._here.unlink(missing_ok=True)
            self._server = None
        for writer in [*self._open]:
            writer.close()
        if self._lines:
            await asyncio.wait([*self._lines])

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.tried += 1
        line = asyncio.current_task()
        assert line is not None
        self._lines.add(line)
        line.add_done_callback(self._lines.discard)
        from_server, to_server = await asyncio.open_unix_connection(self._there)
        ends = {writer, to_server}
        self._open |= ends
        try:
            await asyncio.gather(self._pass(reader, to_server, ends), self._pass(from_server, writer, ends))
        finally:
            self._open -= ends

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, ends: set[asyncio.StreamWriter]
    ) -> None:
        with suppress(OSError):
            while some := await reader.read(65536):
                if self.lose and self.lose in some:
                    self.lose = None
                    break
                writer.write(some)
                await writer.drain()
        for end in ends:
            end.close()


@contextmanager
def relayed(server: sa.URL) -> Iterator[Relay]:
    """A relay to a server."""
    with tempfile.TemporaryDirectory(prefix="pgr-") as folder:  # a short path, since it holds the socket
        relay = Relay(Path(folder), server)
        relay.begin()
        try:
            yield relay
        finally:
            relay.close()
