"""Finding the channel or user a call names, and whether the bot may speak or read there."""

from sandbox.slack.channels import Channel
from sandbox.slack.errors import SlackRefusal
from sandbox.slack.journal import Json
from sandbox.slack.workspace import Workspace


def channel_of(workspace: Workspace, name: str) -> Channel:
    """Return the channel the bot can know of: public, or one it is a member of."""
    channel = workspace.find(str(name))
    if channel is None or (channel.kind != "channel" and workspace.me.bot_user_id not in channel.members):
        raise SlackRefusal("channel_not_found")
    return channel


def joined(workspace: Workspace, name: str) -> Channel:
    """Return a channel the bot is a member of."""
    channel = channel_of(workspace, name)
    if workspace.me.bot_user_id not in channel.members:
        raise SlackRefusal("not_in_channel")
    return channel


def writable(workspace: Workspace, name: str) -> Channel:
    """Return where the bot may write; a user id means the DM with that user."""
    if name in workspace.users and name != workspace.me.bot_user_id:
        return workspace.direct(name)
    channel = joined(workspace, name)
    if channel.archived:
        raise SlackRefusal("is_archived")
    return channel


def user_of(workspace: Workspace, user_id: str) -> Json:
    """Return a user's object."""
    user = workspace.users.get(str(user_id))
    if user is None:
        raise SlackRefusal("user_not_found")
    return user


def page(items: list[Json], args: Json, default: int, largest: int = 1000) -> tuple[list[Json], str]:
    """Return one page of the items and the cursor of the next, empty on the last."""
    try:
        start = int(str(args.get("cursor") or "cursor:0").removeprefix("cursor:"))
        limit = int(args.get("limit") or default)
    except ValueError as error:
        raise SlackRefusal("invalid_cursor") from error
    if not 1 <= limit <= largest:
        raise SlackRefusal("invalid_limit")
    end = start + limit
    return items[start:end], f"cursor:{end}" if end < len(items) else ""
