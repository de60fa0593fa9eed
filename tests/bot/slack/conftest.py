"""A thread in the sandbox's Slack, and streams that are written into it."""

from dataclasses import dataclass
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.allowances import Allowances
from bot.slack.place import Place
from bot.slack.streams import Reader, Streams
from bot.store import Database
from bot.store.posts import Posts
from sandbox.slack import SlackServer
from sandbox.slack.render import text_of


class Hasty(Allowances):
    """Allowances whose every wait is over at once: their clock is moved by it, and by the test."""

    def __init__(self) -> None:
        self.time = 1000.0
        super().__init__()

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.time += seconds
        await super().sleep(0)


@dataclass
class Streamed:
    """Ana has asked something in #deals; what the bot streams there is for her."""

    slack: SlackServer
    streams: Streams
    posts: Posts
    allowances: Hasty
    place: Place
    reader: Reader

    def shown(self) -> list[str]:
        """What the bot said in the thread, as a person reads it."""
        return [text_of(m) for m in self.messages()]

    def messages(self) -> list[dict[str, Any]]:
        return [m for m in self.slack.thread(self.place.channel, self.place.thread) if m.get("bot_id")]

    def calls(self, method: str) -> list[Any]:
        return [call for call in self.slack.journal if call.method == method]


@pytest.fixture
async def streamed(slack: SlackServer, db: Database) -> Streamed:
    channel, ana = slack.channels["deals"], "UANA000001"
    place = Place(channel, await slack.say(ana, channel, "hello"))
    client, posts, allowances = AsyncWebClient(slack.bot_token, base_url=slack.url), Posts(db), Hasty()
    streams = Streams(client, posts, allowances, slack.bot_user_id)
    return Streamed(slack, streams, posts, allowances, place, Reader(ana, slack.team_id))
