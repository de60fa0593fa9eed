"""The payloads of clicks, forms, shortcuts and commands, as Slack sends them."""

from sandbox.slack.channels import Channel
from sandbox.slack.identity import Identity
from sandbox.slack.journal import Json


def _frame(kind: str, me: Identity, user: Json) -> Json:
    return {
        "type": kind,
        "user": {
            "id": user["id"],
            "username": user["name"],
            "name": user["name"],
            "team_id": user["team_id"],
        },
        "api_app_id": me.app_id,
        "token": me.verification,
        "team": None if me.is_whole else {"id": me.team_id, "domain": me.team_domain},
        "enterprise": me.enterprise,
        "is_enterprise_install": me.is_whole,
    }


def _place(channel: Channel) -> Json:
    names = {"im": "directmessage", "group": "privategroup"}
    return {"id": channel.id, "name": names.get(channel.kind, channel.name)}


def click_on_message(
    me: Identity,
    user: Json,
    channel: Channel,
    message: Json,
    *,
    actions: list[Json],
    values: Json,
    trigger_id: str,
    response_url: str,
) -> Json:
    """Return block_actions of a message. The message of an ephemeral one is not sent along."""
    fleeting = bool(message.get("is_ephemeral"))
    seen = {"message_ts": message["ts"], "channel_id": channel.id, "is_ephemeral": fleeting}
    threaded = {"thread_ts": message["thread_ts"]} if "thread_ts" in message else {}
    return {
        **_frame("block_actions", me, user),
        "container": {"type": "message", **seen, **threaded},
        "trigger_id": trigger_id,
        "channel": _place(channel),
        **({} if fleeting else {"message": message}),
        "state": {"values": values},
        "response_url": response_url,
        "actions": actions,
    }


def click_on_view(me: Identity, user: Json, view: Json, *, actions: list[Json], trigger_id: str) -> Json:
    """Return block_actions of a modal or a Home tab; `view` holds its state already."""
    return {
        **_frame("block_actions", me, user),
        "container": {"type": "view", "view_id": view["id"]},
        "trigger_id": trigger_id,
        "view": view,
        "state": view["state"],
        "actions": actions,
    }


def submission(me: Identity, user: Json, view: Json, trigger_id: str) -> Json:
    """Return view_submission of a modal; `view` holds its state already."""
    return {
        **_frame("view_submission", me, user),
        "trigger_id": trigger_id,
        "view": view,
        "response_urls": [],
    }


def closing(me: Identity, user: Json, view: Json, *, is_cleared: bool) -> Json:
    """Return view_closed of a modal that asked to be told."""
    return {**_frame("view_closed", me, user), "view": view, "is_cleared": is_cleared}


def message_shortcut(
    me: Identity,
    user: Json,
    channel: Channel,
    message: Json,
    *,
    callback_id: str,
    trigger_id: str,
    response_url: str,
    ts: str,
) -> Json:
    """Return the payload of a shortcut taken from a message's menu."""
    return {
        **_frame("message_action", me, user),
        "callback_id": callback_id,
        "action_ts": ts,
        "trigger_id": trigger_id,
        "response_url": response_url,
        "message_ts": message["ts"],
        "channel": _place(channel),
        "message": message,
    }


def global_shortcut(me: Identity, user: Json, *, callback_id: str, trigger_id: str, ts: str) -> Json:
    """Return the payload of a shortcut taken from the search or the + menu."""
    return {
        **_frame("shortcut", me, user),
        "callback_id": callback_id,
        "action_ts": ts,
        "trigger_id": trigger_id,
    }


def slash_command(
    me: Identity, user: Json, channel: Channel, *, command: str, text: str, trigger_id: str, response_url: str
) -> Json:
    """Return the fields of a slash command. All are strings, as they travel in a form."""
    place = _place(channel)
    return {
        "token": me.verification,
        "team_id": me.team_id,
        "team_domain": me.team_domain,
        "channel_id": place["id"],
        "channel_name": place["name"],
        "user_id": user["id"],
        "user_name": user["name"],
        "command": command,
        "text": text,
        "api_app_id": me.app_id,
        **(
            {"enterprise_id": me.enterprise_id, "enterprise_name": me.enterprise_name}
            if me.enterprise_id
            else {}
        ),
        "is_enterprise_install": str(me.is_whole).lower(),
        "response_url": response_url,
        "trigger_id": trigger_id,
    }
