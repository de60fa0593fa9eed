"""Several companies in one world: their own people, Chorus and Slack, one clock."""

from datetime import UTC, datetime

from bot.settings import Settings
from sandbox.worlds import NORTH, SOUTH, Worlds


async def test_each_city_has_its_own_chorus_and_the_bot_one_address_for_all() -> None:
    async with Worlds(now=datetime(2026, 6, 3, 15, 0, tzinfo=UTC)) as worlds:
        north, south = worlds.cities[NORTH.key], worlds.cities[SOUTH.key]
        assert north.truto.url != south.truto.url
        assert north.clock is south.clock
        assert north.own_settings()["TRUTO_API_BASE_URL"] == north.truto.url
        made = Settings.from_env(worlds.env())
        assert made.has_installs
        assert made.slack_api_url == worlds.slack.url
