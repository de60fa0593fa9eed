"""What the thread says of a sales qualification that Chorus is to make: never more than is known."""

from typing import Any

from bot.slack.blocks import actions, button, section
from bot.slack.recorder_words import Message, plain
from bot.slack.text import dated, escape, one_line

MAKE = "qualification_make"

MISSING = "Chorus has no sales qualification of this call yet."
OFFERED = f"{MISSING} The thread offers to have it made; when it is there, the request goes on by itself."
UNDER_WAY = (
    f"{MISSING} Chorus was asked to make it; the thread follows that, and then the request goes on by itself."
)
ENOUGH = (
    f"{MISSING} The thread offers to have it made for other calls of this request; ask for this one again."
)
"""What Claude is told instead of the qualification."""

FOLLOWING = ("processing", "asked", "busy", "unsure")
"""How it may stand while it is waited for: Chorus is not done with the call; asked; a conflict; no answer came."""

NOT_YOURS = "This is not yours to ask for: only those who may read the call can. Nothing was asked."
ALREADY = "Chorus was already asked for this. Your click changed nothing."
FORGOTTEN = "I do not know this request any more. Nothing was asked; please ask again."
NOT_RECORDED = (
    "The record of this could not be kept, so Chorus was not asked. Please tell whoever runs Chorister."
)
NO_TOOL = "The connected Chorus account no longer offers to make sales qualifications."


def title_of(subject: str | None) -> str:
    """A call's name in a sentence."""
    return f"“{one_line(subject, 150)}”" if subject else "this call"


def date(at: float) -> str:
    """A moment in the reader's own zone."""
    return dated(at, "{time}")


def offer(call: str, value: str, processing_at: float | None) -> Message:
    """The question. `call` is made by title_of; `processing_at`: when Chorus was seen to be still busy with the call."""
    if processing_at is None:
        text = f"Chorus has no sales qualification of {call} yet. Shall it make one? It takes some minutes; "
    else:
        text = f"Chorus is still processing {call}, as of {date(processing_at)}, and has no sales qualification of it. "
        text += "Shall it make one as soon as it can? It may take some hours; "
    text += "then I go on with your request."
    make = button("Have Chorus make one", MAKE, value, "primary")
    return text, [section(text), actions("qualification", make)]


def asking(call: str, user: str) -> Message:
    """Right after the click."""
    return plain(f"<@{escape(user)}> wants a sales qualification of {call}. Asking Chorus…")


def following(call: str, state: str, at: float, until: float) -> Message:
    """How it stands at a look, one of FOLLOWING."""
    asked = f"Asked Chorus at {date(at)} to make a sales qualification of {call}."
    again = f"until {date(until)}."
    match state:
        case "processing":
            text = f"Chorus is still processing {call}, as of {date(at)}. "
            return plain(f"{text}I ask for the sales qualification when that is done; I look again {again}")
        case "busy":
            return plain(
                f"{asked} Chorus is still processing this call, as of {date(at)}; I look again {again}"
            )
        case "unsure":
            lost = "The connection broke before it answered, so it is not known whether it does."
            return plain(f"{asked} {lost} I look for it {again}")
        case _:
            return plain(f"{asked} I look for it {again}")


def ended(call: str, end: dict[str, Any]) -> Message:
    """How it ended, and what the person can do where it did not end well."""
    at = date(end["at"])
    match end["state"]:
        case "there":
            text = f"Chorus has made the sales qualification of {call}, at {at}. "
            return plain((text + escape(str(end.get("say", "")))).strip())
        case "late":
            text = f"Chorus has no sales qualification of {call} as of {at}, and I no longer look. "
            return plain(text + "Look at the call in Chorus, and ask me again.")
        case "gone":
            return plain(f"Chorus no longer has {call}, as of {at}. There is nothing to wait for.")
        case "broken":
            text = f"Something went wrong on our side, and I no longer wait for the sales qualification of {call} ({at}). "
            return plain(text + "Please ask again.")
        case _:
            text = f"Chorus makes no sales qualification of {call}: {escape(str(end['say']))} "
            return plain(text + "If it can be made in Chorus itself, make it there, and ask me again.")
