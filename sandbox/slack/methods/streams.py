"""chat.*Stream: an answer that appears while it is written."""

import copy

from sandbox.slack.channels import Channel
from sandbox.slack.content import check_or_refuse
from sandbox.slack.errors import SlackRefusal
from sandbox.slack.journal import Json
from sandbox.slack.limits import TIER_2, TIER_4
from sandbox.slack.methods.places import joined, user_of, writable
from sandbox.slack.registry import method
from sandbox.slack.streams import DISPLAYS, Stream, chunks_of
from sandbox.slack.workspace import Workspace


@method("chat.startStream", TIER_2, needs=("channel", "thread_ts"))
def start_stream(workspace: Workspace, args: Json) -> Json:
    """Begin a streamed answer to a person; it makes the thread an agent session that is processing."""
    channel = writable(workspace, args["channel"])
    for name in ("recipient_team_id", "recipient_user_id"):
        if not args.get(name):
            raise SlackRefusal(f"missing_{name}")
    user_of(workspace, args["recipient_user_id"])
    display = args.get("task_display_mode") or "timeline"
    if display not in DISPLAYS:
        raise SlackRefusal.with_messages(
            "invalid_arguments", [f"task_display_mode must be one of {DISPLAYS}"]
        )
    stream = Stream(workspace.clock.now().timestamp(), display)
    stream.add(chunks_of(args))
    thread_ts = str(args["thread_ts"])
    content = {"thread_ts": thread_ts, "text": stream.text(), "blocks": stream.blocks(), "streaming": stream}
    stored = workspace.post_as_bot(channel, content)
    workspace.sessions.set_status(channel.id, thread_ts, "processing")
    return {"channel": channel.id, "ts": stored["ts"]}


@method("chat.appendStream", TIER_4, needs=("channel", "ts"))
def append_stream(workspace: Workspace, args: Json) -> Json:
    """Write on."""
    channel, message, stream = _streaming(workspace, args)
    chunks = chunks_of(args)
    if not chunks:
        raise SlackRefusal("no_text")
    stream.add(chunks)
    _show(workspace, message, stream, [])
    return {"channel": channel.id, "ts": message["ts"]}


@method("chat.stopStream", TIER_2, needs=("channel", "ts"))
def stop_stream(workspace: Workspace, args: Json) -> Json:
    """Finish the message, perhaps with blocks of its own under the text."""
    channel, message, stream = _streaming(workspace, args)
    stream.add(chunks_of(args))
    final = check_or_refuse(args["blocks"], "message") if args.get("blocks") else []
    stream.stop()
    _show(workspace, message, stream, final)
    del message["streaming"]
    if args.get("metadata"):
        message["metadata"] = args["metadata"]
    workspace.sessions.set_status(channel.id, message["thread_ts"], args.get("session_status") or "active")
    return {"channel": channel.id, "ts": message["ts"], "message": copy.deepcopy(message)}


def _streaming(workspace: Workspace, args: Json) -> tuple[Channel, Json, Stream]:
    channel = joined(workspace, args["channel"])
    message = workspace.message(channel, str(args["ts"]))
    if message.get("bot_id") != workspace.me.bot_id:
        raise SlackRefusal("message_not_owned_by_app")
    stream = message.get("streaming")
    if not isinstance(stream, Stream) or stream.is_over(workspace.clock.now().timestamp()):
        by_user = isinstance(stream, Stream) and stream.stopped_by_user
        raise SlackRefusal("stopped_by_user" if by_user else "message_not_in_streaming_state")
    return channel, message, stream


def _show(workspace: Workspace, message: Json, stream: Stream, final: list[Json]) -> None:
    message["text"] = stream.text()
    message["blocks"] = workspace.with_ids([*stream.blocks(), *final])
    workspace.changes.happened()
