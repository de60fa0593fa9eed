"""One conversation: its members, its messages in order, its threads."""

import copy
from dataclasses import dataclass, field
from typing import Literal

from sandbox.slack.journal import Json

Kind = Literal["channel", "group", "im", "mpim"]
_UNSET = {"value": "", "creator": "", "last_set": 0}


@dataclass
class Channel:
    """A public channel, private group, DM or group DM. Messages are keyed by ts, oldest first."""

    id: str
    name: str
    kind: Kind = "channel"
    members: list[str] = field(default_factory=list)
    ext_shared: bool = False
    archived: bool = False
    created: int = 0
    messages: dict[str, Json] = field(default_factory=dict)

    def add(self, message: Json) -> None:
        """Store a message and, when it is a reply, count it on its parent."""
        self.messages[message["ts"]] = message
        self._recount(message.get("thread_ts"))

    def remove(self, ts: str) -> Json:
        """Take a message away; a parent that has replies stays as a tombstone."""
        message = self.messages[ts]
        if message.get("reply_count"):
            kept = (
                "type",
                "ts",
                "thread_ts",
                "reply_count",
                "reply_users",
                "reply_users_count",
                "latest_reply",
            )
            stone = {key: message[key] for key in kept if key in message}
            text = "This message was deleted."
            self.messages[ts] = {
                **stone,
                "subtype": "tombstone",
                "user": "USLACKBOT",
                "text": text,
                "hidden": True,
            }
        else:
            del self.messages[ts]
            self._recount(message.get("thread_ts"))
        return message

    def thread(self, ts: str) -> list[Json]:
        """Return the message `ts` and its replies, oldest first; nothing when there is no such message."""
        return [m for m in self.messages.values() if m["ts"] == ts or m.get("thread_ts") == ts]

    def timeline(self) -> list[Json]:
        """Return what stands in the channel itself: no replies, unless they were broadcast."""
        return [
            m for m in self.messages.values() if not is_reply(m) or m.get("subtype") == "thread_broadcast"
        ]

    def _recount(self, thread_ts: str | None) -> None:
        parent = self.messages.get(thread_ts or "")
        if parent is None:
            return
        replies = [m for m in self.thread(parent["ts"]) if m is not parent]
        for key in ("reply_count", "reply_users", "reply_users_count", "latest_reply", "thread_ts"):
            parent.pop(key, None)
        if replies:
            authors = list(dict.fromkeys(m.get("user") or m.get("bot_id", "") for m in replies))
            parent.update(
                thread_ts=parent["ts"],
                reply_count=len(replies),
                reply_users=authors,
                reply_users_count=len(authors),
                latest_reply=replies[-1]["ts"],
            )

    def describe(self, bot_user: str, team_id: str) -> Json:
        """Return the channel object as conversations.info gives it."""
        common = self._common(team_id)
        if self.kind == "im":
            return {
                **common,
                "user": next(m for m in self.members if m != bot_user),
                "is_user_deleted": False,
            }
        return {
            **common,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": self.kind == "channel",
            "is_group": self.kind == "group",
            "is_private": self.kind != "channel",
            "is_member": bot_user in self.members,
            "is_general": False,
            "num_members": len(self.members),
            "topic": _UNSET,
            "purpose": _UNSET,
        }

    def _common(self, team_id: str) -> Json:
        return {
            "id": self.id,
            "created": self.created,
            "is_archived": self.archived,
            "is_im": self.kind == "im",
            "is_mpim": self.kind == "mpim",
            "is_org_shared": False,
            "is_ext_shared": self.ext_shared,
            "is_shared": self.ext_shared,
            "is_pending_ext_shared": False,
            "context_team_id": team_id,
        }


def is_reply(message: Json) -> bool:
    """Whether a message answers another one in a thread."""
    return message.get("thread_ts") not in (None, message["ts"])


def public(message: Json) -> Json:
    """A message as people may have it: a copy, without what the sandbox keeps in it for itself."""
    return copy.deepcopy({key: value for key, value in message.items() if key != "streaming"})
