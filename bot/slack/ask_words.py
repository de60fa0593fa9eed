"""Ask Chorister, from anywhere in Slack: the form, and the message in which its request stands."""

from collections.abc import Mapping
from typing import Any

from bot.slack import modals
from bot.slack.blocks import Block, plain_text, section
from bot.slack.modals import INPUT, input_of
from bot.slack.recorder_words import Message
from bot.slack.text import escape, quoted

FORM = "ask_form"
TITLE = "Ask Chorister"
REQUEST = "request"

EMPTY = "Say what you need, for instance: Summarise my last call."
TOO_LATE = f"{modals.CLOSED} Write to me here instead."
_PLACEHOLDER = "Summarise my last call and list the next steps"
_HINT = "I answer in our direct messages, where nobody else reads along."


def form() -> Block:
    """The modal. Slack itself refuses an empty field; one of blanks alone is told what belongs there."""
    field = {"type": "plain_text_input", "multiline": True, "max_length": INPUT}
    field |= {"placeholder": plain_text(_PLACEHOLDER)}
    return modals.form(FORM, TITLE, {}, [input_of(REQUEST, "What do you need?", field, _HINT)], "Ask")


def notice(say: str) -> Block:
    """In the place of the form, for those who cannot ask."""
    return modals.notice(TITLE, escape(say))


def typed(view: Mapping[str, Any]) -> str:
    """What was asked for."""
    return str(modals.values_in(view)[REQUEST].get("value") or "").strip()


def errors() -> dict[str, Any]:
    """What is wrong with an empty form, as the acknowledgement takes it."""
    return modals.errors({REQUEST: EMPTY})


def asked(request: str) -> Message:
    """Begins the thread of the answer."""
    text = f"You asked:\n{quoted(request, 2500)}"
    return text, [section(text)]
