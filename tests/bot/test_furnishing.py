"""Two workspaces in one process: the same story in both, each told in its own Slack, of its own calls, from its own rows."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from dbos._dbos import _get_dbos_instance
from slack_sdk.web.async_client import AsyncWebClient

from bot.database_url import beside, in_file
from bot.durable import engine, finished, start_once, was_started
from bot.furnishing import Ground, Tenant, furnished
from bot.rooms import Rooms
from bot.runs import forget_workspace
from bot.settings import Settings
from bot.store import Database
from bot.store.tables import posts
from bot.workflows.ask_form import ask_directly
from bot.workflows.house import House
from bot.workspace import there_are, within
from bot.workspace_settings import ALONE, settings_of
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import AFTERNOON


@dataclass(frozen=True)
class Row:
    key: str
    world: World
    own: dict[str, str] = field(default_factory=dict)
    scopes: tuple[str, ...] = ()

    @property
    def bot_user(self) -> str:
        return self.world.slack.bot_user_id

    @property
    def token(self) -> str:
        return self.world.slack.bot_token


def own_of(world: World) -> dict[str, str]:
    """What a workspace decides for itself."""
    return {name: value for name, value in world.env().items() if name.lower() in ALONE}


class Site:
    """Both workspaces, on one database and one engine."""

    def __init__(self, ground: Ground, one: World, other: World) -> None:
        self.rows = {key: Row(key, world, own_of(world)) for key, world in (("T1", one), ("T2", other))}
        self.db, self._ground = ground.db, ground
        self.broken = set[str]()
        """Whose rows cannot be read."""
        self.rooms = Rooms(self.find, self.all, self.furnish)

    async def find(self, key: str) -> Row | None:
        if key in self.broken:
            raise RuntimeError("this row cannot be read")
        return self.rows.get(key)

    async def keep(self, row: Row, account: str) -> None:
        """An admin connected a Chorus account: it is the workspace's from now on."""
        own = row.own | {"TRUTO_INTEGRATED_ACCOUNT_ID": account}
        self.rows[row.key] = replace(row, own=own)
        self.rooms.doubt(row.key)

    async def all(self) -> list[str]:
        return list(self.rows)

    @asynccontextmanager
    async def furnish(self, row: object) -> AsyncIterator[tuple[House, tuple[AsyncWebClient, ...]]]:
        assert isinstance(row, Row)
        settings = Settings.from_env(row.world.env() | {"CHORISTER_EDIT_PAUSE": "0.01"})
        ground = Ground(settings, self.db, self._ground.now, 100)
        team = row.world.slack.team_id
        async with self.db.of(row.key) as rows:
            own = settings_of(settings, row.own)
            tenant = Tenant(row.key, team, row.bot_user, row.token, own, partial(self.keep, row))
            async with furnished(ground, tenant, rows) as made:
                yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> sa.URL:
    if request.param == "sqlite":
        return in_file(tmp_path / "chorister.sqlite")
    found: sa.URL = request.getfixturevalue("postgres")
    return found


@asynccontextmanager
async def two_workspaces(url: sa.URL) -> AsyncIterator[Site]:
    async with AsyncExitStack() as stack:
        worlds = [await stack.enter_async_context(World(seed=n, now=AFTERNOON, calls=60)) for n in (1, 2)]
        db = await stack.enter_async_context(Database.open(url))
        settings = Settings.from_env(worlds[0].env())
        site = Site(Ground(settings, db, lambda: AFTERNOON.timestamp()), *worlds)
        there_are(site.rooms)
        stack.callback(there_are, None)
        stack.push_async_callback(site.rooms.close)
        await stack.enter_async_context(engine(beside(url, "engine.sqlite"), hurry=100))
        yield site


async def said(site: Site, key: str, form: str = "V1") -> str:
    """What Ana of a workspace is answered, to the same request by the same form."""
    world = site.rows[key].world
    ana = world.company.person("ana")
    assert await site.rooms.open(key)
    with within(key):
        await start_once(f"asked:{form}", ask_directly, ana.slack_id, "Summarise my last call.", form)
    direct = world.slack.dm(ana)
    answered = await world.slack.wait_for(
        lambda: [m for m in world.slack.messages(direct) if is_last_word(m, form)]
    )
    return text_of(answered[0])


def is_last_word(message: dict[str, Any], form: str) -> bool:
    """Whether it ends the run of a form: its answer, or the sentence that there is none."""
    key = key_of(message)
    return form in key and (":answer:" in key or "No Chorus account" in text_of(message))


def key_of(message: dict[str, Any]) -> str:
    return str((message.get("metadata") or {}).get("event_payload", {}).get("key", ""))


@contextmanager
def site_engine() -> Iterator[Any]:
    """The engine's own rows."""
    yield _get_dbos_instance()._sys_db


async def test_two_workspaces_are_answered_each_from_its_own_and_one_leaves_without_a_trace(
    url: sa.URL,
) -> None:
    async with two_workspaces(url) as site:
        one, other = await said(site, "T1"), await said(site, "T2")
        assert one != other
        posted: dict[str, set[str]] = {}
        for key in site.rows:
            with within(key):
                assert await was_started("asked:V1")
                await finished("asked:V1")
            async with site.db.of(key) as rows:
                posted[key] = {row["channel"] for row in await rows.rows(sa.select(posts))}
        assert posted["T1"]
        assert posted["T2"]
        assert not await was_started("asked:V1")
        assert await site.db.rows(sa.select(posts)) == []
        with site_engine() as system, system.engine.begin() as connection:
            runs = system.tables.workflow_status
            mine = runs.c.workflow_uuid == "T1|asked:V1"
            connection.execute(sa.update(runs).where(mine).values(name="a story of another version"))
        await forget_workspace("T1")
        with within("T1"):
            assert not await was_started("asked:V1")
        with site_engine() as system, system.engine.connect() as connection:
            runs = system.tables.workflow_status.c.workflow_uuid
            assert not connection.scalars(sa.select(runs).where(runs.startswith("T1|"))).all()
        with within("T2"):
            assert await was_started("asked:V1")
