"""The buttons and ticks of a message: found, numbered, and shown with their numbers."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.slack.elements import interactive
from sandbox.slack.journal import Json
from sandbox.slack.render import text_of
from sandbox.tour.threads import label_of

Ticks = Mapping[tuple[str, str], list[str]]
"""What the boxes of a message hold by hand, by (block id, action id): the values that are ticked."""


@dataclass(frozen=True)
class Pressable:
    """A button, or one option of a group of boxes, with the number it is pressed by."""

    number: int
    label: str
    action_id: str
    block_id: str
    value: str | None = None
    """The option's value; None for a button."""

    @property
    def is_tick(self) -> bool:
        return self.value is not None


def pressables(message: Json) -> list[Pressable]:
    """Return everything on a message that can be pressed, numbered from 1."""
    found: list[Pressable] = []
    blocks = message.get("blocks") or []
    for block_id, element in interactive(blocks):
        key = (element["action_id"], block_id)
        if element["type"] == "button":
            found.append(Pressable(len(found) + 1, label_of(element), *key))
        elif element["type"] == "checkboxes":
            for option in element["options"]:
                label = _heading(blocks, block_id) or label_of(option)
                found.append(Pressable(len(found) + 1, label, *key, value=option["value"]))
    return found


def numbered(message: Json) -> Json:
    """Return the message with each number in front of its button or box."""
    marked = copy.deepcopy(message)
    number = 0
    for _, element in interactive(marked.get("blocks") or []):
        labelled = {"button": [element], "checkboxes": element.get("options", [])}.get(element["type"], [])
        for one in labelled:
            number += 1
            one["text"]["text"] = f"{number} {label_of(one)}"
    return marked


def ticked_values(message: Json, block_id: str, action_id: str, by_hand: Ticks) -> list[str]:
    """Return what a group of boxes holds now: as ticked by hand, else as the message came."""
    if (block_id, action_id) in by_hand:
        return by_hand[(block_id, action_id)]
    for owner, element in interactive(message.get("blocks") or []):
        if (owner, element["action_id"]) == (block_id, action_id):
            return [option["value"] for option in element.get("initial_options", [])]
    return []


def toggled(message: Json, box: Pressable, by_hand: Ticks) -> dict[tuple[str, str], list[str]]:
    """Return the boxes of a message after one of them was pressed."""
    assert box.value is not None
    held = ticked_values(message, box.block_id, box.action_id, by_hand)
    after = [value for value in held if value != box.value] if box.value in held else [*held, box.value]
    return {**by_hand, (box.block_id, box.action_id): after}


def _heading(blocks: list[Json], block_id: str) -> str:
    """Return the first line of the paragraph a box stands beside."""
    block = next((block for block in blocks if block.get("block_id") == block_id), {})
    lines = text_of({"blocks": [{"type": "section", "text": block["text"]}]}) if block.get("text") else ""
    return lines.split("\n", 1)[0].strip("* ")
