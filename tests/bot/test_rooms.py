"""A house is opened for a workspace when something happens there, and follows what becomes of its installation."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import cast

import psycopg
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import DBAPIError

from bot.rooms import FRESH, Rooms
from bot.workflows.house import House, house
from bot.workspace import within


@dataclass(frozen=True)
class Row:
    key: str = "T1"
    bot_user: str = "UBOT"
    token: str = "xoxb-1"
    own: Mapping[str, str] = field(default_factory=dict)
    scopes: tuple[str, ...] = ()


class Site:
    """Some installations, and a note of each house that was opened and closed."""

    def __init__(self) -> None:
        self.rows = {"T1": Row()}
        self.noted: list[str] = []
        self.at = 0.0
        self.away = 0
        self.rooms = Rooms(self.find, self.all, self.furnish, lambda: self.at, pause=0.0)

    async def find(self, key: str) -> Row | None:
        if self.away:
            self.away -= 1
            gone = psycopg.OperationalError("gone")
            raise DBAPIError("select", {}, gone, connection_invalidated=True)
        self.noted.append(f"asked {key}")
        return self.rows.get(key)

    async def all(self) -> list[str]:
        return list(self.rows)

    @asynccontextmanager
    async def furnish(self, row: object) -> AsyncIterator[tuple[House, tuple[AsyncWebClient, ...]]]:
        assert isinstance(row, Row)
        self.noted.append(f"opened {row.key} {dict(row.own)}")
        yield cast(House, f"the house of {row.key} {dict(row.own)}"), (AsyncWebClient(row.token),)
        self.noted.append(f"closed {row.key}")


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    made = Site()
    yield made
    await made.rooms.close()


def lives(key: str) -> object:
    with within(key):
        return house()


async def test_a_house_is_opened_once_and_the_installation_is_looked_at_once_a_minute(site: Site) -> None:
    assert await site.rooms.open("T1")
    assert await site.rooms.open("T1")
    assert site.noted == ["asked T1", "opened T1 {}"]
    site.at += FRESH
    assert await site.rooms.open("T1")
    assert site.noted[2:] == ["asked T1"]
    assert await site.rooms.all() == ["T1"]


async def test_a_token_that_was_exchanged_is_used_from_then_on_by_the_same_house(site: Site) -> None:
    room = await site.rooms.room("T1")
    assert room
    site.rows["T1"] = replace(site.rows["T1"], token="xoxb-2")
    site.rooms.doubt("T1")
    assert await site.rooms.room("T1") is room
    assert [client.token for client in room.clients] == ["xoxb-2"]


async def test_a_workspace_that_decides_otherwise_gets_another_house_and_what_runs_keeps_the_old_one(
    site: Site,
) -> None:
    await site.rooms.open("T1")
    site.rows["T1"] = replace(site.rows["T1"], own={"CHORISTER_WRITES": "off"})
    site.rooms.doubt("T1")
    await site.rooms.open("T1")
    assert lives("T1") == "the house of T1 {'CHORISTER_WRITES': 'off'}"
    assert "closed T1" not in site.noted
    await site.rooms.close()
    assert site.noted.count("closed T1") == 2


async def test_what_was_granted_when_it_was_added_again_is_known_at_once(site: Site) -> None:
    await site.rooms.open("T1")
    site.rows["T1"] = replace(site.rows["T1"], scopes=("links:read",))
    site.rooms.doubt("T1")
    await site.rooms.open("T1")
    assert site.noted.count("opened T1 {}") == 2


async def test_nothing_is_open_for_a_workspace_that_left_or_never_came(site: Site) -> None:
    assert not await site.rooms.open("T2")
    await site.rooms.open("T1")
    del site.rows["T1"]
    site.rooms.doubt("T1")
    assert not await site.rooms.open("T1")
    assert site.noted[-1] == "closed T1"
    with pytest.raises(RuntimeError):
        lives("T1")


async def test_while_the_database_is_away_a_run_waits_for_it(site: Site) -> None:
    site.away = 2
    assert await site.rooms.open("T1")
