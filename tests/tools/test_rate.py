"""Waiting is never shorter than asked, never hot, and never longer than needed."""

import asyncio
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import count

import pytest

from tools.errors import (
    Blame,
    Blocked,
    NeedsReconnect,
    NotThere,
    RateLimited,
    Refused,
    Unavailable,
    UpstreamError,
)
from tools.rate import Pace, limit_of, may_retry, slow_down, wait_from_headers
from tools.turns import ENDLESS, Limit, OwnTurns, Patience

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
EPOCH = int(NOW.timestamp())
THEIRS = format_datetime(NOW - timedelta(seconds=10), usegmt=True)


@pytest.mark.parametrize(
    "headers, wait",
    [
        ({}, 2.0),
        ({"Retry-After": "7"}, 7.0),
        ({"retry-after": "2.5"}, 2.5),
        ({"retry-after": format_datetime(NOW.replace(second=30), usegmt=True)}, 30.0),
        ({"retry-after": str(EPOCH + 12)}, 12.0),
        ({"ratelimit-reset": "45"}, 45.0),
        ({"ratelimit-reset": str(EPOCH + 20)}, 20.0),
        ({"ratelimit-reset": str((EPOCH + 20) * 1000)}, 20.0),
        ({"ratelimit-reset": "45;w=60"}, 45.0),
        ({"ratelimit-limit": "110;w=10"}, 10.0),
        ({"ratelimit-limit": "110"}, 2.0),
        ({"retry-after": "soon", "ratelimit-reset": "9"}, 9.0),
        ({"retry-after": "-3"}, 2.0),
        ({"retry-after": "0", "ratelimit-reset": "0"}, 2.0),
        ({"ratelimit-reset": "nan"}, 2.0),
        ({"ratelimit-reset": "inf"}, 2.0),
        ({"ratelimit-reset": str(EPOCH - 5)}, 2.0),
        ({"retry-after": format_datetime(NOW.replace(hour=11), usegmt=True)}, 2.0),
        ({"retry-after": "Mon, 99 Foo 2026"}, 2.0),
        ({"retry-after": ""}, 2.0),
        ({"retry-after": "0.1"}, 1.0),
        ({"retry-after": "3600"}, 3600.0),
        ({"retry-after": "999999"}, 86_400.0),
        ({"retry-after": str(EPOCH * 2)}, 86_400.0),
        ({"Retry-After": "5", "ratelimit-reset": "50"}, 5.0),
        # Our clock is ten seconds ahead of theirs: read by it, their dates would let us go too early.
        ({"Date": THEIRS, "retry-after": format_datetime(NOW.replace(second=30), usegmt=True)}, 40.0),
        ({"date": THEIRS, "ratelimit-reset": str(EPOCH + 20)}, 30.0),
        ({"date": THEIRS, "ratelimit-reset": str((EPOCH + 20) * 1000)}, 30.0),
        ({"date": THEIRS, "retry-after": "7"}, 7.0),
        ({"date": "yesterday", "ratelimit-reset": str(EPOCH + 20)}, 20.0),
    ],
)
def test_every_form_of_header_gives_the_wait_it_means(headers: Mapping[str, str], wait: float) -> None:
    assert wait_from_headers(headers, NOW, attempt=0) == pytest.approx(wait)


@pytest.mark.parametrize(
    "wait, said",
    [
        (7.4, "Chorus asks us to slow down for 7 seconds."),
        (599, "Chorus asks us to slow down for 599 seconds."),
        (3570, "Chorus asks us to wait for 60 minutes, until 12:59 UTC."),
        (86_400, "Chorus asks us to wait for 1440 minutes, until 12:00 UTC on 2 June."),
    ],
)
def test_a_long_wait_is_said_with_the_time_at_which_it_ends(wait: float, said: str) -> None:
    assert slow_down("Chorus", wait, NOW) == said


@pytest.mark.parametrize("attempt, wait", [(0, 2), (1, 4), (3, 16), (5, 60), (400, 60)])
def test_without_headers_the_wait_doubles_up_to_a_minute(attempt: int, wait: float) -> None:
    assert wait_from_headers({}, NOW, attempt) == wait


@pytest.mark.parametrize(
    "value, found",
    [
        ("110;w=10", (110, 10.0)),
        ("50; w=60", (50, 60.0)),
        ("50", (50, None)),
        ("", (None, None)),
        ("x;w=y", (None, None)),
        ("5;burst=2", (5, None)),
    ],
)
def test_a_limit_may_carry_its_window(value: str, found: tuple[int | None, float | None]) -> None:
    assert limit_of({"ratelimit-limit": value}) == found


def an_unavailable(status: int | None, maybe_done: bool = False) -> Unavailable:
    return Unavailable("x", status=status, blame="truto", maybe_done=maybe_done)


@pytest.mark.parametrize(
    "error, reads, keyed, bare",
    [
        (RateLimited("x", retry_after=1), True, True, False),
        (an_unavailable(502, True), True, True, False),
        (an_unavailable(504, True), True, True, False),
        (an_unavailable(500, True), True, False, False),
        (an_unavailable(503, True), True, False, False),
        (an_unavailable(200, True), True, False, False),
        (an_unavailable(None), True, True, False),
        (an_unavailable(None, maybe_done=True), True, False, False),
        (Blocked("x", status=503, blame="account"), False, False, False),
        (NeedsReconnect("x", status=401, blame="token"), False, False, False),
        (Refused("x", status=409, blame="request"), False, False, False),
        (NotThere("x", status=404, blame="request"), False, False, False),
        (RateLimited("x", retry_after=1, status=None, blame="pace"), True, True, True),
    ],
)
def test_only_what_is_safe_and_promising_is_repeated(
    error: UpstreamError, reads: bool, keyed: bool, bare: bool
) -> None:
    assert may_retry(error, "GET", has_key=False) is may_retry(error, "list", has_key=False) is reads
    assert may_retry(error, "POST", has_key=True) is may_retry(error, "join", has_key=True) is keyed
    assert may_retry(error, "delete", has_key=False) is bare


def test_what_we_kept_back_ourselves_may_go_later_whatever_it_does() -> None:
    error = an_unavailable(None)
    assert not may_retry(error, "delete", has_key=False)
    error.retry_after = 15.0
    assert may_retry(error, "delete", has_key=False)


class Clock:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.time = 0.0

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        until = self.time + seconds
        await asyncio.sleep(0)
        self.time = max(self.time, until)


def a_pace(
    clock: Clock,
    limit: int = 50,
    window: float = 10.0,
    margin: float = 0.0,
    patience: Patience = ENDLESS,
    key: str = "account",
    turns: OwnTurns | None = None,
) -> Pace:
    return Pace(
        limit,
        window,
        clock.now,
        clock.sleep,
        key=key,
        shared=[Limit("token", 3, 20.0)] if turns else (),
        turns=turns,
        patience=patience,
        today=lambda: NOW,
        margin=margin,
    )


async def starts(pace: Pace, clock: Clock, calls: int) -> list[float]:
    found: list[float] = []
    for _ in range(calls):
        await pace.turn()
        found.append(clock.time)
    return found


async def test_no_window_ever_holds_more_than_the_limit() -> None:
    clock = Clock()
    found = await starts(a_pace(clock), clock, 180)
    assert all(later - earlier >= 10.0 for earlier, later in zip(found, found[50:], strict=False))
    assert found[-1] == pytest.approx(30.0)


async def test_calls_that_come_slowly_never_wait() -> None:
    clock = Clock()
    pace = a_pace(clock)
    for _ in range(100):
        before = clock.time
        await pace.turn()
        assert clock.time == before
        clock.time += 0.21


async def test_a_margin_keeps_clear_of_an_edge_that_the_network_blurs() -> None:
    clock = Clock()
    found = await starts(a_pace(clock, 2, 10.0, margin=0.1), clock, 3)
    assert found == [0.0, 0.0, 11.0]


async def test_whoever_asked_first_starts_first() -> None:
    clock = Clock()
    pace = a_pace(clock, limit=1, window=1.0)
    order: list[int] = []
    ticket: Iterator[int] = count()

    async def one() -> None:
        mine = next(ticket)
        await pace.turn()
        order.append(mine)

    await asyncio.gather(*(one() for _ in range(6)))
    assert order == sorted(order)
    assert clock.time == pytest.approx(5.0)


async def test_a_hold_stops_everybody_even_those_already_waiting() -> None:
    clock = Clock()
    pace = a_pace(clock)
    await pace.hold(10)
    await pace.hold(3)
    assert await starts(pace, clock, 1) == [10.0]


async def test_whoever_waits_in_line_while_another_is_refused_does_not_start_before_the_others_may() -> None:
    clock = Clock()
    pace = a_pace(clock, limit=1, window=5.0)
    await pace.turn()
    waiting = asyncio.ensure_future(pace.turn())
    await asyncio.sleep(0)
    await pace.hold(60)
    await waiting
    assert clock.time == 60.0


SHORT = Patience(in_line=10.0, held=2.0)


async def test_a_long_hold_is_told_at_once_and_takes_nobodys_turn() -> None:
    clock = Clock()
    pace = a_pace(clock, limit=1, patience=SHORT)
    await pace.hold(500)
    for _ in range(3):
        with pytest.raises(RateLimited, match="Chorus or Truto asks us to slow down for 500 seconds") as held:
            await pace.turn()
        assert (held.value.retry_after, held.value.status, held.value.blame) == (500.0, None, "truto")
    clock.time = 499.0
    assert await starts(pace, clock, 1) == [500.0]


async def test_a_long_line_is_told_and_a_short_one_is_stood_in() -> None:
    clock = Clock()
    pace = a_pace(clock, limit=1, patience=SHORT)
    await pace.turn()
    waiting = asyncio.ensure_future(pace.turn())
    await asyncio.sleep(0)
    with pytest.raises(RateLimited, match="wait for their turn at Truto") as told:
        await pace.turn()
    assert (told.value.retry_after, told.value.blame) == (20.0 - clock.time, "pace")
    await waiting
    assert clock.time == 10.0


async def test_a_hold_that_begins_while_one_stands_in_line_is_told_too() -> None:
    clock = Clock()
    pace = a_pace(clock, limit=1, patience=SHORT)
    await pace.turn()
    waiting = asyncio.ensure_future(pace.turn())
    await asyncio.sleep(0)
    await pace.hold(500)
    with pytest.raises(RateLimited, match="for 490 seconds"):
        await waiting


async def test_accounts_are_paced_apart_and_their_token_together() -> None:
    clock = Clock()
    turns = OwnTurns(clock.now)
    ana, ben = (a_pace(clock, limit=2, turns=turns, key=name) for name in ("ana", "ben"))
    assert await starts(ana, clock, 2) == [0.0, 0.0]
    assert await starts(ben, clock, 1) == [0.0]
    assert await starts(ben, clock, 1) == [20.0], "three of one token in twenty seconds"


@pytest.mark.parametrize("by, other", [("vendor", 0.0), ("truto", 30.0)])
async def test_chorus_refuses_an_account_and_truto_may_have_meant_the_token(by: Blame, other: float) -> None:
    clock = Clock()
    turns = OwnTurns(clock.now)
    ana, ben = (a_pace(clock, turns=turns, key=name) for name in ("ana", "ben"))
    await ana.hold(30, by)
    assert await starts(ben, clock, 1) == [other]
    assert await starts(ana, clock, 1) == [30.0]


async def test_a_caller_who_gives_up_does_not_block_the_others() -> None:
    clock = Clock()
    pace = a_pace(clock, limit=1, window=5.0)
    await pace.turn()
    waiting = asyncio.ensure_future(pace.turn())
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await asyncio.wait_for(pace.turn(), 1)


@pytest.mark.parametrize(
    "headers, next_start",
    [
        ({"ratelimit-remaining": "0", "ratelimit-reset": "7"}, 7.0),
        ({"RateLimit-Remaining": "0", "RateLimit-Reset": str(EPOCH + 4)}, 4.0),
        ({"ratelimit-remaining": "3", "ratelimit-reset": "7"}, 0.0),
        ({"ratelimit-remaining": "0"}, 0.0),
        ({"ratelimit-remaining": "0", "ratelimit-reset": "-1"}, 0.0),
        ({"ratelimit-remaining": "0;w=10", "ratelimit-reset": "7;w=10"}, 7.0),
        ({"ratelimit-remaining": "0", "ratelimit-reset": str(EPOCH + 4), "date": THEIRS}, 14.0),
        ({}, 0.0),
    ],
)
async def test_a_spent_limit_is_waited_out(headers: Mapping[str, str], next_start: float) -> None:
    clock = Clock()
    pace = a_pace(clock)
    await pace.learn(headers)
    assert await starts(pace, clock, 1) == [next_start]


@pytest.mark.parametrize("said, third", [("2;w=20", 20.0), ("110;w=10", 0.0), ("2", 0.0), ("rubbish", 0.0)])
async def test_a_stricter_limit_than_ours_is_kept_from_then_on(said: str, third: float) -> None:
    clock = Clock()
    pace = a_pace(clock)
    await pace.learn({"ratelimit-limit": said})
    assert (await starts(pace, clock, 3))[2] == third


async def test_the_real_clock_is_used_unless_another_is_given() -> None:
    await asyncio.wait_for(Pace().turn(), 1)
