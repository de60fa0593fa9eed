"""A modal or a Home tab."""

from collections.abc import Mapping

from markupsafe import Markup

from sandbox.slack.elements import interactive
from sandbox.slack.journal import Json
from sandbox.window.drawing.blocks import drawing, render
from sandbox.window.drawing.form import ZONE, State
from sandbox.window.drawing.message import NOTHING
from sandbox.window.drawing.viewer import Names, Reader, Viewer

FINE: Mapping[str, str] = {}


def draw_view(
    view: Json, viewer: Viewer, *, names: Names, errors: Mapping[str, str] = FINE, state: State = NOTHING
) -> Markup:
    """Draw a view with what its inputs hold; `errors` says what is wrong, by block_id."""
    is_home = view.get("type") == "home"
    scope = f"v-{view.get('id', '')}"
    drawn = drawing(view, Reader(viewer, names), scope, "" if is_home else "/view/click", state, errors)
    blocks = view.get("blocks") or []
    there = {block.get("block_id") for block in blocks if block.get("type") == "input"}
    return render(
        "home.html" if is_home else "modal.html",
        d=drawn,
        view=view,
        acts=any(interactive(blocks)),
        hidden={"viewer": viewer.user_id, ZONE: viewer.zone, "view_id": str(view.get("id", ""))},
        errors=errors,
        stray=[say for block_id, say in errors.items() if block_id not in there],
        sendable=bool(view.get("submit")) and not view.get("submit_disabled"),
    )
