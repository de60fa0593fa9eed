"""Posting and editing: each post has a key and is made once, whatever the network or a restart does to it."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient
from slack_sdk.webhook.webhook_response import WebhookResponse

from bot.slack.allowances import EDIT, POST, WHISPER, Allowances, Call, in_channel
from bot.slack.blocks import Block
from bot.slack.client import without_repeating
from bot.slack.faults import FAULTS, passing, reason
from bot.slack.outbox import Outbox
from bot.slack.place import Place, Standing
from bot.slack.streams import EVENT, Streams
from bot.slack.text import fallback
from bot.slack.voice import Voice
from bot.store.posts import Posts

__all__ = ["Place", "Speaker", "Standing", "Voice", "passing", "reason"]

log = logging.getLogger(__name__)

T = TypeVar("T")

REMEMBERED = 500
"""Edited messages whose last text is remembered."""

SOON = 2.0
"""Seconds that an answer waits for the edit before it."""

ATTEMPTS = 3
"""Tries at once; whoever must not lose the words tries again later."""


class Speaker:
    """Says things in Slack on behalf of one workspace's bot."""

    def __init__(
        self, client: AsyncWebClient, posts: Posts, allowances: Allowances | None = None, me: str = ""
    ) -> None:
        self._client = client
        # What has a turn of its own waits for that, and a refusal is heeded by all: no repeating beside it.
        self._paced = without_repeating(client)
        self._posts = posts
        self._allowances = allowances or Allowances()
        self._shown: dict[str, str] = {}
        self.outbox = Outbox(self._allowances)
        self.streams = Streams(client, posts, self._allowances, me)

    async def post(self, key: str, place: Place, text: str, blocks: Sequence[Block] = ()) -> str:
        """Post once for this key and return the message's ts; if it was posted before, only return that ts."""
        held = await self._posts.reserve(key, place.channel)
        if held and held.ts:
            return held.ts
        ts = await self._find(key, place) if held else None
        for attempt in range(ATTEMPTS):
            if ts is None:
                ts = await self._try_post(key, place, text, blocks, last=attempt == ATTEMPTS - 1)
        assert ts is not None
        await self._posts.sent(key, ts)
        self.outbox.spoke(place.channel, place.thread)
        return ts

    async def _try_post(
        self, key: str, place: Place, text: str, blocks: Sequence[Block], *, last: bool
    ) -> str | None:
        try:
            answer = await self._allowances.in_turn(
                lambda: self._paced.chat_postMessage(
                    channel=place.channel,
                    thread_ts=place.thread or None,
                    text=fallback(text),
                    blocks=list(blocks) or None,
                    metadata={"event_type": EVENT, "event_payload": {"key": key}},
                    unfurl_links=False,
                    unfurl_media=False,
                ),
                POST,
                in_channel(place.channel),
            )
            return str(answer["ts"])
        except FAULTS as error:
            if last or not passing(error):
                raise
            log.warning("posting %s: %s; looking whether it arrived", key, type(error).__name__)
            await self._allowances.sleep(0.5)
            return await self._find(key, place)

    async def _find(self, key: str, place: Place) -> str | None:
        """The ts of a post whose answer was lost, if Slack has it."""
        about = {"channel": place.channel, "include_all_metadata": True, "limit": 200}
        method = "conversations.replies" if place.thread else "conversations.history"
        about |= {"ts": place.thread} if place.thread else {}
        cursor = None
        while True:
            page = {k: v for k, v in (about | {"cursor": cursor}).items() if v is not None}
            answer = await self._retry(partial(self._client.api_call, method, params=page))
            for message in answer["messages"]:
                if message.get("metadata", {}).get("event_payload", {}).get("key") == key:
                    return str(message["ts"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            # A post of our own of a moment ago is among a channel's newest.
            if not cursor or not place.thread:
                return None

    async def edit(self, channel: str, ts: str, text: str, blocks: Sequence[Block] = ()) -> None:
        """Replace a message of ours. Doing it twice does no harm, so it is simply tried again."""
        await self._retry(lambda: self._allowances.in_turn(self._update(channel, ts, text, blocks), EDIT))

    async def edit_soon(self, channel: str, ts: str, text: str, blocks: Sequence[Block] = ()) -> bool:
        """The same, unless so many messages are edited that this one would have to wait for longer than a moment."""
        if not await self._allowances.within(SOON, EDIT):
            return False
        await self._allowances.heeding(self._update(channel, ts, text, blocks), EDIT)
        return True

    async def show(self, channel: str, ts: str, text: str, blocks: Sequence[Block] = ()) -> None:
        """The same at once and only once, for whoever has a turn and can do without."""
        await self._allowances.heeding(self._update(channel, ts, text, blocks), EDIT)

    def _update(self, channel: str, ts: str, text: str, blocks: Sequence[Block]) -> Call:
        self._shown[ts] = text
        if len(self._shown) > REMEMBERED:
            self._shown.pop(next(iter(self._shown)))
        return lambda: self._paced.chat_update(
            channel=channel, ts=ts, text=fallback(text), blocks=list(blocks)
        )

    async def remove(self, channel: str, ts: str) -> None:
        """Take a message of ours away; one that is gone already is as good."""
        try:
            await self._retry(lambda: self._client.chat_delete(channel=channel, ts=ts))
        except SlackApiError as error:
            if reason(error) != "message_not_found":
                raise

    def shows(self, ts: str) -> str | None:
        """What this process last made of a message; None if it did not edit it."""
        return self._shown.get(ts)

    async def whisper(self, place: Place, user: str, text: str) -> None:
        """Tell one person privately, in the thread."""

        def send() -> Awaitable[AsyncSlackResponse]:
            return self._paced.chat_postEphemeral(
                channel=place.channel, user=user, thread_ts=place.thread, text=fallback(text)
            )

        await self._retry(lambda: self._allowances.in_turn(send, WHISPER))

    async def permalink(self, channel: str, ts: str) -> str:
        """The address of a message."""
        answer = await self._retry(lambda: self._client.chat_getPermalink(channel=channel, message_ts=ts))
        return str(answer["permalink"])

    async def first(self, place: Place) -> Block:
        """The message that a thread begins with, as Slack has it."""
        about = {"channel": place.channel, "ts": place.thread, "limit": 1}
        answer = await self._retry(lambda: self._client.api_call("conversations.replies", params=about))
        return dict(answer["messages"][0])

    async def direct(self, user: str) -> str:
        """The channel of the direct messages with one person."""
        answer = await self._retry(lambda: self._client.conversations_open(users=user))
        return str(answer["channel"]["id"])

    async def is_shared(self, channel: str) -> bool:
        """Whether people of another company can read a channel, or will be able to."""
        return _is_shared(await self._about(channel))

    async def is_open(self, channel: str) -> bool:
        """Whether every member of the workspace may read a channel: no private one, no direct or group message."""
        found = await self._about(channel)
        return bool(found.get("is_channel")) and not found.get("is_private")

    async def standing(self, channel: str) -> Standing:
        """How we stand to a channel; one that we cannot see is one that we are not in."""
        try:
            found = await self._about(channel)
        except SlackApiError as error:
            if reason(error) == "channel_not_found":
                return Standing(is_member=False)
            raise
        is_member = bool(found.get("is_member") or found.get("is_im"))  # a direct message has no members
        return Standing(
            is_member, bool(found.get("is_archived")), _is_shared(found), str(found.get("name") or "")
        )

    async def _about(self, channel: str) -> Block:
        answer = await self._retry(lambda: self._client.conversations_info(channel=channel))
        return dict(answer["channel"])

    async def open_form(self, trigger: str, view: Block) -> str:
        """Open a modal for whoever clicked; returns its id. A trigger is good for three seconds, and once."""
        answer = await self._client.views_open(trigger_id=trigger, view=view)
        return str(answer["view"]["id"])

    async def change_form(self, id: str, view: Block) -> None:
        """Put another view in the place of an open modal; one that was closed meanwhile is as good."""
        try:
            await self._retry(lambda: self._client.views_update(view_id=id, view=view))
        except SlackApiError as error:
            if reason(error) != "not_found":
                raise

    async def publish_home(self, user: str, view: Block) -> None:
        """Show somebody their Home tab."""
        await self._retry(lambda: self._client.views_publish(user_id=user, view=view))

    async def respond(self, url: str, text: str, blocks: Sequence[Block], *, replace: bool) -> None:
        """Answer a click or a command privately, at the address that came with it and is good for half an hour."""

        async def send() -> WebhookResponse:
            answer = await AsyncWebhookClient(url).send(
                text=fallback(text),
                blocks=list(blocks) or None,
                response_type="ephemeral",
                replace_original=replace,
            )
            if answer.status_code >= 500:
                raise aiohttp.ClientError(f"HTTP {answer.status_code}")
            return answer

        answer = await self._retry(send)
        if answer.status_code != 200:
            log.error("Slack did not take a private answer: HTTP %s", answer.status_code)

    async def unfurl(self, channel: str, ts: str, url: str, preview: Block) -> None:
        """Put a preview under a link in somebody's message; doing it twice does no harm."""
        await self._retry(lambda: self._client.chat_unfurl(channel=channel, ts=ts, unfurls={url: preview}))

    async def _retry(self, call: Callable[[], Awaitable[T]]) -> T:
        for attempt in range(ATTEMPTS - 1):
            try:
                return await call()
            except FAULTS as error:
                if not passing(error):
                    raise
                await self._allowances.sleep(0.5 * 2**attempt)
        return await call()


def _is_shared(channel: Block) -> bool:
    return bool(channel.get("is_ext_shared") or channel.get("is_pending_ext_shared"))
