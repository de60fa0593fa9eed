"""What a thread holds: the bot's messages, its plan, its buttons - pure readings of Slack's messages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.slack.elements import interactive
from sandbox.slack.journal import Json
from sandbox.slack.render import text_of

CLOSED = ("Done", "This did not work out")
"""How the title of a plan begins when its run is over."""


@dataclass(frozen=True)
class Button:
    """A button on a message, and what pressing it takes."""

    label: str
    message: Json
    action_id: str
    block_id: str


def by_bot(thread: Iterable[Json]) -> list[Json]:
    """Return the app's own messages of a thread."""
    return [message for message in thread if message.get("bot_id")]


def plan(message: Json) -> Json | None:
    """Return the plan block of a message, if it has one."""
    return next((block for block in message.get("blocks") or [] if block.get("type") == "plan"), None)


def is_over(thread: Sequence[Json]) -> bool:
    """Whether a run has said its last words: its plan is closed and answered, or it never had one."""
    said = by_bot(thread)
    if not said:
        return False
    first = plan(said[0])
    return first is None or (str(first.get("title", "")).startswith(CLOSED) and any(map(is_answer, said)))


def is_answer(message: Json) -> bool:
    """Whether a message is the end of a run; the bot marks each of its posts with what it is for."""
    return ":answer:" in str((message.get("metadata") or {}).get("event_payload"))


def is_resting(thread: Sequence[Json]) -> bool:
    """Whether no step of the plan is under way."""
    plans = [found for message in by_bot(thread) if (found := plan(message))]
    return all(task.get("status") == "complete" for found in plans for task in found.get("tasks", []))


def says(thread: Iterable[Json], words: str) -> bool:
    """Whether one of the app's messages holds these words."""
    return any(words in text_of(message) for message in by_bot(thread))


def find_button(thread: Iterable[Json], label: str) -> Button | None:
    """Return the first button of that name in a thread."""
    for message in by_bot(thread):
        for block_id, element in interactive(message.get("blocks") or []):
            if element["type"] == "button" and label_of(element) == label:
                return Button(label, message, element["action_id"], block_id)
    return None


def ticked(message: Json) -> set[str]:
    """Return the names of the rows whose box is ticked as the message stands: each begins with its name in bold."""
    rows = (block for block in message.get("blocks") or [] if block.get("type") == "section")
    names = {
        block["text"]["text"].split("*")[1]: block.get("accessory", {}) for block in rows if "*" in str(block)
    }
    return {name for name, box in names.items() if box.get("initial_options")}


def paragraphs(message: Json) -> list[str]:
    """Return the texts of a message's sections, each as a person reads it."""
    blocks = message.get("blocks") or []
    return [text_of({"blocks": [block]}) for block in blocks if block.get("type") == "section"]


def label_of(element: Json) -> str:
    """Return the words on a button or an option."""
    text: Any = element.get("text") or {}
    return str(text.get("text", "")) if isinstance(text, dict) else str(text)
