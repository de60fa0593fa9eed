"""The body of a message."""

from collections.abc import Mapping

from markupsafe import Markup

from sandbox.slack.elements import interactive
from sandbox.slack.journal import Json
from sandbox.slack.streams import Stream
from sandbox.window.drawing.blocks import drawing, render
from sandbox.window.drawing.form import ZONE, State
from sandbox.window.drawing.viewer import Names, Reader, Viewer

NOTHING: Mapping[tuple[str, str], object] = {}


def draw_message(
    message: Json,
    viewer: Viewer,
    *,
    names: Names,
    channel: str = "",
    state: State = NOTHING,
    pane: str = "",
) -> Markup:
    """
    Draw what a message says: its blocks or else its text, what is attached, and whether it was edited. `pane`: where on
    the page; a message that is shown in two of them needs two names for each of its parts.
    """
    if message.get("subtype") == "tombstone":
        return Markup('<div class="body quiet">This message was deleted.</div>')
    place, ts = str(message.get("channel") or channel), str(message.get("ts", ""))
    drawn = drawing(message, Reader(viewer, names), "-".join(("m", place, ts, pane)), "", state, {})
    return render(
        "message.html",
        d=drawn,
        message=message,
        hidden={"viewer": viewer.user_id, ZONE: viewer.zone, "channel": place, "ts": ts},
        acts=_acts(message),
        writing=_writing(message, viewer),
    )


def _acts(message: Json) -> bool:
    """Whether there is anything to press or fill in."""
    attached = [block for one in message.get("attachments") or [] for block in one.get("blocks") or []]
    return any(interactive([*(message.get("blocks") or []), *attached]))


def _writing(message: Json, viewer: Viewer) -> str:
    """Return what is said under a message that is still being written."""
    stream = message.get("streaming")
    if not isinstance(stream, Stream) or stream.stopped_by_user:
        return ""
    return "This answer broke off." if stream.is_over(viewer.now.timestamp()) else "Writing…"
