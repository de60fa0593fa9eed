"""The decision is a compare-and-swap: whoever comes second changes nothing."""

import asyncio
from dataclasses import replace

import pytest

from bot.errands.errand import State, decided, expired
from bot.store import Database
from bot.store.errands import Errands
from tests.builders import NOON, a_thing, an_errand

NOW = NOON.timestamp()
END = an_errand().expires_at


@pytest.fixture
async def errands(db: Database) -> Errands:
    errands = Errands(db)
    await errands.add(an_errand())
    return errands


async def test_an_errand_comes_back_as_it_was_kept(errands: Errands) -> None:
    assert await errands.get("e1") == an_errand()
    assert await errands.get("e2") is None
    assert await errands.of(an_errand().conversation) == [an_errand()]
    assert await errands.of("nobody's") == []


async def test_keeping_it_twice_keeps_the_first(errands: Errands) -> None:
    await errands.add(an_errand(deed="something else"))
    assert await errands.get("e1") == an_errand()


@pytest.mark.parametrize("round", range(3))
async def test_of_two_deciders_at_once_one_wins(errands: Errands, round: int) -> None:
    yes = decided(an_errand(), State.APPROVED, "UANA", NOW, "a")
    no = decided(an_errand(), State.DECLINED, "USAM", NOW, "s")
    won = await asyncio.gather(errands.decide(yes), errands.decide(no))
    assert sorted(won) == [False, True]
    assert await errands.get("e1") == (yes if won[0] else no)


async def test_a_decision_on_something_else_than_what_is_kept_is_none(errands: Errands) -> None:
    other = an_errand(things=(a_thing(name="Another call"),))
    assert not await errands.decide(decided(other, State.APPROVED, "UANA", NOW, "a"))
    assert await errands.get("e1") == an_errand()


async def test_only_what_is_open_is_overdue_and_only_when_it_is(errands: Errands) -> None:
    assert await errands.overdue(END - 0.1) == []
    assert await errands.overdue(END) == [an_errand()]
    assert await errands.open() == [an_errand()]
    await errands.decide(expired(an_errand(), END, "expiry"))
    assert await errands.overdue(END) == []
    assert await errands.open() == []


async def test_an_approval_without_an_outcome_is_unfinished(errands: Errands) -> None:
    yes = decided(an_errand(), State.APPROVED, "UANA", NOW, "a")
    await errands.decide(yes)
    assert await errands.unfinished(NOW) == []
    assert await errands.unfinished(NOW + 1) == [yes]
    await errands.set_outcome("e1", {"status": "done"})
    assert await errands.unfinished(NOW + 1) == []
    assert await errands.get("e1") == replace(yes, outcome={"status": "done"})


async def test_what_is_decided_and_old_is_forgotten(errands: Errands) -> None:
    await errands.forget(END + 1)
    assert await errands.get("e1") == an_errand(), "it is still open"
    await errands.decide(decided(an_errand(), State.DECLINED, "UANA", NOW, "a"))
    await errands.forget(END)
    assert await errands.get("e1")
    await errands.forget(END + 1)
    assert await errands.get("e1") is None
