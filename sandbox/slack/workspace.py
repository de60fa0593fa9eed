"""Everything a Slack workspace holds, and the few changes that can be made to it."""

import copy
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Protocol

from sandbox.clock import Clock
from sandbox.company import Person
from sandbox.slack.changes import Changes
from sandbox.slack.channels import Channel, Kind, is_reply
from sandbox.slack.errors import SlackRefusal
from sandbox.slack.events import message_event
from sandbox.slack.files import Files
from sandbox.slack.identity import Identity
from sandbox.slack.journal import Json
from sandbox.slack.sessions import Sessions
from sandbox.slack.tickets import Tickets
from sandbox.slack.users import GUEST, OUTSIDER, directory, in_group
from sandbox.slack.views import Views

Happening = Callable[[Json, Channel], None]


class HasPeople(Protocol):
    """A company, as far as Slack cares: people who have a Slack account."""

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody who works there."""


class Workspace:
    """The state of the workspace. `on_message` hears what the bot itself says, as Slack's events do."""

    def __init__(self, clock: Clock, company: HasPeople, me: Identity, changes: Changes) -> None:
        self.clock = clock
        self.me = me
        self.changes = changes
        bot = (me.bot_user_id, me.bot_id, me.app_id)
        self.users = directory(company.people, me.team_id, bot, clock.now())
        if me.enterprise_id:
            self.users = in_group(self.users, me.team_id, me.enterprise_id, me.enterprise_name)
        self.tickets = Tickets(clock)
        self.views = Views(me, self.next_ts)
        self.sessions = Sessions(clock)
        self.files = Files()
        self.ephemerals: list[Json] = []
        self.unfurls: list[Json] = []
        self.on_message: Happening = lambda _event, _channel: None
        self.base_url = ""
        self.socket_url: Callable[[], str] = str
        self._last_ts = 0
        self._block_ids = 0
        self._directs = 0
        self.channels = self._first_channels(company.people)

    def _first_channels(self, people: Sequence[Person]) -> dict[str, Channel]:
        """The sales channel is for those with a Chorus seat; a guest and people without one are in the general one."""
        bot = self.me.bot_user_id
        staff = [person.slack_id for person in people]
        sellers = [person.slack_id for person in people if person.chorus_user_id]
        born = int(self.clock.now().timestamp())
        first = (
            Channel("CDEALS0001", "deals", members=[*sellers, bot], created=born),
            Channel("CRANDOM001", "random", members=[*staff, GUEST], created=born),
            Channel(
                "CSHARED001", "shared-acme", members=[*staff, OUTSIDER, bot], ext_shared=True, created=born
            ),
            Channel("CPRIVATE01", "deal-desk", "group", members=staff[:1], created=born),
        )
        return {channel.id: channel for channel in first}

    # Slack's ts is the message's id as well as its time, so two in one microsecond would be one.
    def next_ts(self) -> str:
        """Return a fresh timestamp, later than every one before."""
        now = int((self.clock.now() - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1_000_000)
        self._last_ts = max(now, self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def find(self, name: str) -> Channel | None:
        """Return a channel by id, name or #name."""
        plain = name.removeprefix("#")
        named = (c for c in self.channels.values() if c.name == plain and c.kind in ("channel", "group"))
        return self.channels.get(name) or next(named, None)

    def direct(self, *user_ids: str) -> Channel:
        """Return the DM (or group DM) of the bot with these users; it comes into being when first asked for."""
        members = [*dict.fromkeys(user_ids), self.me.bot_user_id]
        kind: Kind = "im" if len(members) == 2 else "mpim"
        for channel in self.channels.values():
            if channel.kind == kind and sorted(channel.members) == sorted(members):
                return channel
        self._directs += 1
        number = self._directs
        channel_id = f"D{number:09d}" if kind == "im" else f"CMPIM{number:05d}"
        name = "directmessage" if kind == "im" else f"mpdm-{number}"
        channel = Channel(channel_id, name, kind, members, created=int(self.clock.now().timestamp()))
        self.channels[channel_id] = channel
        return channel

    def message(self, channel: Channel, ts: str) -> Json:
        """Return the stored message itself, or refuse."""
        found = channel.messages.get(ts)
        if found is None or found.get("subtype") == "tombstone":
            raise SlackRefusal("message_not_found")
        return found

    def post(self, channel: Channel, message: Json) -> Json:
        """Store a message under a new ts, joined to its thread."""
        ts = self.next_ts()
        stored = {**message, "ts": ts}
        if thread_ts := stored.get("thread_ts"):
            parent = channel.messages.get(thread_ts)
            if parent is None or is_reply(parent):
                raise SlackRefusal("cannot_reply_to_message")
            author = parent.get("user")
            stored = {**stored, **({"parent_user_id": author} if author else {})}
        if "blocks" in stored:
            stored["blocks"] = self.with_ids(stored["blocks"])
        channel.add(stored)
        self.changes.happened()
        return stored

    def post_as_bot(self, channel: Channel, content: Json) -> Json:
        """Store a message of the bot's and let its event be heard."""
        me = self.me
        author: Json = {
            "type": "message",
            "user": me.bot_user_id,
            "bot_id": me.bot_id,
            "app_id": me.app_id,
            "team": me.team_id,
            "bot_profile": me.bot_profile,
        }
        stored = self.post(channel, {**author, **content})
        self.sessions.clear_status(channel.id, stored.get("thread_ts"))
        self.on_message(copy.deepcopy(message_event(stored, channel)), channel)
        return stored

    def with_ids(self, blocks: list[Json]) -> list[Json]:
        """Return the blocks with the block_id and action_id Slack invents where none were given."""
        named = copy.deepcopy(blocks)
        for block in named:
            block.setdefault("block_id", self._invent_id())
            for element in [*block.get("elements", []), block.get("accessory"), block.get("element")]:
                if isinstance(element, dict) and _is_interactive(element):
                    element.setdefault("action_id", self._invent_id())
        return named

    def _invent_id(self) -> str:
        self._block_ids += 1
        return f"b{self._block_ids:04d}"


_PASSIVE = {"plain_text", "mrkdwn", "image", "card"}


def _is_interactive(element: Json) -> bool:
    kind = str(element.get("type", ""))
    return kind not in _PASSIVE and not kind.startswith("rich_text_")
