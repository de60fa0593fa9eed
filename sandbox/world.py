"""The whole outside world on this computer: Slack, Truto with Chorus and a CRM, and Claude, each a server of its own."""

from datetime import datetime
from types import TracebackType
from typing import Self

from sandbox.claude import ClaudeServer
from sandbox.clock import Clock
from sandbox.company import Company
from sandbox.slack import SlackServer
from sandbox.truto import TrutoServer


class World:
    """
    `async with World() as world`: three servers, one company, one clock. Without `now` the clock is the real one. A
    `company` that was made before for the same moment is as good as a new one: what changes lives in the servers.
    """

    def __init__(
        self,
        seed: int = 1,
        now: datetime | None = None,
        speed: float = 1.0,
        *,
        calls: int = 400,
        company: Company | None = None,
    ) -> None:
        self.clock = Clock(now, speed if now is None else 0.0)
        self.company = company or Company(seed, self.clock.now(), calls=calls)
        self.slack = SlackServer(self.clock, self.company)
        self.slack.people.unfurl_domains = ("chorus.ai",)  # the manifest names the same
        self.truto = TrutoServer(self.clock, self.company)
        self.claude = ClaudeServer(self.clock)

    async def __aenter__(self) -> Self:
        for server in (self.slack, self.truto, self.claude):
            await server.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in (self.slack, self.truto, self.claude):
            await server.stop()

    def env(self) -> dict[str, str]:
        """The settings of a bot that lives in this world, as environment variables."""
        return {
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_APP_TOKEN": self.slack.app_token,
            "SLACK_API_URL": self.slack.url,
            "ANTHROPIC_API_KEY": self.claude.key,
            "ANTHROPIC_BASE_URL": self.claude.url,
            "TRUTO_API_TOKEN": self.truto.token,
            "TRUTO_API_BASE_URL": self.truto.url,
            "TRUTO_INTEGRATED_ACCOUNT_ID": self.truto.account_id,
            "TRUTO_CONNECT_URL": self.truto.connect_url,
            "CHORISTER_ADMINS": self.company.person("rosa").slack_id,
        }
