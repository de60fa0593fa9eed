"""A request for the recorder that has to wait: the one message of its thread says so, and later what became of it."""

from typing import Any

from bot.slack import recorder_words as words
from bot.slack.recorder_words import Message
from bot.workflows.steps import clock, edit, post

SHORT = 2.0
"""Seconds of waiting that need no words."""


class Waiting:
    """The words about waiting, of a request that no conversation with Claude shows."""

    def __init__(self, join: dict[str, Any]) -> None:
        self._join = join
        self.ts: str | None = None
        """The message, once there was something to say."""

    async def notice(self, pause: float, why: str) -> None:
        """Say that the request waits, why, and until when."""
        if pause < SHORT:
            return
        said = words.waiting(self._join, why, await clock() + pause)
        if not await self.becomes(said):
            join = self._join
            self.ts = await post(f"follow:{join['token']}", join["channel"], join["thread"], *said)

    async def becomes(self, said: Message) -> bool:
        """Put other words in its place, if it is there."""
        if self.ts is not None:
            await edit(self._join["channel"], self.ts, *said)
        return self.ts is not None
