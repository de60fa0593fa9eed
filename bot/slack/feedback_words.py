"""What stands under an answer of Claude's: whether it was good, and the form that asks what was wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.slack import modals
from bot.slack.blocks import Block, plain_text
from bot.slack.modals import input_of, option

RATE, FORM = "answer_rate", "answer_wrong"
REASON, WORDS = "reason", "words"
LONGEST = 1000
"""Characters of somebody's own words on an answer."""

REASONS = {
    "wrong": "Wrong",
    "incomplete": "Incomplete",
    "slow": "Too slow",
    "off": "Not what I asked",
    "other": "Other",
}
"""What is kept of a reason, and how it reads."""

WORDS_HINT = "Whoever runs Chorister reads this beside your request."
THANKS = "Thank you, that is noted. Whoever runs Chorister reads it."
NOT_YOURS = "Only full members of this workspace can rate my answers. Nothing was noted."


class Verdict(StrEnum):
    """What somebody thinks of an answer."""

    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True)
class Wrong:
    """A form that was sent: which rating it explains, why it is a bad one, and the person's own words."""

    run: str
    at: float
    """When the rating was clicked: a later one of the same person's is not explained by this."""
    channel: str
    thread: str
    reason: str
    words: str


def buttons(run: str) -> Block:
    """👍 and 👎 under an answer. A button names the run alone; nothing of the answer travels in it."""
    sides = {
        "positive_button": _side("Good answer", Verdict.GOOD, run),
        "negative_button": _side("Not helpful", Verdict.BAD, run),
    }
    return {
        "type": "context_actions",
        "elements": [{"type": "feedback_buttons", "action_id": RATE, **sides}],
    }


def _side(text: str, verdict: Verdict, run: str) -> Block:
    words = {"text": plain_text(text), "value": f"{verdict.value} {run}"}
    return words | {"accessibility_label": f"Rate this answer: {text.lower()}"}


def rating(value: str) -> tuple[Verdict, str]:
    """What a button says: the verdict, and the run."""
    verdict, _, run = value.partition(" ")
    return Verdict(verdict), run


def form(run: str, at: float, channel: str, thread: str) -> Block:
    """The modal behind 👎. Both questions may stay open: the click counts without them."""
    place = {"run": run, "at": at, "channel": channel, "thread": thread}
    options = [option(value, text) for value, text in REASONS.items()]
    choice = {"type": "radio_buttons", "options": options}
    words = {"type": "plain_text_input", "multiline": True, "max_length": LONGEST}
    inputs = [
        input_of(REASON, "The answer was", choice, optional=True),
        input_of(WORDS, "In your own words", words, WORDS_HINT, optional=True),
    ]
    return modals.form(FORM, "What was wrong?", place, inputs, "Send", "Skip")


def wrong(view: Mapping[str, Any]) -> Wrong:
    """What was filled in."""
    place, values = modals.carried_by(view), modals.values_in(view)
    reason = (values[REASON].get("selected_option") or {}).get("value", "")
    words = values[WORDS].get("value") or ""
    return Wrong(**place, reason=reason if reason in REASONS else "", words=words[:LONGEST])
