"""All of it together: a wrong key is said at the start, and what is left of a workspace can be deleted twice."""

import base64

import pytest

from bot.furnishing import Ground
from bot.installs.office import office, open_office
from bot.settings import Settings
from bot.store import Database
from bot.store.sealing import WrongKey
from bot.workflows.house import house
from bot.workspace import is_open, within
from sandbox.worlds import NORTH, Worlds
from tests.bot.installs.conftest import added

OTHER = base64.b64encode(b"x" * 32).decode()


def ground(worlds: Worlds, db: Database, **more: str) -> Ground:
    settings = Settings.from_env(worlds.env() | more)
    return Ground(settings, db, lambda: worlds.clock.now().timestamp())


async def nobody(key: str) -> None:
    raise AssertionError(f"nobody suspects {key}")


async def test_a_house_stands_for_each_workspace_with_its_own_admins_and_account(
    worlds: Worlds, db: Database
) -> None:
    async with open_office(ground(worlds, db), nobody) as here:
        assert office() is here
        assert not await is_open(NORTH.key)
        found = await added(here.granting, here.installations)
        own = worlds.cities[NORTH.key].own_settings()
        await here.installations.decide(found, {**found.own, **own})
        assert await is_open(NORTH.key)
        with within(NORTH.key):
            settings = house().settings
        assert settings.chorister_admins == ("UROSA00001",)
        assert settings.truto_integrated_account_id == own["TRUTO_INTEGRATED_ACCOUNT_ID"]
    with pytest.raises(RuntimeError, match="no workspace can add"):
        office()


async def test_a_chorus_account_that_an_admin_connects_is_the_workspace_s_beside_what_else_it_decided(
    worlds: Worlds, db: Database
) -> None:
    async with open_office(ground(worlds, db), nobody) as here:
        found = await added(here.granting, here.installations)
        assert await is_open(NORTH.key)
        with within(NORTH.key):
            assert house().main_account.is_here_to_connect
            await house().main_account._keep("acc-1")
        assert await is_open(NORTH.key)
        with within(NORTH.key):
            assert house().settings.truto_integrated_account_id == "acc-1"
        kept = await here.installations.get(NORTH.key)
        assert kept.own == {**found.own, "TRUTO_INTEGRATED_ACCOUNT_ID": "acc-1"}


async def test_a_key_that_opens_nothing_is_said_at_the_start_and_a_new_one_beside_it_is_not(
    worlds: Worlds, db: Database
) -> None:
    key = worlds.env()["CHORISTER_SECRET_KEY"]
    async with open_office(ground(worlds, db), nobody) as here:
        await added(here.granting, here.installations)
    with pytest.raises(WrongKey, match="CHORISTER_SECRET_KEY does not open"):
        async with open_office(ground(worlds, db, CHORISTER_SECRET_KEY=OTHER), nobody):
            pass
    async with open_office(ground(worlds, db, CHORISTER_SECRET_KEY=f"{OTHER},{key}"), nobody):
        pass
    async with open_office(ground(worlds, db, CHORISTER_SECRET_KEY=OTHER), nobody) as here:
        assert await here.installations.get(NORTH.key), "it was sealed anew when it was met"
