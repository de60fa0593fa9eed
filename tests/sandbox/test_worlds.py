"""Several companies in one world: their own people, Chorus and Slack, one clock."""

from datetime import UTC, datetime

import httpx

from bot.settings import Settings
from sandbox.worlds import NORTH, SOUTH, Worlds


async def test_each_city_has_its_own_chorus_and_the_bot_one_address_for_all() -> None:
    async with Worlds(now=datetime(2026, 6, 3, 15, 0, tzinfo=UTC)) as worlds:
        north, south = worlds.cities[NORTH.key], worlds.cities[SOUTH.key]
        assert north.truto.token != south.truto.token
        assert north.clock is south.clock
        assert north.own_settings()["TRUTO_API_TOKEN"] == north.truto.token
        async with httpx.AsyncClient(base_url=worlds.truto.url) as truto:
            for city in (north, south):
                before = len(city.truto.journal)
                await truto.get("/nothing", headers={"Authorization": f"Bearer {city.truto.token}"})
                assert len(city.truto.journal) == before + 1
        made = Settings.from_env(worlds.env())
        assert made.has_installs
        assert made.slack_api_url == worlds.slack.url
