"""The shortcuts on a message that names a call: what each asks for, and what whoever took it is told alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.slack.after_call_words import NOT_YOURS_TO_PUSH, PUSH, push_request
from bot.slack.reading import Event, all_links, calls_in, meeting_links
from bot.slack.recorder_words import Message, plain
from bot.slack.text import escape
from tools.meeting_links import Link


class Wish(StrEnum):
    """What is asked of a call."""

    SUMMARISE = "summarise"
    PUSH = "push"


NO_CALL = (
    "This message names no call. I need one with the link of a call in Chorus (`chorus.ai/meeting/…`), the link of a "
    "meeting that I had recorded, or a report of mine about a call."
)
NOT_RECORDED = (
    "I know of no recording of the meeting in this message. Where it is still to come, *Record this call* sends the "
    "recorder; else paste the link of the call in Chorus."
)
SEVERAL = "This message names several calls. Mention me in its thread, and say which of them you mean."
NOT_IN_HERE = "I am not in this conversation, so I cannot answer here. Invite me, or send me the link of the call directly."
SHARED_HERE = "Another company can read this conversation, so I say nothing of calls here. Please send me the link directly."
ARCHIVED = "This channel is archived, so I cannot answer here. Please send me the link directly."
BEGUN = "I am on it. The thread of the message says what comes of it."
ALREADY = (
    "I am on it already: you asked for this a moment ago. The thread of the message says what comes of it."
)
NOT_YOURS = "Only those who may read this call can have it summarised. Nothing was done."

REFUSED = {Wish.SUMMARISE: NOT_YOURS, Wish.PUSH: NOT_YOURS_TO_PUSH}
"""What those hear who may not read the call."""
RUNNING = ("accepted", "unseen", "live")
"""States of a recorder whose call is not over."""
_NOTHING_YET = {Wish.SUMMARISE: "there is no summary yet", Wish.PUSH: "there is nothing to push yet"}
_ASKS = {Wish.SUMMARISE: "for a summary of this call", Wish.PUSH: "to push this call to the CRM"}


@dataclass(frozen=True)
class Pointed:
    """What of a message may name a call. Whatever else stands in it is somebody's words, and counts for nothing."""

    calls: tuple[str, ...]
    """Ids of calls in Chorus."""
    meetings: tuple[str, ...]
    """Keys of meetings that may have been recorded."""
    is_ours: bool
    """Whether we wrote it: then it may be about the recorder of its thread."""


def pointed_at(message: Event, bot_user: str, *, from_app: bool = False) -> Pointed:
    """Read the message that somebody took a shortcut on. `from_app`: an app whose attachments count wrote it."""
    is_ours = message.get("user") == bot_user
    links = all_links(message) if from_app else meeting_links(message)
    meetings = [link.key for link in links if isinstance(link, Link)]
    reported = _reported(message.get("blocks") or []) if is_ours else ()
    return Pointed(reported or tuple(calls_in(message)), () if is_ours else tuple(meetings), is_ours)


def _reported(blocks: list[dict[str, Any]]) -> tuple[str, ...]:
    """The call that a report of ours is about: its button names it."""
    buttons = (element for block in blocks for element in block.get("elements") or ())
    return tuple(button["value"] for button in buttons if button.get("action_id") == PUSH)


def asked(wish: Wish, user: str) -> Message:
    """Said in the thread, so that everybody sees whom the answer is for."""
    return plain(f"<@{escape(user)}> asks {_ASKS[wish]}.")


def too_early(wish: Wish, state: str) -> str:
    """Of a call whose recorder is in that state: why nothing can be had of it yet."""
    why = "The call is still running" if state in RUNNING else "Chorus has not processed the call yet"
    return f"{why}; {_NOTHING_YET[wish]}. Its thread says when there is."


def request(wish: Wish, call: str) -> str:
    """What the shortcut asks for, in words."""
    requests: Mapping[Wish, str] = {
        Wish.SUMMARISE: f"Summarise meeting {call} and list what is to do.",
        Wish.PUSH: push_request(call),
    }
    return requests[wish]
