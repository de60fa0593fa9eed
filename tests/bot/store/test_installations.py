"""Workspaces that added us: read as they were put, unreadable in the rows, changed only as they were seen."""

import base64
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.store import Database
from bot.store.installations import Installations, StillLeaving, Token
from bot.store.sealing import Sealing, WrongKey
from bot.store.tables import installations
from tests.builders import an_installation

ONE, TWO = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))
SELLER = an_installation(
    installer="UROSA",
    access=Token("xoxe.xoxb-planted", "xoxe-1-planted", 43_200.0),
    own={"CHORISTER_ADMINS": "UROSA", "TRUTO_API_TOKEN": "truto-planted"},
)
ORG = replace(
    SELLER, key="E1", name="Group", enterprise="E1", team=None, access=Token("xoxb-lasting"), scopes=()
)


@pytest.fixture
def rows(db: Database) -> Installations:
    return Installations(db, Sealing([ONE]))


async def test_what_is_put_is_read_back(rows: Installations) -> None:
    assert await rows.get("T1") is None
    assert await rows.put(SELLER) == SELLER
    await rows.put(ORG)
    assert await rows.get("T1") == SELLER
    assert await rows.all() == [ORG, SELLER]


async def test_no_secret_is_readable_in_a_row_or_in_what_is_printed(
    rows: Installations, db: Database
) -> None:
    await rows.put(SELLER)
    stored = await db.rows(sa.select(installations))
    assert "planted" not in f"{stored} {SELLER!r}"


async def test_who_adds_us_again_gets_new_tokens_and_scopes_and_keeps_what_they_set(
    rows: Installations,
) -> None:
    await rows.put(SELLER)
    again = replace(
        SELLER,
        access=Token("xoxb-2"),
        scopes=("chat:write",),
        installer="UBEN",
        installed_at=9.0,
        own={"CHORISTER_ADMINS": "UBEN", "CHORISTER_WRITES": "off"},
    )
    found = await rows.put(again)
    kept = {**SELLER.own, "CHORISTER_WRITES": "off"}
    assert found == replace(again, own=kept, version=2)
    assert await rows.get("T1") == found


async def test_settings_of_its_own_are_made_on_what_was_seen(rows: Installations) -> None:
    await rows.put(SELLER)
    assert await rows.decide(SELLER, {"CHORISTER_WRITES": "off"})
    assert not await rows.decide(SELLER, {"CHORISTER_WRITES": "approve"})
    found = await rows.get("T1")
    assert found == replace(SELLER, own={"CHORISTER_WRITES": "off"}, version=2)


async def test_one_renews_at_a_time_and_what_they_store_is_the_token_s_successor(
    rows: Installations,
) -> None:
    await rows.put(SELLER)
    assert await rows.take(SELLER, "ana", now=10.0, until=70.0)
    assert not await rows.take(SELLER, "ben", now=69.0, until=129.0)
    fresh = Token("xoxb-2", "xoxe-2", 86_400.0)
    assert not await rows.renewed(SELLER, "ben", fresh)
    assert await rows.renewed(SELLER, "ana", fresh)
    assert await rows.get("T1") == replace(SELLER, access=fresh, version=2)
    assert not await rows.take(SELLER, "ben", now=71.0, until=131.0), "renewed since it was read"


async def test_a_token_s_successor_is_stored_whatever_else_changed_meanwhile(rows: Installations) -> None:
    await rows.put(SELLER)
    assert await rows.take(SELLER, "ana", now=10.0, until=70.0)
    assert await rows.decide(SELLER, {"CHORISTER_WRITES": "off"})
    fresh = Token("xoxb-2", "xoxe-2", 86_400.0)
    assert await rows.renewed(SELLER, "ana", fresh)
    assert await rows.get("T1") == replace(SELLER, access=fresh, own={"CHORISTER_WRITES": "off"}, version=3)
    assert not await rows.renewed(SELLER, "ana", Token("xoxb-3")), "once"
    again = await rows.put(replace(SELLER, installed_at=9.0))
    assert await rows.take(again, "ana", now=10.0, until=70.0)
    assert not await rows.renewed(SELLER, "ana", Token("xoxb-late")), "it was added anew since"


async def test_who_dies_while_renewing_holds_nobody_up_for_long(rows: Installations) -> None:
    await rows.put(SELLER)
    assert await rows.take(SELLER, "ana", now=10.0, until=70.0)
    assert await rows.take(SELLER, "ben", now=70.0, until=130.0)
    assert not await rows.renewed(SELLER, "ana", Token("xoxb-late"))
    await rows.release(SELLER, "ana")
    assert not await rows.take(SELLER, "eve", now=71.0, until=131.0)
    await rows.release(SELLER, "ben")
    assert await rows.take(SELLER, "eve", now=71.0, until=131.0)


async def test_who_took_us_away_is_found_no_more_and_its_secrets_are_gone(
    rows: Installations, db: Database
) -> None:
    await rows.put(SELLER)
    stored = (await db.rows(sa.select(installations)))[0]
    assert await rows.leave(SELLER)
    assert await rows.leave(SELLER), "asked twice it stays so"
    assert await rows.get("T1") is None
    assert await rows.all() == []
    assert await rows.leaving() == ["T1"]
    left = (await db.rows(sa.select(installations)))[0]
    assert {name for name in ("token", "refresh", "own") if left[name] == stored[name]} == set()
    assert not await rows.take(SELLER, "ana", now=1.0, until=61.0)
    assert not await rows.decide(SELLER, {})


async def test_who_comes_back_starts_fresh_once_what_was_there_is_deleted(rows: Installations) -> None:
    await rows.put(SELLER)
    await rows.leave(SELLER)
    again = replace(SELLER, installed_at=9.0, own={})
    with pytest.raises(StillLeaving, match="add it again in a minute"):
        await rows.put(again)
    await rows.forget("T1")
    assert await rows.leaving() == []
    assert await rows.put(again) == again
    assert not await rows.leave(SELLER), "the news of the first time comes too late"
    await rows.forget("T1")
    assert await rows.get("T1") == again


async def test_what_an_old_key_sealed_is_sealed_anew_when_it_is_met(
    rows: Installations, db: Database
) -> None:
    await rows.put(SELLER)
    await rows.put(ORG)
    assert await Installations(db, Sealing([TWO, ONE])).all() == [ORG, SELLER]
    assert await Installations(db, Sealing([TWO])).get("T1") == SELLER
    with pytest.raises(WrongKey):
        await rows.get("T1")


async def test_a_wrong_key_is_said_and_nothing_is_lost(rows: Installations, db: Database) -> None:
    await rows.put(SELLER)
    with pytest.raises(WrongKey):
        await Installations(db, Sealing([TWO])).all()
    assert await rows.all() == [SELLER]
