"""Two processes on one PostgreSQL ask Truto no faster than one may; each on its own would be refused."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
import sqlalchemy as sa

from bot.pacing import SILENCE, WINDOW, paced, turns_of
from bot.store import Database
from bot.store.turns import SharedTurns
from sandbox.clock import Clock
from sandbox.company import Company
from sandbox.truto import TrutoServer
from tests.bot.conftest import NOW
from tools.errors import RateLimited
from tools.rate import Pace
from tools.requests import Request
from tools.truto import Truto
from tools.turns import OwnTurns, Turns

LIMIT, SPEED = 5, 10.0
ROOM = 1.0
"""As much again as the window: a busy machine delivers what left on time at some other time."""
ME = Request("me", "list")


@pytest.fixture
async def server(company: Company) -> AsyncIterator[TrutoServer]:
    server = TrutoServer(Clock(NOW, speed=SPEED), company)
    server.options.account_limit = LIMIT
    await server.start()
    yield server
    await server.stop()


def a_client(server: TrutoServer, turns: Turns) -> Truto:
    pace = Pace(
        LIMIT, 10.0, sleep=lambda s: asyncio.sleep(s / SPEED), key="account:a", turns=turns, margin=ROOM
    )
    return Truto(token=server.token, base_url=server.url, account_id=server.account_id, pace=pace)


async def refused(clients: list[Truto], calls: int) -> int:
    """How many of so many calls at once, by all clients in turn, Truto refuses."""

    async def one(n: int) -> bool:
        try:
            await clients[n % len(clients)].call(ME)
        except RateLimited:
            return True
        return False

    return sum(await asyncio.gather(*(one(n) for n in range(calls))))


async def test_two_processes_on_one_postgresql_are_never_refused_and_keep_the_bound(
    server: TrutoServer, postgres: sa.URL
) -> None:
    async with AsyncExitStack() as stack:
        stores = [await stack.enter_async_context(Database.open(postgres)) for _ in range(2)]
        clients = [a_client(server, turns_of(db, SPEED)) for db in stores]
        for client in clients:
            await stack.enter_async_context(client)
        assert await refused(clients, 2 * LIMIT + 1) == 0
    came = [call.at for call in server.journal]
    assert len(came) == 2 * LIMIT + 1
    for first, over in zip(came, came[LIMIT:], strict=False):
        assert (over - first).total_seconds() >= 10.0


async def test_two_processes_that_do_not_share_their_turns_are_refused(server: TrutoServer) -> None:
    async with (
        a_client(server, OwnTurns()) as one,
        a_client(server, OwnTurns()) as other,
    ):
        assert await refused([one, other], 2 * LIMIT) > 0


async def test_turns_are_shared_where_there_is_a_postgresql_and_kept_in_memory_else(
    db: Database,
) -> None:
    expected = SharedTurns if db.engine.dialect.name == "postgresql" else OwnTurns
    assert type(turns_of(db)) is expected
    assert type(turns_of()) is OwnTurns


async def test_accounts_share_what_one_token_may_do_and_the_store_does_not_learn_the_token(
    postgres: sa.URL,
) -> None:
    async with Database.open(postgres) as db:
        for account in ("a", "b"):
            await paced(turns_of(db), account, "s3cret").turn()
        rows = await db.rows(sa.text("select key, calls, seconds from paces order by key"))
        assert [row["key"] for row in rows][:2] == ["account:a", "account:b"]
        assert [row["calls"] for row in rows] == [50, 50, 490]
        assert "s3cret" not in str(rows)


async def test_a_hold_is_told_and_not_waited_out_in_silence() -> None:
    pace = paced(turns_of(), "a", "t", lambda: NOW.timestamp())
    await pace.hold(3600)
    with pytest.raises(RateLimited, match=r"until (15:59|16:00) UTC\."):
        await pace.turn()
    assert SILENCE.held < SILENCE.in_line
    assert SILENCE.in_line > WINDOW * 1.02, "a line of one window is stood in"
