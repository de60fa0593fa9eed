"""One sandbox server at a time, and a store in a file of its own."""

import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.database_url import in_file
from bot.store import Database
from sandbox.clock import Clock
from sandbox.company import Company
from sandbox.slack import SlackServer

NOW = datetime(2026, 6, 3, 15, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
async def db(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """A store without rows, on either kind of database."""
    on_file = request.param == "sqlite"
    url = in_file(tmp_path / "chorister.sqlite") if on_file else request.getfixturevalue("postgres")
    async with Database.open(url) as db:
        yield db


@pytest.fixture(scope="session")
def company() -> Company:
    return Company(1, NOW)


@pytest.fixture
async def slack(company: Company) -> AsyncIterator[SlackServer]:
    server = SlackServer(Clock(NOW, speed=0), company)
    server.rate_limits = False
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def free_port() -> int:
    """A port of this computer that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])
