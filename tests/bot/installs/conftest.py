"""Cities that may add the app, a store, and what asks Slack for tokens."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from bot.database_url import in_file
from bot.installs.grants import Granting
from bot.setting_kinds import each_key
from bot.settings import Settings
from bot.store import Database
from bot.store.installations import Installation, Installations
from bot.store.sealing import Sealing
from sandbox.worlds import GROUP, NORTH, Worlds

NOW = datetime(2026, 6, 3, 15, 0, tzinfo=UTC)
PUBLIC = "http://bot.test"


@pytest.fixture
async def worlds() -> AsyncIterator[Worlds]:
    async with Worlds(NORTH, GROUP, now=NOW) as worlds:
        yield worlds


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    """A store without rows; where two processes meet, the tests take either kind of database."""
    async with Database.open(in_file(tmp_path / "chorister.sqlite")) as db:
        yield db


@pytest.fixture
def sealing(worlds: Worlds) -> Sealing:
    key = Settings.from_env(worlds.env()).chorister_secret_key
    assert key is not None
    return Sealing(each_key(key))


@pytest.fixture
def installations(db: Database, sealing: Sealing) -> Installations:
    return Installations(db, sealing)


@pytest.fixture
def granting(worlds: Worlds) -> Granting:
    return granting_in(worlds)


def granting_in(worlds: Worlds) -> Granting:
    client = worlds.slack.client
    return Granting(
        client.id, client.secret, PUBLIC, worlds.slack.url, lambda: worlds.clock.now().timestamp()
    )


async def agree(address: str, key: str, answer: str = "allow") -> str:
    """Somebody answers on Slack's page; returns where they are sent."""
    async with httpx.AsyncClient() as browser:
        form = {"workspace": key, "user": "UROSA00001", "answer": answer}
        return (await browser.post(address, data=form)).headers["location"]


async def added(granting: Granting, installations: Installations, key: str = NORTH.key) -> Installation:
    """A workspace that has added us."""
    back = await agree(granting.address("s"), key)
    code = parse_qs(urlsplit(back).query)["code"][0]
    return await installations.put(await granting.exchange(code))
