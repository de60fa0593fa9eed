"""One request for the recorder per meeting, whoever asks and however close together."""

import asyncio
from dataclasses import replace

import pytest

from bot.store import Database
from bot.store.joins import DOUBTED, PATIENCE, RETRIABLE, WINDOW, Join, Joins, is_fresh, is_under_way

FIRST = Join("zoom:1", "t1", "UANA", 1000.0, "C1", "100.1", "https://zoom.us/j/1", "asked", None)
SECOND = replace(FIRST, token="t2", asked_by="UBEN", asked_at=1001.0)


@pytest.fixture
def joins(db: Database) -> Joins:
    return Joins(db)


async def test_the_first_holds_the_meeting_and_the_second_learns_who(joins: Joins) -> None:
    assert await joins.claim(FIRST) == FIRST
    assert await joins.claim(SECOND) == FIRST


async def test_a_repeated_claim_of_the_same_request_still_holds(joins: Joins) -> None:
    await joins.claim(FIRST)
    assert await joins.claim(FIRST) == FIRST


async def test_another_meeting_is_another_matter(joins: Joins) -> None:
    other = replace(SECOND, meeting="zoom:2")
    await joins.claim(FIRST)
    assert await joins.claim(other) == other
    assert await joins.get("zoom:3") is None


@pytest.mark.parametrize("round", range(2))
async def test_of_many_at_once_one_holds_and_all_agree(joins: Joins, round: int) -> None:
    wanted = [replace(FIRST, token=f"t{n}") for n in range(12)]
    held = await asyncio.gather(*(joins.claim(join) for join in wanted))
    assert len({join.token for join in held}) == 1


@pytest.mark.parametrize("state", RETRIABLE)
async def test_after_a_failure_one_new_try_is_free(joins: Joins, state: str) -> None:
    await joins.claim(FIRST)
    await joins.set("zoom:1", "t1", state)
    again = [replace(SECOND, token=f"n{n}") for n in range(8)]
    held = await asyncio.gather(*(joins.claim(join) for join in again))
    assert len({join.token for join in held}) == 1
    assert held[0].token.startswith("n")
    assert held[0].state == "asked"


@pytest.mark.parametrize("state", ["asked", "accepted", "live", "unverified", "already asked"])
async def test_what_is_under_way_or_was_seen_is_not_asked_for_again(joins: Joins, state: str) -> None:
    await joins.claim(FIRST)
    await joins.set("zoom:1", "t1", state)
    assert (await joins.claim(SECOND)).token == "t1"


async def test_hours_later_it_is_another_meeting(joins: Joins) -> None:
    await joins.claim(FIRST)
    assert (await joins.claim(replace(SECOND, asked_at=1000 + WINDOW))).token == "t1"
    assert (await joins.claim(replace(SECOND, asked_at=1000.1 + WINDOW))).token == "t2"


async def test_an_older_request_cannot_change_a_newer_one(joins: Joins) -> None:
    await joins.claim(FIRST)
    await joins.set("zoom:1", "t1", "refused")
    await joins.claim(SECOND)
    await joins.set("zoom:1", "t1", "seen", "call")
    assert await joins.get("zoom:1") == SECOND


async def test_a_state_without_a_call_keeps_the_call_that_is_known(joins: Joins) -> None:
    await joins.claim(FIRST)
    await joins.set("zoom:1", "t1", "accepted", "CALL1")
    await joins.set("zoom:1", "t1", "seen")
    assert await joins.get("zoom:1") == replace(FIRST, state="seen", call="CALL1")


@pytest.mark.parametrize("state", ["unverified", "already asked"])
async def test_what_nobody_can_follow_is_free_after_a_while(joins: Joins, state: str) -> None:
    await joins.claim(FIRST)
    await joins.set("zoom:1", "t1", state)
    later = replace(SECOND, asked_at=FIRST.asked_at + PATIENCE + 1)
    assert (await joins.claim(later)).token == "t2"


async def test_a_live_call_is_the_same_meeting_however_long_it_lasts(joins: Joins) -> None:
    await joins.claim(FIRST)
    await joins.set("zoom:1", "t1", "live")
    assert (await joins.claim(replace(SECOND, asked_at=FIRST.asked_at + 3 * WINDOW))).token == "t1"


async def test_what_a_person_stopped_stays_so_and_a_new_try_keeps_the_call(joins: Joins) -> None:
    await joins.claim(FIRST)
    assert await joins.set("zoom:1", "t1", "accepted", "CALL")
    assert await joins.set("zoom:1", "t1", "stopped")
    assert not await joins.set("zoom:1", "t1", "unseen")
    again = await joins.claim(SECOND)
    assert (again.token, again.call, again.state) == ("t2", "CALL", "asked")


DOUBT = replace(FIRST, state=DOUBTED)


async def test_a_doubted_meeting_is_claimed_by_a_yes_alone(joins: Joins) -> None:
    assert await joins.claim(DOUBT) == DOUBT
    assert await joins.claim(SECOND) == DOUBT
    assert await joins.claim(SECOND, confirmed=True) == SECOND


async def test_a_doubt_ends_with_its_meeting(joins: Joins) -> None:
    await joins.claim(DOUBT)
    later = replace(SECOND, asked_at=FIRST.asked_at + WINDOW + 1)
    assert await joins.claim(later) == later


async def test_a_doubt_takes_no_meeting_from_the_recorder_that_holds_it(joins: Joins) -> None:
    await joins.claim(FIRST)
    assert await joins.claim(replace(DOUBT, token="t3")) == FIRST


async def test_a_yes_keeps_the_call_that_may_well_be_going_on(joins: Joins) -> None:
    await joins.claim(FIRST)
    await joins.set("zoom:1", "t1", "unseen", "CALL1")
    await joins.claim(replace(DOUBT, token="t3"))
    assert (await joins.claim(SECOND, confirmed=True)).call == "CALL1"


@pytest.mark.parametrize(
    "state, age, under_way",
    [
        ("accepted", 0.0, True),
        ("accepted", WINDOW + 1, False),
        ("live", WINDOW + 1, True),
        ("unverified", PATIENCE, True),
        ("unverified", PATIENCE + 1, False),
        ("gone", 0.0, False),
        (DOUBTED, 0.0, False),
    ],
)
async def test_a_recorder_is_under_way_exactly_while_a_new_request_is_none(
    joins: Joins, state: str, age: float, under_way: bool
) -> None:
    held = replace(FIRST, state=state)
    assert is_under_way(held, FIRST.asked_at + age) is under_way
    await joins.claim(held)
    again = await joins.claim(replace(SECOND, asked_at=FIRST.asked_at + age), confirmed=True)
    assert (again.token == "t1") is under_way


def test_what_was_asked_hours_ago_is_about_another_meeting() -> None:
    assert is_fresh(DOUBT, FIRST.asked_at + WINDOW)
    assert not is_fresh(DOUBT, FIRST.asked_at + WINDOW + 1)


@pytest.mark.parametrize("state", ["accepted", "live", "processed", "no show", "gone", "stopped"])
async def test_a_state_that_is_recorded_again_is_recorded(db: Database, state: str) -> None:
    joins = Joins(db)
    await joins.claim(FIRST)
    assert await joins.set("zoom:1", "t1", state)
    assert await joins.set("zoom:1", "t1", state), (
        "a step that died before it was known to be done is repeated"
    )


async def test_requests_are_found_by_who_asked_and_by_their_thread_newest_first(joins: Joins) -> None:
    other = replace(FIRST, meeting="zoom:2", token="t3", asked_at=1002.0, thread="200.1")
    for join in (FIRST, other, replace(SECOND, meeting="zoom:3")):
        await joins.claim(join)
    assert await joins.asked_by("UANA") == [other, FIRST]
    assert await joins.in_thread("C1", "200.1") == [other]
    assert [join.meeting for join in await joins.in_thread("C1", "100.1")] == ["zoom:3", "zoom:1"]
    assert await joins.asked_by("USAM") == await joins.in_thread("C2", "100.1") == []


async def test_the_request_behind_a_call_is_found(joins: Joins) -> None:
    await joins.claim(FIRST)
    await joins.set("zoom:1", "t1", "live", "CALL1")
    found = await joins.of_call("CALL1")
    assert found
    assert found.meeting == "zoom:1"
    assert await joins.of_call("CALL2") is None


async def test_the_recorders_of_a_thread_and_of_a_channel_are_known(joins: Joins) -> None:
    await joins.claim(FIRST)
    await joins.claim(replace(SECOND, meeting="zoom:2", thread="200.2", state="live"))
    assert await joins.under_way("C1", "100.1", 1000.0)
    assert not await joins.under_way("C1", "300.3", 1000.0)
    assert [join.meeting for join in await joins.newest("C1", 1002.0, 1)] == ["zoom:2"]
    assert await joins.newest("C1", 1002.0 + 86_400, 3) == []
    await joins.set("zoom:1", "t1", "refused")
    assert not await joins.under_way("C1", "100.1", 1000.0)


async def test_ones_own_requests_are_listed_the_newest_first(joins: Joins) -> None:
    later = replace(FIRST, meeting="zoom:2", asked_at=1002.0)
    for join in (
        FIRST,
        later,
        replace(SECOND, meeting="zoom:3"),
        replace(FIRST, meeting="zoom:4", asked_at=1),
    ):
        await joins.claim(join)
    assert await joins.asked_by("UANA", 1000.0) == [later, FIRST]
