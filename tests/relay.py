"""A line to a PostgreSQL that can break: between the bot and the real server, on a Unix socket of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import sqlalchemy as sa

SOCKET = ".s.PGSQL.5432"


class Relay:
    """Passes bytes on, until it is told to be away or to lose an answer."""

    def __init__(self, folder: Path, server: sa.URL) -> None:
        self.url = server.update_query_dict({"host": str(folder)})
        self.lose: bytes | None = None
        """The first answer that holds this is lost, and its connection with it."""
        self.tried = 0
        self._here, self._there = folder / SOCKET, Path(str(server.query["host"])) / SOCKET
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def begin(self) -> None:
        """Be reachable."""
        self._server = await asyncio.start_unix_server(self._serve, self._here)

    async def end(self) -> None:
        """Be away: no socket, and every connection cut."""
        if self._server:
            self._server.close()
            self._here.unlink(missing_ok=True)
            self._server = None
        for writer in [*self._open]:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.tried += 1
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


@asynccontextmanager
async def relayed(folder: Path, server: sa.URL) -> AsyncIterator[Relay]:
    """A relay to a server."""
    relay = Relay(folder, server)
    await relay.begin()
    try:
        yield relay
    finally:
        await relay.end()
