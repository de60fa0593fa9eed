"""The modals that we open: a form, words alone, one input; what comes back, and what its acknowledgement says."""

import json
from collections.abc import Mapping
from typing import Any

from bot.slack.blocks import Block, plain_text, section

VALUE = "value"
"""What an input's element is called."""
INPUT = 3000
"""Characters that one input of Slack's takes."""
ERROR = 300
"""Characters of what is said below an input."""
OPTION = 75
"""Characters of an option that is chosen from."""
TITLE = 24
"""Characters of a title that Slack takes."""

OWN_CHANNELS = {
    "include": ["public", "private"],
    "exclude_external_shared_channels": True,
    "exclude_bot_users": True,
}
"""Which conversations a menu offers: channels that no other company reads."""

CLOSED = "That took too long, and Slack has closed the way to the form."
"""Slack lets a modal be opened for three seconds after a click."""
TOO_LATE = f"{CLOSED} Please try again."


def form(
    id: str,
    title: str,
    carried: Mapping[str, Any],
    blocks: list[Block],
    submit: str = "Save",
    close: str = "Cancel",
) -> Block:
    """A modal that is filled in. What it carries comes back with it, and is checked then."""
    return {
        "type": "modal",
        "callback_id": id,
        "title": plain_text(title),
        "submit": plain_text(submit),
        "close": plain_text(close),
        "private_metadata": json.dumps(carried),
        "blocks": blocks,
    }


def notice(title: str, *paragraphs: str) -> Block:
    """A modal that only says something. Its paragraphs are mrkdwn of ours."""
    said = [section(paragraph) for paragraph in paragraphs]
    return {"type": "modal", "title": plain_text(title[:TITLE]), "close": plain_text("Close"), "blocks": said}


def input_of(field: str, label: str, element: Block, hint: str = "", optional: bool = False) -> Block:
    """One input of a form, with the element that takes it."""
    made = {"type": "input", "block_id": field, "label": plain_text(label), "optional": optional}
    return made | {"element": element | {"action_id": VALUE}} | ({"hint": plain_text(hint)} if hint else {})


def option(value: str, text: str) -> Block:
    """One that a list, a menu or ticks offer."""
    return {"text": plain_text(text[:OPTION]), "value": value}


def carried_by(view: Mapping[str, Any]) -> dict[str, Any]:
    """What a form carries."""
    found: dict[str, Any] = json.loads(view["private_metadata"])
    return found


def values_in(view: Mapping[str, Any]) -> dict[str, Any]:
    """What each input of a form holds, as Slack sends it."""
    return {block: held[VALUE] for block, held in view["state"]["values"].items() if VALUE in held}


def errors(found: Mapping[str, str]) -> dict[str, Any]:
    """What is wrong with which input, as the acknowledgement takes it."""
    return {"response_action": "errors", "errors": {field: say[:ERROR] for field, say in found.items()}}


def instead(view: Block) -> dict[str, Any]:
    """Another view in the form's place, as the acknowledgement takes it."""
    return {"response_action": "update", "view": view}


def on_top(view: Block) -> dict[str, Any]:
    """Another view above the form, which stays as it was filled in."""
    return {"response_action": "push", "view": view}
