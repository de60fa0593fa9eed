"""What people do in Slack: they write, edit, delete, react, invite, press Stop - and what the app hears of it."""

import asyncio
import copy
import uuid
from urllib.parse import urlsplit

from sandbox.company import Person
from sandbox.slack import events
from sandbox.slack.channels import Channel
from sandbox.slack.composer import Names, compose
from sandbox.slack.delivery import Delivery
from sandbox.slack.journal import Delivered, Json
from sandbox.slack.methods.reactions import react
from sandbox.slack.workspace import Workspace

Who = Person | str
_CLIENT_IDS = uuid.UUID("6f0cbb3e-57ac-4c0c-9d5a-4d3c0a1f8e11")


class People:
    """Acts of persons on messages and channels."""

    def __init__(self, workspace: Workspace, delivery: Delivery, team_id: str) -> None:
        self.unfurl_domains: tuple[str, ...] = ()
        self._workspace, self._delivery = workspace, delivery
        self._envelopes = events.Envelopes(workspace.me)
        self._team_id = team_id

    async def say(
        self,
        who: Who,
        place: str,
        text: str,
        *,
        thread_ts: str | None = None,
        blocks: list[Json] | None = None,
        extra: Json | None = None,
    ) -> str:
        """Write a message; return its ts. An id that begins with B writes as another app."""
        channel = self.place(place)
        self.enter(who, channel)
        composed = compose(text, self._names())
        author = self._author(user_id(who), channel)
        content: Json = {"type": "message", **author, "text": composed.text}
        content["blocks"] = composed.blocks if blocks is None else blocks
        if thread_ts:
            content["thread_ts"] = thread_ts
        stored = self._workspace.post(channel, {**content, **(extra or {})})
        links = composed.links
        if stored.get("bot_id"):
            await self._tell(channel, [events.message_event(stored, channel)])
        else:
            mentioned = self._workspace.me.bot_user_id in composed.mentions
            await self._tell(channel, self._heard(stored, channel, mentioned=mentioned, links=links))
        return str(stored["ts"])

    async def edit(self, who: Who, place: str, ts: str, text: str, extra: Json | None = None) -> None:
        """Change the words of a message; `extra`: what else of it becomes another."""
        channel = self.place(place)
        message = self._workspace.message(channel, ts)
        previous = copy.deepcopy(message)
        composed = compose(text, self._names())
        now = self._workspace.next_ts()
        message.update(text=composed.text, blocks=self._workspace.with_ids(composed.blocks))
        message |= {"edited": {"user": user_id(who), "ts": now}, **(extra or {})}
        self._workspace.changes.happened()
        await self._tell(channel, [events.message_changed(message, previous, channel, now)])

    async def delete(self, place: str, ts: str) -> None:
        """Delete a message."""
        channel = self.place(place)
        self._workspace.message(channel, ts)
        previous = channel.remove(ts)
        self._workspace.changes.happened()
        await self._tell(channel, [events.message_deleted(previous, channel, self._workspace.next_ts())])

    async def react(self, who: Who, place: str, ts: str, name: str) -> None:
        """Put a reaction under a message."""
        channel = self.place(place)
        message = self._workspace.message(channel, ts)
        if react(message, name, user_id(who)):
            now = self._workspace.next_ts()
            await self._tell(
                channel, [events.reaction("reaction_added", user_id(who), channel, message, name, now)]
            )

    async def invite(self, who: Who, place: str) -> None:
        """Bring the bot into a channel."""
        channel = self.place(place)
        bot = self._workspace.me.bot_user_id
        if bot not in channel.members:
            channel.members.append(bot)
            now = self._workspace.next_ts()
            await self._tell(channel, [events.member_joined(bot, channel, user_id(who), self._team_id, now)])

    def enter(self, who: Who, channel: Channel) -> None:
        """Be in a public channel: a member of the workspace who does something there has joined it first."""
        user = self._workspace.users.get(user_id(who), {"is_restricted": True})
        ours = user.get("team_id") == self._team_id and not user["is_restricted"]
        if ours and channel.kind == "channel" and user["id"] not in channel.members:
            channel.members.append(user["id"])

    async def open_home(self, who: Who, tab: str = "home") -> None:
        """Open the app's Home tab, or with "messages" its DM."""
        user = user_id(who)
        channel = self._workspace.direct(user)
        shown = self._workspace.views.homes.get(user)
        await self._tell(channel, [events.home_opened(user, channel, tab, shown, self._workspace.next_ts())])

    async def stop_session(self, who: Who, place: str, thread_ts: str) -> None:
        """Press Stop under a thread the app is working on. Slack ends its streams; the rest is the app's duty."""
        channel = self.place(place)
        if not self._workspace.sessions.shows_stop(channel.id, thread_ts):
            raise AssertionError(f"there is no Stop button in the thread {thread_ts} of {channel.name}")
        streaming = [m["ts"] for m in channel.thread(thread_ts) if "streaming" in m]
        for message_ts in streaming:
            channel.messages[message_ts]["streaming"].stop(by_user=True)
        now = self._workspace.next_ts()
        await self._tell(channel, [events.session_stopped(user_id(who), channel, thread_ts, streaming, now)])

    async def look_at(self, who: Who, place: str | None) -> None:
        """Look at a channel with the app's messages beside it, or at nothing in particular."""
        user = user_id(who)
        channel = self._workspace.direct(user)
        seen = self.place(place).id if place else None
        now = self._workspace.next_ts()
        await self._tell(channel, [events.context_changed(user, channel, seen, self._team_id, now)])

    async def tell(self, event: Json, channel: Channel | None, transport: str | None = None) -> Delivered:
        """Deliver one event in its envelope."""
        at = self._workspace.clock.now().timestamp()
        shared = channel is not None and channel.ext_shared
        envelope = self._envelopes.wrap(event, at, ext_shared=shared)
        return await self._delivery.send("events_api", envelope, transport=transport)

    def place(self, name: str) -> Channel:
        """Return the channel of an id or name; a user's id means their DM with the bot."""
        if name in self._workspace.users:
            return self._workspace.direct(name)
        channel = self._workspace.find(name)
        if channel is None:
            raise AssertionError(f"no channel {name!r}; there is: {', '.join(self._workspace.channels)}")
        return channel

    async def _tell(self, channel: Channel, happened: list[Json]) -> None:
        bot = self._workspace.me.bot_user_id
        if bot in channel.members:
            await asyncio.gather(*(self.tell(copy.deepcopy(event), channel) for event in happened))

    def _heard(self, stored: Json, channel: Channel, *, mentioned: bool, links: list[str]) -> list[Json]:
        heard = [events.message_event(stored, channel)]
        if mentioned and channel.kind not in ("im",):
            heard.append(events.app_mention(stored, channel))
        hosts = [(urlsplit(link).hostname or "", link) for link in links]
        found = [
            {"domain": domain, "url": link}
            for host, link in hosts
            for domain in self.unfurl_domains
            if host == domain or host.endswith(f".{domain}")
        ]
        return [*heard, events.link_shared(stored, channel, found)] if found else heard

    def _author(self, user: str, channel: Channel) -> Json:
        if user.startswith("B"):
            return {"subtype": "bot_message", "bot_id": user, "username": user}
        team = self._workspace.users[user]["team_id"]
        client_id = str(uuid.uuid5(_CLIENT_IDS, self._workspace.next_ts()))
        author: Json = {"user": user, "team": team, "client_msg_id": client_id}
        # Slack adds these where people of several companies meet.
        shared = {
            "user_team": team,
            "source_team": team,
            "user_profile": self._workspace.users[user]["profile"],
        }
        return {**author, **shared} if channel.ext_shared else author

    def _names(self) -> Names:
        users = {user["real_name"]: uid for uid, user in self._workspace.users.items()}
        me = self._workspace.me
        named = {**users, me.bot_name: me.bot_user_id, me.bot_name.lower(): me.bot_user_id}
        channels = {c.name: c.id for c in self._workspace.channels.values() if c.kind in ("channel", "group")}
        return Names(named, channels)


def user_id(who: Who) -> str:
    """Return the Slack id of a person given either way."""
    return who if isinstance(who, str) else who.slack_id
