"""A PostgreSQL that goes away and comes back: queries wait for it, and what was done although nobody heard of it counts."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import psycopg
import pytest
import sqlalchemy as sa

from bot.store import Database
from bot.store.outage import Patience, is_outage
from bot.store.tables import posts
from tests.relay import Relay, relayed

QUICK = Patience(first=0.01, longest=0.05, total=5.0)
HASTY = Patience(first=0.01, longest=0.02, total=0.1)


@dataclass
class Line:
    """A store behind a relay."""

    relay: Relay
    db: Database


@pytest.fixture(params=[QUICK])
async def line(request: pytest.FixtureRequest, postgres: sa.URL) -> AsyncIterator[Line]:
    with relayed(postgres) as relay:
        async with Database.open(relay.url, request.param) as db:
            yield Line(relay, db)


async def keys(db: Database) -> list[str]:
    return sorted(row["key"] for row in await db.rows(sa.select(posts.c.key)))


async def test_a_query_waits_until_the_server_is_back(line: Line) -> None:
    await line.db.add(posts, key="k", channel="C1")
    line.relay.end()
    waiting = asyncio.ensure_future(line.db.change(sa.update(posts).values(ts="1.1")))
    adding = asyncio.ensure_future(line.db.add(posts, key="l", channel="C1"))
    await asyncio.wait([waiting, adding], timeout=0.1)
    line.relay.begin()
    assert (await waiting, await adding) == (True, True)
    assert await keys(line.db) == ["k", "l"]


@pytest.mark.parametrize("line", [HASTY], indirect=True)
async def test_a_server_that_stays_away_is_given_up(line: Line) -> None:
    await line.db.add(posts, key="k", channel="C1")
    line.relay.end()
    with pytest.raises(sa.exc.OperationalError, match="No such file"):
        await line.db.row(sa.select(posts))


async def test_a_row_whose_answer_was_lost_is_still_one_that_this_call_added(line: Line) -> None:
    line.relay.lose = b"INSERT 0 1"
    assert await line.db.add(posts, key="k", channel="C1")
    assert line.relay.lose is None
    assert not await line.db.add(posts, key="k", channel="C1")
    assert await keys(line.db) == ["k"]


async def test_a_row_that_somebody_else_added_meanwhile_is_theirs(line: Line) -> None:
    await line.db.add(posts, key="k", channel="C1")
    line.relay.lose = b"INSERT 0 0"
    assert not await line.db.add(posts, key="k", channel="C2")
    assert line.relay.lose is None


async def test_an_update_whose_answer_was_lost_is_done_again(line: Line) -> None:
    await line.db.add(posts, key="k", channel="C1")
    line.relay.lose = b"UPDATE 1"
    assert await line.db.change(sa.update(posts).values(ts="1.1"))


async def test_a_query_that_is_wrong_fails_at_once(line: Line) -> None:
    before = line.relay.tried
    with pytest.raises(sa.exc.IntegrityError):
        await line.db.change(sa.insert(posts).values(key="k", channel=None))
    with pytest.raises(sa.exc.ProgrammingError):
        await line.db.change(sa.text("update nothing set a = 1"))
    assert line.relay.tried - before <= 1


@pytest.mark.parametrize(
    "error, outage",
    [
        (psycopg.OperationalError("connection is bad: no such file"), True),
        (psycopg.errors.AdminShutdown(), True),
        (psycopg.errors.CannotConnectNow(), True),
        (psycopg.errors.TooManyConnections(), True),
        (psycopg.errors.ConnectionFailure(), True),
        (psycopg.errors.QueryCanceled(), False),
        (psycopg.errors.DiskFull(), False),
        (psycopg.errors.UndefinedTable(), False),
    ],
)
def test_an_outage_is_told_from_a_refusal(error: psycopg.Error, outage: bool) -> None:
    assert is_outage(sa.exc.DBAPIError("select 1", {}, error)) is outage
    assert is_outage(sa.exc.DBAPIError("select 1", {}, error, connection_invalidated=True))
