from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from sandbox.clock import Clock
from sandbox.company import Company, Meeting
from sandbox.truto import TrutoServer

NOW = datetime(2026, 6, 3, 15, tzinfo=UTC)
COMPANY = Company(1, NOW)


@dataclass
class Site:
    """A running Truto with a client that is let in."""

    server: TrutoServer
    client: httpx.AsyncClient
    clock: Clock
    company: Company

    async def call(self, verb: str, path: str, **arguments: Any) -> httpx.Response:
        return await self.client.request(verb, f"/proxy/{path}", **arguments)

    async def every_page(self, **query: str) -> list[dict[str, Any]]:
        rows, cursor = [], ""
        while True:
            answer = (await self.call("GET", "conversations", params={**query, "next_cursor": cursor})).json()
            rows += answer["result"]
            cursor = answer["next_cursor"]
            if not cursor or not answer["result"]:
                return rows

    async def join(self, link: str = "https://zoom.us/j/987654321") -> str:
        answer = await self.call(
            "POST", "conversations/join", json={"invitation_text": f"Please join {link}!"}
        )
        assert answer.status_code == 200, answer.text
        return str(answer.json()["id"])

    async def status(self, id: str) -> str:
        return str((await self.call("GET", f"conversations/{id}")).json()["attributes"]["status"])

    @property
    def last_call(self) -> Meeting:
        return self.company.last_finished(self.company.person("ana"))


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    clock = Clock(NOW, speed=0)
    server = TrutoServer(clock, COMPANY)
    await server.start()
    async with httpx.AsyncClient(
        base_url=server.url,
        headers={"authorization": f"Bearer {server.token}"},
        params={"integrated_account_id": server.account_id},
        verify=False,
    ) as client:
        yield Site(server, client, clock, COMPANY)
    await server.stop()
