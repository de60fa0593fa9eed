"""
Answers that appear while they are written, as Slack has them: begun, written on, stopped, and in the end replaced by the
whole answer. A row of the posts' table names the message from before it exists, so that no half-written one can stay.

Only blocks are streamed, of words that are checked as those of any other message: Slack cannot turn streamed text into
blocks afterwards (`block_mismatch`), and its markdown would make links and mentions of its own.
"""

import hashlib
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.allowances import APPEND, EDIT, START, STOP, Allowances
from bot.slack.blocks import Block
from bot.slack.client import without_repeating
from bot.slack.faults import FAULTS, is_limit, passing, reason, retry_after
from bot.slack.place import Place
from bot.slack.text import fallback
from bot.store.posts import Posts
from tools.turns import Limit

log = logging.getLogger(__name__)

EVENT = "chorister_post"
"""The metadata type that lets us find a post of ours whose answer was lost."""
GONE = {"message_not_found", "channel_not_found"}


@dataclass(frozen=True)
class Reader:
    """Whom an answer is streamed to: Slack asks for a person."""

    user: str
    team: str


class Written(Enum):
    """What became of words that were to be written on."""

    SHOWN = "shown"
    LATER = "there is no room just now"
    BROKEN = "Slack gave the stream up by itself, or we do not know"
    STOPPED = "a person stopped it"


class Streams:
    """The streamed answers of one workspace. Its client waits for nothing: what has no room is posted whole instead."""

    def __init__(self, client: AsyncWebClient, posts: Posts, allowances: Allowances, me: str) -> None:
        self._client = without_repeating(client)
        self._posts, self._allowances, self._me = posts, allowances, me
        self.now, self.sleep = allowances.now, allowances.sleep

    async def start(self, key: str, place: Place, reader: Reader, blocks: Sequence[Block]) -> str | None:
        """Begin the message of this key; its ts, or None where Slack has no room for a stream or will not have it."""
        if await self._allowances.free(START):
            return None
        await self._posts.reserve(_row(key), place.channel)
        try:
            answer = await self._client.chat_startStream(
                channel=place.channel,
                thread_ts=place.thread,
                recipient_user_id=reader.user,
                recipient_team_id=reader.team,
                chunks=[_chunk(_marked(key, blocks))],
            )
            ts: str | None = str(answer["ts"])
        except FAULTS as error:
            log.warning("an answer is not streamed: %s", reason(error))
            ts = await self._find(key, place) if await self._may_stand(START, error) else None
        if ts is None:
            await self._posts.forget(_row(key))
        else:
            await self._posts.sent(_row(key), ts)
        return ts

    async def append(self, channel: str, ts: str, blocks: Sequence[Block]) -> Written:
        """Write on."""
        if await self._allowances.free(APPEND):
            return Written.LATER
        try:
            await self._client.chat_appendStream(channel=channel, ts=ts, chunks=[_chunk(blocks)])
        except FAULTS as error:
            if not await self._may_stand(APPEND, error) and passing(error):
                return Written.LATER
            log.warning("a stream ended early: %s", reason(error))
            return Written.STOPPED if reason(error) == "stopped_by_user" else Written.BROKEN
        return Written.SHOWN

    async def stop(self, channel: str, ts: str, *, goes_on: bool) -> None:
        """End a stream; one that has ended is as good. `goes_on`: the run works on, and keeps its Stop button."""
        status = "processing" if goes_on else "active"
        try:
            await self._allowances.in_turn(
                lambda: self._client.chat_stopStream(channel=channel, ts=ts, session_status=status), STOP
            )
        except SlackApiError as error:
            if passing(error):
                raise

    async def repair(self, channel: str, ts: str, text: str, blocks: Sequence[Block], key: str = "") -> None:
        """Put words in place of all that was streamed."""
        named: Mapping[str, Any] = {"metadata": {"event_type": EVENT, "event_payload": {"key": key}}}
        more = named if key else {}
        await self._allowances.in_turn(
            lambda: self._client.chat_update(
                channel=channel, ts=ts, text=fallback(text), blocks=list(blocks), **more
            ),
            EDIT,
        )

    async def conclude(self, key: str, place: Place, text: str, blocks: Sequence[Block]) -> str | None:
        """
        Make the message that was streamed for this key the whole answer, whatever became of the stream, as often as it is
        asked; its ts, or None where there is no such message.
        """
        ts = await self._ts(key, place)
        if ts is None:
            return None
        await self.stop(place.channel, ts, goes_on=False)
        try:
            await self.repair(place.channel, ts, text, blocks, key)
        except SlackApiError as error:
            if reason(error) not in GONE:
                raise
            await self._posts.forget(_row(key))
            return None
        await self._posts.reserve(key, place.channel)
        await self._posts.sent(key, ts)
        return ts

    async def drop(self, key: str, place: Place) -> bool:
        """Take away what was streamed for this key; says whether there was anything."""

        async def delete(ts: str) -> None:
            await self._client.chat_delete(channel=place.channel, ts=ts)

        return await self._end(key, place, delete)

    async def drop_all(self, key: str, place: Place, since: int = 0) -> None:
        """The same for every message of an answer from the n-th on."""
        while await self.drop(f"{key}:{since}", place):
            since += 1

    async def cover_all(self, key: str, place: Place, text: str, blocks: Sequence[Block]) -> None:
        """Put these words in place of every message of an answer."""

        async def cover(ts: str) -> None:
            await self.repair(place.channel, ts, text, blocks)

        n = 0
        while await self._end(f"{key}:{n}", place, cover):
            n += 1

    async def _end(self, key: str, place: Place, deed: Callable[[str], Awaitable[None]]) -> bool:
        """End what was streamed for this key and do something with it; what is gone already is as good."""
        ts = await self._ts(key, place)
        if ts is None:
            return False
        await self.stop(place.channel, ts, goes_on=True)
        try:
            await deed(ts)
        except SlackApiError as error:
            if reason(error) not in GONE:
                raise
        await self._posts.forget(_row(key))
        return True

    async def _ts(self, key: str, place: Place) -> str | None:
        """The message streamed for this key, also where we died before we heard which one it is."""
        row = await self._posts.get(_row(key))
        if row is None or row.ts:
            return row.ts if row else None
        ts = await self._find(key, place)
        if ts is None:
            await self._posts.forget(_row(key))
        else:
            await self._posts.sent(_row(key), ts)
        return ts

    async def _may_stand(self, limit: Limit, error: Exception) -> bool:
        """Whether Slack may have done it all the same: it did not if it answered with a refusal or its rate limit."""
        if isinstance(error, SlackApiError) and is_limit(error):
            await self._allowances.refused(limit, retry_after(error.response.headers))
            return False
        return passing(error)

    async def _find(self, key: str, place: Place) -> str | None:
        """The message of ours in a thread that began with this key's mark: others may be begun there unheard, too."""
        cursor = ""
        while True:
            page = await self._client.conversations_replies(
                channel=place.channel, ts=place.thread, limit=200, include_all_metadata=True, cursor=cursor
            )
            for message in page["messages"]:
                blocks = message.get("blocks") or [{}]
                if message.get("user") == self._me and blocks[0].get("block_id") == _mark(key):
                    return str(message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return None


def _row(key: str) -> str:
    return f"stream:{key}"


def _mark(key: str) -> str:
    """A stream cannot carry our metadata until it ends, but its blocks have names that we give."""
    return f"stream-{hashlib.sha256(key.encode()).hexdigest()[:32]}"


def _marked(key: str, blocks: Sequence[Block]) -> list[Block]:
    return [{**block, "block_id": _mark(key)} if n == 0 else block for n, block in enumerate(blocks)]


def _chunk(blocks: Sequence[Block]) -> Block:
    return {"type": "blocks", "blocks": list(blocks)}
