"""Several accounts at one address: the token says whose request it is, and one of nobody is refused."""

from datetime import UTC, datetime

import httpx

from sandbox.worlds import Worlds


async def test_each_token_opens_its_own_account() -> None:
    async with Worlds(now=datetime(2026, 6, 3, 15, 0, tzinfo=UTC)) as worlds:
        cities = list(worlds.cities.values())
        async with httpx.AsyncClient(base_url=worlds.truto.url) as truto:
            for city in cities:
                path = f"/integrated-account/{city.truto.account_id}/tools"
                got = await truto.get(path, headers={"Authorization": f"Bearer {city.truto.token}"})
                assert got.status_code == 200
            assert (await truto.get(path, headers={"Authorization": "Bearer x"})).status_code == 401
        assert [len(city.truto.journal) for city in cities] == [2, 1]
