"""A person's own account: one row each, changed only as it was seen, and forgotten for good."""

from dataclasses import replace

from bot.store import Database
from bot.store.accounts import Account, Accounts, State

ASKED = Account("UANA", None, "tenant-1", State.ASKED, 5.0)
CONNECTED = replace(ASKED, account="a1", state=State.CONNECTED, connected_at=6.0)


async def test_what_is_put_is_read_back(db: Database) -> None:
    rows = Accounts(db)
    assert await rows.get("UANA") is None
    await rows.put(ASKED)
    found = await rows.get("UANA")
    assert found == ASKED
    assert found is not None
    assert found.state is State.ASKED


async def test_a_new_beginning_takes_the_place_of_the_old_one(db: Database) -> None:
    rows = Accounts(db)
    await rows.put(CONNECTED)
    await rows.put(replace(ASKED, tenant="tenant-2"))
    assert await rows.get("UANA") == replace(ASKED, tenant="tenant-2")


async def test_a_change_is_made_on_what_was_seen_and_on_nothing_newer(db: Database) -> None:
    rows = Accounts(db)
    await rows.put(ASKED)
    assert await rows.become(ASKED, CONNECTED)
    assert not await rows.become(ASKED, replace(CONNECTED, account="a2"))
    assert await rows.get("UANA") == CONNECTED


async def test_what_was_forgotten_does_not_come_back(db: Database) -> None:
    rows = Accounts(db)
    await rows.put(ASKED)
    assert await rows.forget("UANA")
    assert not await rows.forget("UANA")
    assert not await rows.become(ASKED, CONNECTED)
    assert await rows.get("UANA") is None


async def test_that_somebody_was_told_is_noted_for_the_state_they_were_told_of(db: Database) -> None:
    rows = Accounts(db)
    await rows.put(CONNECTED)
    await rows.told(ASKED, 7.0)
    assert await rows.get("UANA") == CONNECTED
    await rows.told(CONNECTED, 8.0)
    assert await rows.get("UANA") == replace(CONNECTED, told_at=8.0)
