"""Ask Chorister, from anywhere in Slack: the form, and the message in which its request stands."""

from collections.abc import Mapping
from typing import Any

from bot.slack.blocks import Block, plain_text, section
from bot.slack.recorder_words import Message
from bot.slack.text import escape, quoted

FORM = "ask_form"
REQUEST, VALUE = "request", "value"
LONGEST = 3000
"""Characters of a request that Slack's field takes."""

EMPTY = "Say what you need, for instance: Summarise my last call."
TOO_LATE = "That took too long, and Slack has closed the way to the form. Write to me here instead."
_PLACEHOLDER = "Summarise my last call and list the next steps"
_HINT = "I answer in our direct messages, where nobody else reads along."


def form() -> Block:
    """The modal. Its field may be sent empty: then we say what belongs there, which Slack would not."""
    field: Block = {"type": "plain_text_input", "action_id": VALUE, "multiline": True, "max_length": LONGEST}
    return _modal(
        {
            "type": "input",
            "block_id": REQUEST,
            "label": plain_text("What do you need?"),
            "element": field | {"placeholder": plain_text(_PLACEHOLDER)},
            "hint": plain_text(_HINT),
            "optional": True,
        }
    ) | {"submit": plain_text("Ask"), "close": plain_text("Cancel")}


def notice(say: str) -> Block:
    """In the place of the form, for those who cannot ask."""
    return _modal(section(escape(say)))


def _modal(block: Block) -> Block:
    return {"type": "modal", "callback_id": FORM, "title": plain_text("Ask Chorister"), "blocks": [block]}


def typed(view: Mapping[str, Any]) -> str:
    """What was asked for."""
    return str(view["state"]["values"][REQUEST][VALUE].get("value") or "").strip()


def errors() -> dict[str, Any]:
    """What is wrong with an empty form, as the acknowledgement takes it."""
    return {"response_action": "errors", "errors": {REQUEST: EMPTY}}


def asked(request: str) -> Message:
    """Begins the thread of the answer."""
    text = f"You asked:\n{quoted(request, 2500)}"
    return text, [section(text)]
