"""One of everything that can be drawn, as Slack's JSON: for the gallery, and for tests."""

from sandbox.window.drawing.samples.blocks import ALERTS, BLOCKS
from sandbox.window.drawing.samples.inputs import ABSENT, ELEMENTS
from sandbox.window.drawing.samples.parts import NAMES, NOON, NOW, VIEWER, question
from sandbox.window.drawing.samples.surfaces import ATTACHED, HOME, MODAL

__all__ = [
    "ABSENT",
    "ALERTS",
    "ATTACHED",
    "BLOCKS",
    "ELEMENTS",
    "HOME",
    "MODAL",
    "NAMES",
    "NOON",
    "NOW",
    "VIEWER",
    "question",
]
