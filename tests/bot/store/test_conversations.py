"""Frozen when it begins, and only ever appended to."""

import asyncio

import pytest

from bot.store import Database
from bot.store.conversations import Conversation, Conversations

SYSTEM, CATALOG = [{"type": "text", "text": "prompt"}], {"offers": [], "disabled": []}
HELLO = {"role": "user", "content": [{"type": "text", "text": "héllo 🎉", "signature": "x=="}]}


@pytest.fixture
async def kept(db: Database) -> Conversations:
    kept = Conversations(db)
    await kept.begin("c", asker="UANA", system=SYSTEM, catalog=CATALOG, at=1.0)
    return kept


async def test_a_conversation_is_frozen_by_the_first_who_begins_it(kept: Conversations) -> None:
    await kept.begin("c", asker="UBEN", system=[], catalog={}, at=2.0)
    found = await kept.get("c")
    assert found is not None
    assert found == Conversation("c", "UANA", SYSTEM, found.catalog, None)
    assert await kept.catalog(found.catalog) == CATALOG


async def test_the_same_tools_are_kept_once_and_others_apart(kept: Conversations) -> None:
    await kept.begin("d", asker="UBEN", system=[], catalog={"disabled": [], "offers": []}, at=2.0)
    await kept.begin("e", asker="UBEN", system=[], catalog={"disabled": [], "offers": [1]}, at=3.0)
    digests = [found.catalog for id in "cde" if (found := await kept.get(id))]
    assert digests[0] == digests[1] != digests[2]
    assert await kept.catalog(digests[2]) == {"disabled": [], "offers": [1]}
    with pytest.raises(LookupError):
        await kept.catalog("unknown")


async def test_what_nobody_began_is_not_there(kept: Conversations) -> None:
    assert await kept.get("other") is None
    assert not await kept.is_engaged("other")
    assert (await kept.count("other"), await kept.read("other", 9)) == (0, [])


async def test_messages_come_back_in_order_and_sign_for_sign(kept: Conversations) -> None:
    n = 0
    for message in (HELLO, {"role": "assistant", "content": []}):
        n = await kept.append("c", n, message)
    assert (n, await kept.count("c")) == (2, 2)
    assert await kept.read("c", 2) == [HELLO, {"role": "assistant", "content": []}]
    assert await kept.read("c", 1) == [HELLO]


async def test_a_place_is_taken_once(kept: Conversations) -> None:
    tries = (kept.append("c", 0, HELLO | {"n": n}) for n in range(10))
    assert await asyncio.gather(*tries) == [1] * 10
    assert await kept.count("c") == 1
    first = await kept.read("c", 1)
    await kept.append("c", 0, {"role": "user", "content": "other"})
    assert await kept.read("c", 1) == first


async def test_what_waits_is_kept_until_it_is_taken_away(kept: Conversations) -> None:
    waiting = {"order": ["a"], "open": {"a": "p1"}, "results": {}}
    await kept.set_waiting("c", waiting)
    found = await kept.get("c")
    assert found is not None
    assert found.waiting == waiting
    await kept.set_waiting("c", None)
    found = await kept.get("c")
    assert found is not None
    assert found.waiting is None


async def test_a_thread_is_ours_from_the_first_word_on(kept: Conversations) -> None:
    await kept.engage("t")
    await kept.engage("t")
    assert await kept.is_engaged("t")


async def test_old_conversations_are_forgotten_with_their_messages_unless_they_wait(
    kept: Conversations,
) -> None:
    await kept.append("c", 0, {"role": "user", "content": "hello"})
    await kept.begin("waiting", asker="UANA", system=[], catalog={}, at=1.0)
    await kept.set_waiting("waiting", {"open": {}})
    await kept.begin("young", asker="UANA", system=[], catalog={}, at=9.0)
    assert await kept.forget(5.0) == 1
    assert (await kept.get("c"), await kept.count("c")) == (None, 0)
    assert await kept.get("waiting")
    assert await kept.get("young")


async def test_a_conversation_that_waits_no_more_can_be_forgotten(kept: Conversations) -> None:
    await kept.set_waiting("c", {"open": {}})
    await kept.set_waiting("c", None)
    assert await kept.forget(5.0) == 1
