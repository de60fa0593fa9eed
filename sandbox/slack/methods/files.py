"""files.*: the two calls around an upload; the bytes go to the upload URL in between."""

from sandbox.slack.errors import SlackRefusal
from sandbox.slack.journal import Json
from sandbox.slack.limits import TIER_4
from sandbox.slack.methods.places import writable
from sandbox.slack.registry import method
from sandbox.slack.workspace import Workspace


@method("files.getUploadURLExternal", TIER_4, needs=("filename", "length"))
def get_upload_url(workspace: Workspace, args: Json) -> Json:
    """Say where the bytes of a file of this length go."""
    try:
        length = int(args["length"])
    except ValueError as error:
        raise SlackRefusal.with_messages("invalid_arguments", ["length must be a number"]) from error
    file = workspace.files.announce(str(args["filename"]), length)
    return {"upload_url": f"{workspace.base_url}/upload/{file.id}", "file_id": file.id}


@method("files.completeUploadExternal", TIER_4, needs=("files",))
def complete_upload(workspace: Workspace, args: Json) -> Json:
    """Finish uploads and share them, when a channel is named, as one message."""
    done = [workspace.files.complete(item["id"], item.get("title", "")) for item in args["files"]]
    described = [file.describe() for file in done]
    place = args.get("channel_id") or str(args.get("channels") or "").split(",")[0]
    if place:
        channel = writable(workspace, place)
        threaded = {"thread_ts": str(args["thread_ts"])} if args.get("thread_ts") else {}
        text = str(args.get("initial_comment") or "")
        workspace.post_as_bot(
            channel, {"subtype": "file_share", "text": text, "files": described, **threaded}
        )
    return {"files": described}


@method("files.info", TIER_4, needs=("file",))
def info(workspace: Workspace, args: Json) -> Json:
    """Describe a file."""
    file = workspace.files.all.get(str(args["file"]))
    if file is None or not file.is_complete:
        raise SlackRefusal("file_not_found")
    return {"file": file.describe()}
