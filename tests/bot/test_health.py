"""Ready is who can take an event: each part that cannot says so in a word."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.database_url import in_file
from bot.health import Health
from bot.store import Database
from tests.relay import relayed


async def yes() -> bool:
    return True


async def no() -> bool:
    return False


@pytest.fixture
async def health(tmp_path: Path) -> AsyncIterator[Health]:
    async with Database.open(in_file(tmp_path / "x.sqlite")) as db:
        yield Health(db, launched=True, connected=yes)


async def test_a_process_whose_parts_all_work_is_ready(health: Health) -> None:
    assert await health.failing() == {}


async def test_one_that_starts_is_not_ready_yet() -> None:
    assert await Health().failing() == {"database": "starting", "engine": "starting", "slack": "starting"}


async def test_one_that_stops_or_is_cut_off_from_slack_is_not_ready_any_more(health: Health) -> None:
    health.stopping, health.connected = True, no
    assert await health.failing() == {"process": "stopping", "slack": "disconnected"}


async def test_a_database_that_does_not_answer_in_time_is_slow(health: Health) -> None:
    health.in_time = 0.0
    assert await health.failing() == {"database": "slow"}


async def test_a_database_that_is_gone_is_away_at_once_and_comes_back(postgres: sa.URL) -> None:
    with relayed(postgres) as relay:
        async with Database.open(relay.url) as db:
            health = Health(db, launched=True, connected=yes)
            assert await health.failing() == {}
            relay.end()
            assert await health.failing() == {"database": "away"}
            relay.begin()
            assert await health.failing() == {}
