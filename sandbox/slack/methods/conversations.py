"""conversations.*: what channels there are, who is in them, what was said."""

import copy

from sandbox.slack.channels import Channel
from sandbox.slack.errors import SlackRefusal
from sandbox.slack.events import member_joined
from sandbox.slack.journal import Json
from sandbox.slack.limits import TIER_2, TIER_3, TIER_4
from sandbox.slack.methods.places import channel_of, joined, page, user_of
from sandbox.slack.registry import method
from sandbox.slack.workspace import Workspace

_TYPES = {"channel": "public_channel", "group": "private_channel", "im": "im", "mpim": "mpim"}


@method("conversations.info", TIER_3, needs=("channel",))
def info(workspace: Workspace, args: Json) -> Json:
    """Describe one channel."""
    return {"channel": _described(workspace, channel_of(workspace, args["channel"]))}


@method("conversations.members", TIER_4, needs=("channel",))
def members(workspace: Workspace, args: Json) -> Json:
    """List the members of a channel, page by page."""
    channel = channel_of(workspace, args["channel"])
    found, cursor = page([{"id": member} for member in channel.members], args, default=100)
    return {"members": [member["id"] for member in found], "response_metadata": {"next_cursor": cursor}}


@method("conversations.list", TIER_2)
def list_channels(workspace: Workspace, args: Json) -> Json:
    """List the channels the bot can know of."""
    wanted = str(args.get("types") or "public_channel").replace(" ", "").split(",")
    bot = workspace.me.bot_user_id
    known = [
        channel
        for channel in workspace.channels.values()
        if _TYPES[channel.kind] in wanted and (channel.kind == "channel" or bot in channel.members)
    ]
    found, cursor = page([_described(workspace, channel) for channel in known], args, default=100)
    return {"channels": found, "response_metadata": {"next_cursor": cursor}}


@method("conversations.open", TIER_3)
def open_direct(workspace: Workspace, args: Json) -> Json:
    """Open a DM, or a group DM with several users."""
    if args.get("channel"):
        channel = channel_of(workspace, args["channel"])
        return {"channel": {"id": channel.id}, "already_open": True, "no_op": True}
    users = [user for user in str(args.get("users") or "").split(",") if user]
    if not users:
        raise SlackRefusal("users_list_not_supplied")
    if any(user_of(workspace, user)["id"] == workspace.me.bot_user_id for user in users):
        raise SlackRefusal("cannot_dm_bot")
    channel = workspace.direct(*users)
    return {"channel": _described(workspace, channel) if args.get("return_im") else {"id": channel.id}}


@method("conversations.join", TIER_3, needs=("channel",))
def join(workspace: Workspace, args: Json) -> Json:
    """Walk into a public channel."""
    channel = channel_of(workspace, args["channel"])
    bot = workspace.me.bot_user_id
    if channel.kind != "channel":
        raise SlackRefusal("method_not_supported_for_channel_type")
    if bot in channel.members:
        return {"channel": _described(workspace, channel), "warning": "already_in_channel"}
    channel.members.append(bot)
    workspace.on_message(
        member_joined(bot, channel, None, workspace.me.team_id, workspace.next_ts()), channel
    )
    return {"channel": _described(workspace, channel)}


@method("conversations.history", TIER_3, needs=("channel",))
def history(workspace: Workspace, args: Json) -> Json:
    """Return the channel's own messages, newest first."""
    channel = joined(workspace, args["channel"])
    return _paged(list(reversed(_between(channel.timeline(), args))), args)


@method("conversations.replies", TIER_3, needs=("channel", "ts"))
def replies(workspace: Workspace, args: Json) -> Json:
    """Return a message and its replies, oldest first."""
    channel = joined(workspace, args["channel"])
    thread = channel.thread(str(args["ts"]))
    if not thread:
        raise SlackRefusal("thread_not_found")
    return _paged([thread[0], *_between(thread[1:], args)], args)


def _paged(messages: list[Json], args: Json) -> Json:
    found, cursor = page(messages, args, default=100)
    hidden = {"streaming"} if args.get("include_all_metadata") else {"streaming", "metadata"}
    shown = [copy.deepcopy({k: v for k, v in message.items() if k not in hidden}) for message in found]
    answer = {"messages": shown, "has_more": bool(cursor)}
    return {**answer, "response_metadata": {"next_cursor": cursor}} if cursor else answer


def _between(messages: list[Json], args: Json) -> list[Json]:
    oldest, latest = str(args.get("oldest") or "0"), str(args.get("latest") or "9999999999")
    edge = bool(args.get("inclusive"))

    def is_inside(message: Json) -> bool:
        at = float(message["ts"])
        return float(oldest) < at < float(latest) or (edge and message["ts"] in (oldest, latest))

    return [message for message in messages if is_inside(message)]


def _described(workspace: Workspace, channel: Channel) -> Json:
    return channel.describe(workspace.me.bot_user_id, workspace.me.team_id)
