"""The events Slack sends, exactly as they travel: the inner event and the envelope around it."""

from itertools import count
from typing import Any

from sandbox.slack.channels import Channel
from sandbox.slack.identity import Identity
from sandbox.slack.journal import Json

_CHANNEL_TYPES = {"channel": "channel", "group": "group", "im": "im", "mpim": "mpim"}
_NOT_SENT = (
    "reply_count",
    "reply_users",
    "reply_users_count",
    "latest_reply",
    "reactions",
    "metadata",
    "streaming",
)


class Envelopes:
    """Puts events into the outer envelope, each under a new event id."""

    def __init__(self, me: Identity) -> None:
        self._me = me
        self._numbers = count(1)

    def wrap(self, event: Json, at: float, *, ext_shared: bool = False, **outer: Any) -> Json:
        """Return the event_callback body that carries this event."""
        me = self._me
        number = next(self._numbers)
        return {
            "token": me.verification,
            "team_id": me.team_id,
            "context_team_id": me.team_id,
            "context_enterprise_id": me.enterprise_id,
            **({"enterprise_id": me.enterprise_id} if me.enterprise_id else {}),
            "api_app_id": me.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{number:09d}",
            "event_time": int(at),
            "authorizations": [
                {
                    "enterprise_id": me.enterprise_id,
                    "team_id": None if me.is_whole else me.team_id,
                    "user_id": me.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": me.is_whole,
                }
            ],
            "is_ext_shared_channel": ext_shared,
            "event_context": f"4-sandbox-{number:09d}",
            **outer,
        }


def farewell(me: Identity, event: Json, at: float, number: int) -> Json:
    """Return the body of an event about the app itself: it has no authorizations, and of an organisation no team."""
    return {
        "token": me.verification,
        **({} if me.is_whole else {"team_id": me.team_id}),
        **({"enterprise_id": me.enterprise_id} if me.enterprise_id else {}),
        "api_app_id": me.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": f"EvEND{me.key}{number:04d}",
        "event_time": int(at),
    }


def visible(message: Json) -> Json:
    """Return the part of a stored message that events carry."""
    return {key: value for key, value in message.items() if key not in _NOT_SENT}


def message_event(message: Json, channel: Channel) -> Json:
    """Return the `message` event of a new message."""
    return {
        **visible(message),
        "type": "message",
        "channel": channel.id,
        "event_ts": message["ts"],
        "channel_type": _CHANNEL_TYPES[channel.kind],
    }


def app_mention(message: Json, channel: Channel) -> Json:
    """Return the `app_mention` event of the same message; it says nothing of the channel's type."""
    return {**visible(message), "type": "app_mention", "channel": channel.id, "event_ts": message["ts"]}


def message_changed(message: Json, previous: Json, channel: Channel, ts: str) -> Json:
    """Return the event of an edit, or of a preview that was attached."""
    return {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "message": {**visible(message), "type": "message"},
        "previous_message": {**visible(previous), "type": "message"},
        "channel": channel.id,
        "channel_type": _CHANNEL_TYPES[channel.kind],
        "ts": ts,
        "event_ts": ts,
    }


def message_deleted(previous: Json, channel: Channel, ts: str) -> Json:
    """Return the event of a deleted message."""
    return {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "deleted_ts": previous["ts"],
        "previous_message": {**visible(previous), "type": "message"},
        "channel": channel.id,
        "channel_type": _CHANNEL_TYPES[channel.kind],
        "ts": ts,
        "event_ts": ts,
    }


def link_shared(message: Json, channel: Channel, links: list[Json]) -> Json:
    """Return the event of links to domains the app unfurls."""
    threaded = {"thread_ts": message["thread_ts"]} if "thread_ts" in message else {}
    return {
        "type": "link_shared",
        "channel": channel.id,
        "message_ts": message["ts"],
        **threaded,
        "user": message.get("user"),
        "links": links,
        "is_bot_user_member": True,
        "unfurl_id": f"{channel.id}.{message['ts']}",
        "source": "conversations_history",
        "event_ts": message["ts"],
    }


def home_opened(user: str, channel: Channel, tab: str, view: Json | None, ts: str) -> Json:
    """Return the event of a user who opened the app's Home or Messages tab."""
    shown = {"view": view} if view and tab == "home" else {}
    return {
        "type": "app_home_opened",
        "user": user,
        "channel": channel.id,
        "tab": tab,
        "event_ts": ts,
        **shown,
    }


def session_stopped(user: str, channel: Channel, thread_ts: str, streaming: list[str], ts: str) -> Json:
    """Return the event of a user who pressed Stop."""
    return {
        "type": "agent_session_stopped",
        "channel": channel.id,
        "thread_ts": thread_ts,
        "user": user,
        "event_ts": ts,
        "streaming_message_ts": streaming,
    }


def context_changed(user: str, channel: Channel, seen: str | None, team_id: str, ts: str) -> Json:
    """Return the event of a user who looks at another channel while the app's messages stand beside it."""
    entity = {"type": "slack#/types/channel_id", "value": seen, "team_id": team_id}
    context = {"entities": [entity]} if seen else {}
    about = {"user": user, "channel": channel.id, "context": context}
    return {"type": "app_context_changed", **about, "event_ts": ts}


def member_joined(user: str, channel: Channel, inviter: str | None, team_id: str, ts: str) -> Json:
    """Return the event of somebody, perhaps the bot, who came into a channel."""
    kind = "C" if channel.kind == "channel" else "G"
    invited = {"inviter": inviter} if inviter else {}
    event = {"type": "member_joined_channel", "user": user, "channel": channel.id, "channel_type": kind}
    return {**event, "team": team_id, "event_ts": ts, **invited}


def reaction(kind: str, user: str, channel: Channel, message: Json, name: str, ts: str) -> Json:
    """Return the event of a reaction that was added or removed."""
    item = {"type": "message", "channel": channel.id, "ts": message["ts"]}
    author = message.get("user") or message.get("bot_id")
    return {"type": kind, "user": user, "reaction": name, "item": item, "item_user": author, "event_ts": ts}
