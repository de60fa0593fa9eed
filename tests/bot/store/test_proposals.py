"""The decision is a compare-and-swap: whoever comes second changes nothing."""

import asyncio
from dataclasses import replace

import pytest

from bot.proposals.proposal import State, decided, expired
from bot.store import Database
from bot.store.proposals import Proposals
from tests.builders import NOON, a_change, a_proposal

NOW = NOON.timestamp()


@pytest.fixture
async def proposals(db: Database) -> Proposals:
    proposals = Proposals(db)
    await proposals.add(a_proposal())
    return proposals


async def test_a_proposal_comes_back_as_it_was_kept(proposals: Proposals) -> None:
    assert await proposals.get("p1") == a_proposal()
    assert await proposals.get("p2") is None


async def test_keeping_it_twice_keeps_the_first(proposals: Proposals) -> None:
    await proposals.add(a_proposal(changes=[a_change(proposed="other")]))
    assert await proposals.get("p1") == a_proposal()


@pytest.mark.parametrize("round", range(3))
async def test_of_two_deciders_at_once_one_wins(proposals: Proposals, round: int) -> None:
    yes = decided(a_proposal(), State.APPROVED, "UANA", NOW, "a", ["economic_buyer"])
    no = decided(a_proposal(), State.DECLINED, "USAM", NOW, "s", [])
    won = await asyncio.gather(proposals.decide(yes), proposals.decide(no))
    assert sorted(won) == [False, True]
    assert await proposals.get("p1") == (yes if won[0] else no)


async def test_a_decision_and_the_end_of_time_do_not_both_happen(proposals: Proposals) -> None:
    late = expired(a_proposal(), a_proposal().expires_at, "expiry")
    yes = decided(a_proposal(), State.APPROVED, "UANA", NOW, "a", ["economic_buyer"])
    assert sorted(await asyncio.gather(proposals.decide(late), proposals.decide(yes))) == [False, True]


async def test_a_decision_on_another_payload_than_the_kept_one_is_none(proposals: Proposals) -> None:
    shown = a_proposal(changes=[a_change(proposed="something else")])
    assert not await proposals.decide(decided(shown, State.APPROVED, "UANA", NOW, "a", []))
    assert await proposals.get("p1") == a_proposal()


async def test_a_preview_cannot_be_decided(proposals: Proposals) -> None:
    await proposals.add(a_proposal("p2", state=State.PREVIEW))
    assert not await proposals.decide(a_proposal("p2", state=State.APPROVED, decision={"by": "UANA"}))


async def test_an_outcome_is_kept_beside_the_decision(proposals: Proposals) -> None:
    yes = decided(a_proposal(), State.APPROVED, "UANA", NOW, "a", ["economic_buyer"])
    await proposals.decide(yes)
    await proposals.set_outcome("p1", {"status": "written"})
    assert await proposals.get("p1") == replace(yes, outcome={"status": "written"})


async def test_only_what_is_open_is_overdue_and_only_when_it_is(proposals: Proposals) -> None:
    end = a_proposal().expires_at
    await proposals.add(a_proposal("p2", state=State.PREVIEW, expires_at=0.0))
    await proposals.add(a_proposal("p3", expires_at=end + 10))
    assert await proposals.overdue(end - 0.1) == []
    assert await proposals.overdue(end) == ["p1"]
    await proposals.decide(expired(a_proposal(), end, "expiry"))
    assert await proposals.overdue(end) == []


async def test_a_conversation_has_its_own_proposals(proposals: Proposals) -> None:
    await proposals.add(a_proposal("p2", conversation="other"))
    assert [p.id for p in await proposals.of(a_proposal().conversation)] == ["p1"]
    assert await proposals.of("nobody's") == []
