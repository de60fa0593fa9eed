"""Turns in the memory of one process: never more in a window than the limit, whatever is asked in whatever order."""

import math

import pytest

from tests.builders import HandClock
from tools.turns import ENDLESS, Limit, OwnTurns, Patience, Turn, stricter

ACCOUNT, TOKEN = Limit("account", 2, 10.0), Limit("token", 3, 30.0)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def turns(clock: HandClock) -> OwnTurns:
    return OwnTurns(clock)


async def waits(turns: OwnTurns, *limits: Limit, calls: int) -> list[float]:
    return [(await turns.take(limits, ENDLESS)).wait for _ in range(calls)]


async def test_a_window_is_full_at_its_limit_and_each_further_start_is_reserved(turns: OwnTurns) -> None:
    assert await waits(turns, ACCOUNT, calls=5) == [0, 0, 10, 10, 20]


async def test_every_limit_counts_and_each_knows_when_the_call_really_starts(turns: OwnTurns) -> None:
    assert await waits(turns, ACCOUNT, TOKEN, calls=4) == [0, 0, 10, 30]
    assert await waits(turns, ACCOUNT, calls=3) == [20, 30, 40], "the start at thirty was counted here too"


async def test_a_reservation_far_ahead_leaves_the_near_ones_to_others(turns: OwnTurns) -> None:
    other = Limit("other", 2, 10.0)
    await turns.hold([ACCOUNT], 20.0)
    assert await waits(turns, ACCOUNT, TOKEN, calls=1) == [20]
    assert await waits(turns, other, TOKEN, calls=2) == [0, 0]
    assert await waits(turns, other, TOKEN, calls=1) == [30]


@pytest.mark.parametrize(
    "patience, taken", [(Patience(10, 0), True), (Patience(9, math.inf), False), (ENDLESS, True)]
)
async def test_who_does_not_want_to_wait_that_long_takes_nothing(
    turns: OwnTurns, patience: Patience, taken: bool
) -> None:
    await waits(turns, ACCOUNT, calls=2)
    assert await turns.take([ACCOUNT], patience) == Turn(10.0, taken, held=False)
    assert await waits(turns, ACCOUNT, calls=2) == ([10, 20] if taken else [10, 10])


async def test_a_hold_is_one_for_all_who_share_it_and_only_ever_longer(
    turns: OwnTurns, clock: HandClock
) -> None:
    await turns.hold([ACCOUNT, TOKEN], 60.0)
    await turns.hold([ACCOUNT], 5.0)
    assert await turns.take([TOKEN], Patience(99, 59)) == Turn(60.0, taken=False, held=True)
    clock.now += 60
    assert await turns.held([ACCOUNT]) == 0.0
    assert await turns.take([ACCOUNT], Patience(0, 0)) == Turn(0.0, taken=True, held=False)


async def test_a_stricter_limit_counts_what_has_started_already(turns: OwnTurns) -> None:
    await waits(turns, ACCOUNT, calls=1)
    await turns.restrict(Limit("account", 1, 10.0))
    await turns.restrict(Limit("account", 2, 10.0))
    assert await waits(turns, ACCOUNT, calls=2) == [10, 20]


def test_a_limit_is_stricter_by_its_rate_and_never_allows_more_at_once() -> None:
    kept = Limit("k", 50, 10.0)
    assert stricter(kept, Limit("k", 100, 60.0)) == Limit("k", 50, 60.0)
    assert stricter(kept, Limit("k", 2, 20.0)) == Limit("k", 2, 20.0)
    assert stricter(kept, Limit("k", 110, 10.0)) is kept
    assert stricter(kept, kept) is kept
