"""A workspace's client speaks with the token of now, and tells of one that is good no more."""

import pytest
from slack_sdk.errors import SlackApiError

from bot.installs.client import OwnClient
from bot.installs.grants import Granting
from bot.installs.known import Known
from bot.slack.allowances import once
from bot.store.installations import Installations
from sandbox.worlds import NORTH, Worlds
from tests.bot.installs.conftest import added


class Told:
    """What the client asked of others."""

    def __init__(self, installations: Installations, granting: Granting) -> None:
        self.installations, self.granting = installations, granting
        self.renewed: list[str] = []
        self.refused: list[str] = []

    async def renew(self, key: str) -> None:
        self.renewed.append(key)
        seen = await self.installations.get(key)
        assert await self.installations.take(seen, "me", 0.0, 1.0)
        await self.installations.renewed(seen, "me", await self.granting.renew(seen.access.refresh))

    async def refuse(self, key: str) -> None:
        self.refused.append(key)


@pytest.fixture
def told(installations: Installations, granting: Granting) -> Told:
    return Told(installations, granting)


@pytest.fixture
async def client(worlds: Worlds, installations: Installations, granting: Granting, told: Told) -> OwnClient:
    await added(granting, installations)
    known = Known(installations, lambda: worlds.clock.now().timestamp())
    return OwnClient(known, NORTH.key, told.renew, told.refuse, base_url=worlds.slack.url, retry_handlers=[])


async def test_a_token_that_another_process_exchanged_is_noticed(
    client: OwnClient, told: Told, worlds: Worlds
) -> None:
    assert (await client.auth_test())["team_id"] == NORTH.key
    await told.renew(NORTH.key)
    worlds.slack.grants.tokens[client.token].ended = "token_revoked"
    assert (await once(client).auth_test())["team_id"] == NORTH.key
    assert told.refused == []


async def test_an_expired_token_is_renewed_at_once(client: OwnClient, told: Told, worlds: Worlds) -> None:
    worlds.clock.advance(13 * 3600)
    assert (await client.auth_test())["ok"]
    assert (told.renewed, told.refused) == ([NORTH.key], [])


async def test_a_token_that_is_good_no_more_is_told_and_the_refusal_stays(
    client: OwnClient, told: Told, worlds: Worlds
) -> None:
    worlds.slack.grants.end(NORTH, "account_inactive")
    with pytest.raises(SlackApiError, match="account_inactive"):
        await client.auth_test()
    assert told.refused == [NORTH.key]


async def test_other_refusals_say_nothing_of_the_token(client: OwnClient, told: Told) -> None:
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.chat_postMessage(channel="CNOWHERE01", text="hello")
    assert (told.renewed, told.refused) == ([], [])


async def test_who_took_us_away_is_not_spoken_to(
    client: OwnClient, told: Told, installations: Installations, worlds: Worlds
) -> None:
    await installations.leave(await installations.get(NORTH.key))
    before = len(worlds.cities[NORTH.key].slack.journal)
    with pytest.raises(SlackApiError, match="account_inactive"):
        await client.auth_test()
    assert len(worlds.cities[NORTH.key].slack.journal) == before
    assert told.refused == []
