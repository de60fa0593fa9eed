"""chat.*: posting, changing, deleting and linking messages."""

import copy
import html

from sandbox.slack.channels import Channel
from sandbox.slack.content import change_of, check_or_refuse, content_of
from sandbox.slack.errors import SlackRefusal
from sandbox.slack.events import message_changed, message_deleted
from sandbox.slack.journal import Json
from sandbox.slack.limits import PER_CHANNEL, SPECIAL, TIER_3, TIER_4, WORKSPACE_POSTS
from sandbox.slack.methods.places import channel_of, joined, user_of, writable
from sandbox.slack.registry import method
from sandbox.slack.workspace import Workspace


@method("chat.postMessage", PER_CHANNEL, WORKSPACE_POSTS, needs=("channel",))
def post_message(workspace: Workspace, args: Json) -> Json:
    """Post a message, perhaps into a thread."""
    channel = writable(workspace, args["channel"])
    content = content_of(args)
    if args.get("thread_ts"):
        content["thread_ts"] = str(args["thread_ts"])
        if args.get("reply_broadcast"):
            content.update(subtype="thread_broadcast")
    stored = workspace.post_as_bot(channel, content)
    return {"channel": channel.id, "ts": stored["ts"], "message": copy.deepcopy(stored)}


@method("chat.update", TIER_3, needs=("channel", "ts"))
def update(workspace: Workspace, args: Json) -> Json:
    """Replace a message of the bot's."""
    channel = joined(workspace, args["channel"])
    message = workspace.message(channel, str(args["ts"]))
    if message.get("bot_id") != workspace.me.bot_id:
        raise SlackRefusal("cant_update_message")
    streaming = message.get("streaming")
    if streaming and not streaming.is_over(workspace.clock.now().timestamp()):
        raise SlackRefusal("streaming_state_conflict")
    previous = copy.deepcopy(message)
    change = change_of(args)
    if "blocks" in change:
        _check_kinds(message.get("blocks", []), change["blocks"])
        change["blocks"] = workspace.with_ids(change["blocks"])
    message.pop("streaming", None)
    message.update(change)
    message["edited"] = {"user": workspace.me.bot_user_id, "ts": workspace.next_ts()}
    workspace.changes.happened()
    workspace.on_message(
        message_changed(copy.deepcopy(message), previous, channel, message["edited"]["ts"]), channel
    )
    return {
        "channel": channel.id,
        "ts": message["ts"],
        "text": message["text"],
        "message": copy.deepcopy(message),
    }


def _check_kinds(before: list[Json], after: list[Json]) -> None:
    """Rich text, which streamed markdown is kept as, cannot be replaced by other blocks."""
    rich = {"rich_text", "markdown"}
    was, is_now = ({block["type"] for block in blocks} & rich for blocks in (before, after))
    if was and after and not is_now:
        raise SlackRefusal("block_mismatch")


@method("chat.delete", TIER_3, needs=("channel", "ts"))
def delete(workspace: Workspace, args: Json) -> Json:
    """Delete a message of the bot's."""
    channel = joined(workspace, args["channel"])
    message = workspace.message(channel, str(args["ts"]))
    if message.get("bot_id") != workspace.me.bot_id:
        raise SlackRefusal("cant_delete_message")
    channel.remove(message["ts"])
    workspace.changes.happened()
    workspace.on_message(message_deleted(copy.deepcopy(message), channel, workspace.next_ts()), channel)
    return {"channel": channel.id, "ts": message["ts"]}


@method("chat.postEphemeral", TIER_4, needs=("channel", "user"))
def post_ephemeral(workspace: Workspace, args: Json) -> Json:
    """Show a message to one member alone. It is not stored with the channel's messages."""
    channel = writable(workspace, args["channel"])
    user_of(workspace, args["user"])
    if args["user"] not in channel.members:
        raise SlackRefusal("user_not_in_channel")
    shown = show_ephemeral(workspace, channel.id, args["user"], content_of(args), args.get("thread_ts"))
    return {"message_ts": shown["ts"]}


def show_ephemeral(
    workspace: Workspace, channel_id: str, user: str, content: Json, thread_ts: str | None = None
) -> Json:
    """Keep an ephemeral message where tests and the demo find it."""
    shown: Json = {
        "type": "message",
        "subtype": "bot_message",
        "bot_id": workspace.me.bot_id,
        "is_ephemeral": True,
        "channel": channel_id,
        "user": user,
        "ts": workspace.next_ts(),
        **content,
        **({"thread_ts": thread_ts} if thread_ts else {}),
    }
    shown["blocks"] = workspace.with_ids(content.get("blocks", []))
    workspace.ephemerals.append(shown)
    workspace.changes.happened()
    return shown


@method("chat.getPermalink", SPECIAL, needs=("channel", "message_ts"))
def get_permalink(workspace: Workspace, args: Json) -> Json:
    """Return the address of a message."""
    channel = channel_of(workspace, args["channel"])
    message = workspace.message(channel, str(args["message_ts"]))
    where = f"https://{workspace.me.team_domain}.slack.com/archives/{channel.id}/p{message['ts'].replace('.', '')}"
    thread_ts = message.get("thread_ts")
    if thread_ts and thread_ts != message["ts"]:
        where += f"?thread_ts={thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": where}


@method("chat.unfurl", TIER_3)
def unfurl(workspace: Workspace, args: Json) -> Json:
    """Attach previews to links of a message."""
    if not (args.get("channel") and args.get("ts")) and not (args.get("unfurl_id") and args.get("source")):
        raise SlackRefusal.with_messages("invalid_arguments", ["missing required field: ts"])
    if not args.get("unfurls") and not args.get("metadata") and not args.get("user_auth_required"):
        raise SlackRefusal("missing_unfurls")
    if args.get("channel"):
        _attach(workspace, channel_of(workspace, args["channel"]), str(args["ts"]), args.get("unfurls") or {})
    workspace.unfurls.append(dict(args))
    workspace.changes.happened()
    return {}


def _attach(workspace: Workspace, channel: Channel, ts: str, unfurls: Json) -> None:
    """Put previews under a message, each once; Slack then tells of the message as changed."""
    message = workspace.message(channel, ts)
    if message.get("bot_id") == workspace.me.bot_id:
        raise SlackRefusal("cannot_unfurl_message")
    previous = copy.deepcopy(message)
    for url, preview in unfurls.items():
        if url not in html.unescape(str(message.get("text"))):
            raise SlackRefusal("cannot_unfurl_url")
        check_or_refuse(preview.get("blocks", []), "message")
        kept = [each for each in message.get("attachments") or [] if each.get("app_unfurl_url") != url]
        message["attachments"] = [*kept, _preview(workspace, url, preview, len(kept) + 1)]
    if unfurls:
        workspace.on_message(
            message_changed(copy.deepcopy(message), previous, channel, workspace.next_ts()), channel
        )


def _preview(workspace: Workspace, url: str, preview: Json, number: int) -> Json:
    """An attachment of ours under somebody's message."""
    me, blocks = workspace.me, workspace.with_ids(preview.get("blocks", []))
    about: Json = {"from_url": url, "app_unfurl_url": url, "is_app_unfurl": True, "id": number}
    return {**preview, **about, "blocks": blocks, "app_id": me.app_id, "bot_id": me.bot_id}
