"""The outside world with several companies in it, each with a Slack workspace and a Chorus of its own, under one clock."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Self

from sandbox.claude import ClaudeServer
from sandbox.clock import Clock
from sandbox.company import Company
from sandbox.slack import SlackServer
from sandbox.slack.front import SlackFront
from sandbox.slack.grants import Client
from sandbox.slack.identity import Identity
from sandbox.truto import TrutoServer
from sandbox.truto.front import TrutoFront

NORTH = Identity(team_id="T0NORTH01", team_name="North", team_domain="north", bot_user_id="UNORTHBOT1")
SOUTH = Identity(team_id="T0SOUTH01", team_name="South", team_domain="south", bot_user_id="USOUTHBOT1")
GROUP = Identity(
    team_id="T0GROUP01",
    team_name="Group West",
    team_domain="group",
    bot_user_id="WGROUPBOT1",
    enterprise_id="E0GROUP01",
    enterprise_name="The Group",
    is_whole=True,
)
"""An organisation that adds the app for all its workspaces."""


@dataclass(frozen=True)
class City:
    """One company and its part of the world. It has what a `World` has, as far as people act in one."""

    clock: Clock
    company: Company
    slack: SlackServer
    truto: TrutoServer
    claude: ClaudeServer

    def own_settings(self) -> dict[str, str]:
        """The settings of this company's own: which Chorus is theirs."""
        return {
            "TRUTO_API_TOKEN": self.truto.token,
            "TRUTO_INTEGRATED_ACCOUNT_ID": self.truto.account_id,
        }


class Worlds:
    """`async with Worlds() as worlds`: cities by their key, one Slack and one Truto before them, one Claude for all."""

    def __init__(
        self,
        *identities: Identity,
        now: datetime | None = None,
        calls: int = 60,
        client: Client | None = None,
    ) -> None:
        self.clock = Clock(now, 1.0 if now is None else 0.0)
        self.claude = ClaudeServer(self.clock)
        found = [self._city(seed, me, calls) for seed, me in enumerate(identities or (NORTH, SOUTH), 1)]
        self.cities = {city.slack.me.key: city for city in found}
        self.slack = SlackFront(self.clock, [city.slack for city in found], client)
        self.truto = TrutoFront([city.truto for city in found])

    def _city(self, seed: int, me: Identity, calls: int) -> City:
        company = Company(seed, self.clock.now(), calls=calls)
        slack, truto = (
            SlackServer(self.clock, company, identity=me),
            TrutoServer(self.clock, company),
        )
        slack.people.unfurl_domains = ("chorus.ai",)
        slack.rate_limits = truto.options.rate_limits = False  # they are kept by a clock that may stand still
        truto.token = f"{truto.token}-{me.key.lower()}"
        return City(self.clock, company, slack, truto, self.claude)

    async def __aenter__(self) -> Self:
        await asyncio.gather(*(server.start() for server in self._servers()))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.gather(*(server.stop() for server in self._servers()))

    def _servers(self) -> list[SlackFront | ClaudeServer | TrutoFront]:
        return [self.slack, self.claude, self.truto]

    def env(self) -> dict[str, str]:
        """The settings of a bot that anybody in this world may add; whose Chorus it asks, each city says for itself."""
        first = next(iter(self.cities.values()))
        return {
            "SLACK_CLIENT_ID": self.slack.client.id,
            "SLACK_CLIENT_SECRET": self.slack.client.secret,
            "SLACK_SIGNING_SECRET": first.slack.signing_secret,
            "SLACK_API_URL": self.slack.url,
            "CHORISTER_SECRET_KEY": "c2FuZGJveC1zYW5kYm94LXNhbmRib3gtc2FuZGJveC0=",
            "CHORISTER_PUBLIC_URL": self.slack.client.redirects[0],
            "ANTHROPIC_API_KEY": self.claude.key,
            "ANTHROPIC_BASE_URL": self.claude.url,
            "TRUTO_API_TOKEN": "truto-of-nobody",
            "TRUTO_API_BASE_URL": self.truto.url,
        }
