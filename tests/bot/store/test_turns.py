"""Turns that several processes share: a window never holds more than the limit, whoever asks, and a hold is one for all."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from bot.store import Database
from bot.store.turns import SharedTurns
from tools.turns import ENDLESS, Limit, Patience, Turn

# Long windows: what the machine takes to answer is nothing beside them.
ACCOUNT, TOKEN = Limit("account:a", 10, 1000.0), Limit("token:t", 15, 1000.0)
OTHER = Limit("account:b", 10, 1000.0)


@pytest.fixture
async def pair(postgres: sa.URL) -> AsyncIterator[tuple[SharedTurns, SharedTurns]]:
    """Two processes: each has a store of its own on one PostgreSQL."""
    async with contextlib.AsyncExitStack() as stack:
        yield SharedTurns(await opened(stack, postgres)), SharedTurns(await opened(stack, postgres))


async def opened(stack: contextlib.AsyncExitStack, url: sa.URL) -> Database:
    return await stack.enter_async_context(Database.open(url))


Pair = tuple[SharedTurns, SharedTurns]


async def starts(pair: Pair, limits: list[Limit], calls: int) -> list[int]:
    """After how many windows calls of both processes, all made at once, would start."""
    found = await asyncio.gather(*(pair[n % 2].take(limits, ENDLESS) for n in range(calls)))
    return sorted(round(turn.wait / 1000) for turn in found)


async def test_of_two_processes_at_once_no_window_holds_more_than_the_limit_and_none_fewer(
    pair: Pair,
) -> None:
    assert await starts(pair, [ACCOUNT], 25) == [0] * 10 + [1] * 10 + [2] * 5


async def test_a_slot_is_taken_again_only_after_its_window(pair: Pair) -> None:
    waits = [(await pair[n % 2].take([ACCOUNT], ENDLESS)).wait for n in range(20)]
    assert all(later - earlier > 900 for earlier, later in zip(waits, waits[10:], strict=False))


async def test_the_token_is_shared_by_all_accounts(pair: Pair) -> None:
    assert await starts(pair, [ACCOUNT, TOKEN], 10) == [0] * 10
    assert await starts(pair, [OTHER, TOKEN], 10) == [0] * 5 + [1] * 5


async def test_who_does_not_want_to_wait_that_long_takes_nothing(pair: Pair) -> None:
    one, other = pair
    small = Limit("account:small", 1, 100.0)
    await one.take([small], ENDLESS)
    for _ in range(3):
        turn = await other.take([small], Patience(in_line=50, held=0))
        assert (turn.taken, turn.held, 90 < turn.wait <= 100) == (False, False, True)
    assert (await one.take([small], Patience(in_line=100, held=0))).taken


async def test_a_hold_stops_the_other_process_and_only_ever_gets_longer(pair: Pair) -> None:
    one, other = pair
    assert await other.held([ACCOUNT]) == 0.0, "nobody has heard of it yet"
    await one.take([ACCOUNT, TOKEN], ENDLESS)
    await one.hold([ACCOUNT], 500.0)
    await one.hold([ACCOUNT], 5.0)
    turn = await other.take([ACCOUNT, TOKEN], Patience(in_line=20, held=2))
    assert (turn.taken, turn.held, 490 < turn.wait <= 500) == (False, True, True)
    assert 490 < await other.held([ACCOUNT, TOKEN]) <= 500
    assert await other.take([OTHER, TOKEN], ENDLESS) == Turn(0.0, taken=True, held=False)
    await one.hold([ACCOUNT, TOKEN], 800.0)
    assert not (await other.take([OTHER, TOKEN], Patience(in_line=20, held=2))).taken


async def test_a_stricter_limit_that_one_learns_holds_for_the_other_until_a_start(pair: Pair) -> None:
    one, other = pair
    assert await starts(pair, [ACCOUNT], 2) == [0, 0]
    await one.restrict(Limit("account:a", 2, 2000.0))
    await one.restrict(Limit("account:a", 110, 1000.0))
    assert (await other.take([ACCOUNT], Patience(in_line=0, held=0))).wait > 1900
    assert (await SharedTurns(other._db).take([ACCOUNT], ENDLESS)).wait == 0, "a new start asks anew"


async def test_a_turn_costs_one_question(pair: Pair) -> None:
    one, _ = pair
    await one.take([ACCOUNT, TOKEN], ENDLESS)
    asked: list[str] = []
    sa.event.listen(one._db.engine.sync_engine, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
    await one.take([ACCOUNT, TOKEN], ENDLESS)
    assert len(asked) == 1


async def test_an_answer_is_no_less_one_because_the_pace_cannot_be_told(pair: Pair) -> None:
    one, _ = pair
    await one.take([ACCOUNT], ENDLESS)
    async with one._db.engine.connect() as connection:
        await connection.exec_driver_sql("alter table paces rename to away")
    await one.hold([ACCOUNT], 5.0)
    await one.restrict(Limit("account:a", 2, 60.0))


async def test_time_passes_faster_for_those_who_bring_a_clock_of_their_own(postgres: sa.URL) -> None:
    async with Database.open(postgres) as db:
        turns, small = SharedTurns(db, hurry=1e6), Limit("account:small", 1, 1000.0)
        await turns.take([small], ENDLESS)
        await db.row(sa.select(sa.func.pg_sleep(0.001)))
        assert (await turns.take([small], ENDLESS)).wait == 0.0, "a thousand seconds in a thousandth of one"
