"""Workspaces add Chorister, each is answered from its own, tokens are renewed, and who leaves leaves nothing."""

import re
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app import running
from bot.durable import finished, start_once
from bot.installs.office import Office, office
from bot.serve import listening
from bot.settings import Settings
from bot.workflows.farewell import look_after_installs
from bot.workflows.house import house
from bot.workspace import within
from sandbox.slack.grants import Client
from sandbox.worlds import GROUP, NORTH, SOUTH, City, Worlds
from tests.conftest import AFTERNOON
from tests.play import Play


@dataclass
class Fair:
    """A bot over signed HTTP, and the cities that may add it."""

    worlds: Worlds
    address: str
    home: Path

    @property
    def office(self) -> Office:
        return office()

    def city(self, key: str) -> City:
        return self.worlds.cities[key]

    async def add(self, key: str) -> str:
        """Rosa adds it, in her browser; returns the page that she sees in the end."""
        async with httpx.AsyncClient(base_url=self.address) as browser:
            page = await browser.get("/slack/install")
            link = unescape(re.search(r'href="([^"]*)"', page.text).group(1))
            form = {"workspace": key, "user": "UROSA00001", "answer": "allow"}
            agreed = await browser.post(link, data=form)
            return unescape((await browser.get(agreed.headers["location"])).text)

    async def settle_in(self, key: str) -> None:
        """The workspace adds it, and says which Chorus is its own."""
        assert "Chorister was added to" in await self.add(key)
        found = await self.office.installations.get(key)
        own = {**found.own, **self.city(key).own_settings()}
        assert await self.office.installations.decide(found, own)
        self.office.rooms.doubt(key)

    async def answer(self, key: str) -> str:
        """What Ana hears of her last call, in her own workspace."""
        play = Play(self.city(key))
        thread = await play.ask("ana", "Summarise my last call.")
        await play.done(thread)
        return play.answers(thread)[-1]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@asynccontextmanager
async def open_fair(home: Path) -> AsyncIterator[Fair]:
    client = Client(redirects=("http://127.0.0.1:",))
    async with AsyncExitStack() as stack:
        worlds = await stack.enter_async_context(Worlds(NORTH, SOUTH, GROUP, now=AFTERNOON, client=client))
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        env = {
            "PORT": str(port),
            "CHORISTER_PUBLIC_URL": address,
            "CHORISTER_HOME": str(home),
            "CHORISTER_EDIT_PAUSE": "0.01",
        }
        settings = Settings.from_env(worlds.env() | env)
        app = await stack.enter_async_context(
            running(settings, lambda: worlds.clock.now().timestamp(), hurry=100)
        )
        await stack.enter_async_context(listening(app, settings))
        worlds.slack.target(f"{address}/slack/events")
        yield Fair(worlds, address, home)


@pytest.fixture
async def fair(tmp_path: Path, used_home: Path) -> AsyncIterator[Fair]:
    shutil.copytree(used_home, tmp_path, dirs_exist_ok=True)
    async with open_fair(tmp_path) as fair:
        yield fair


def said(city: City) -> list[dict[str, Any]]:
    """All that the bot ever said in a city."""
    places = city.slack.workspace.channels.values()
    return [m for place in places for m in place.messages.values() if m.get("bot_id")]


async def test_each_workspace_is_answered_from_its_own_and_who_did_not_add_it_is_not(fair: Fair) -> None:
    for key in (NORTH.key, SOUTH.key):
        await fair.settle_in(key)
    north, south = await fair.answer(NORTH.key), await fair.answer(SOUTH.key)
    assert north != south
    group = fair.city(GROUP.key)
    await group.slack.say(group.company.person("ana"), "deals", "@Chorister Summarise my last call.")
    assert {d.status for d in group.slack.events} == {200}
    assert said(group) == []
    await fair.settle_in(GROUP.key)
    ana = group.company.person("ana")
    helped = await group.slack.command(ana, "deals", "/chorister", "help")
    assert "/chorister" in str(helped.reply)
    assert (await fair.office.installations.get(GROUP.key)).own["CHORISTER_ADMINS"] == "UROSA00001"


async def test_tokens_are_renewed_before_they_end_and_work_goes_on_with_the_new_one(fair: Fair) -> None:
    await fair.settle_in(NORTH.key)
    first = await fair.office.installations.get(NORTH.key)
    fair.worlds.clock.advance(10.5 * 3600)
    await start_once("ticked", look_after_installs, AFTERNOON, {})
    await finished("ticked")
    second = await fair.office.installations.get(NORTH.key)
    assert second.token != first.token
    fair.worlds.clock.advance(2 * 3600)
    assert await fair.answer(NORTH.key)
    fair.worlds.slack.faults.add("error", match="oauth.v2.access", error="invalid_refresh_token")
    fair.worlds.clock.advance(8.5 * 3600)
    await start_once("ticked again", look_after_installs, AFTERNOON, {})
    await finished("ticked again")
    with within(NORTH.key):
        (trouble,) = await house().troubles.standing()
    assert f"Please add Chorister again at {fair.address}/slack/install" in trouble.say
    await fair.add(NORTH.key)
    with within(NORTH.key):
        assert await house().troubles.standing() == []


async def test_who_takes_it_away_leaves_nothing_and_starts_fresh_when_coming_back(fair: Fair) -> None:
    for key in (NORTH.key, SOUTH.key):
        await fair.settle_in(key)
    assert await fair.answer(NORTH.key)
    rows = fair.home / f"chorister-w_{NORTH.key.lower()}.sqlite"
    assert rows.exists()
    north = fair.city(NORTH.key)
    late = north.slack.events[0]
    await fair.worlds.slack.tell(NORTH.key, {"type": "tokens_revoked", "tokens": {"oauth": ["UANA000001"]}})
    assert await fair.office.installations.get(NORTH.key), "somebody's own token is none of ours"

    await fair.worlds.slack.uninstall(NORTH.key)
    await finished(f"farewell:{NORTH.key}:EvEND{NORTH.key}0003")
    assert await fair.office.installations.get(NORTH.key) is None
    assert await fair.office.installations.leaving() == []
    assert not rows.exists()
    before = len(said(north))
    await north.slack.redeliver(late)
    assert north.slack.events[-1].status == 200
    assert len(said(north)) == before

    assert await fair.answer(SOUTH.key)
    await fair.settle_in(NORTH.key)
    back = await fair.office.installations.get(NORTH.key)
    await fair.worlds.slack.tell(NORTH.key, {"type": "app_uninstalled"})
    await finished(f"farewell:{NORTH.key}:EvEND{NORTH.key}0004")
    assert await fair.office.installations.get(NORTH.key) == back, "the news of an earlier time"
    assert await fair.answer(NORTH.key)


async def test_a_token_that_was_revoked_without_a_word_is_noticed_by_the_next_call(fair: Fair) -> None:
    await fair.settle_in(NORTH.key)
    fair.worlds.slack.grants.end(NORTH, "token_revoked")
    north = fair.city(NORTH.key)
    await north.slack.say(north.company.person("ana"), "deals", "@Chorister Summarise my last call.")
    name = f"refused {int(fair.worlds.clock.now().timestamp() // 60)}"
    await north.slack.wait_for(lambda: north.slack.calls("auth.test")[1:])
    await finished(f"farewell:{NORTH.key}:{name}")
    assert await fair.office.installations.get(NORTH.key) is None
    assert said(north) == []
