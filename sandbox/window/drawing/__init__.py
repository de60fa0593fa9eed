"""Slack's JSON as safe HTML."""

from sandbox.window.drawing.form import (
    Press,
    State,
    empty_required,
    fitting,
    pressed_from,
    state_from,
)
from sandbox.window.drawing.message import draw_message
from sandbox.window.drawing.view import draw_view
from sandbox.window.drawing.viewer import Names, Viewer

__all__ = [
    "Names",
    "Press",
    "State",
    "Viewer",
    "draw_message",
    "draw_view",
    "empty_required",
    "fitting",
    "pressed_from",
    "state_from",
]
