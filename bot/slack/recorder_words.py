"""What the thread says of a recorder: never more than is known."""

import re
from typing import Any

from bot.recorder.watching import Stage
from bot.slack.blocks import Block, actions, button, confirmed, section
from bot.slack.text import dated, escape, going_on, inert

Message = tuple[str, list[Block]]

SEND, RETRY, STOP, LEAVE = "recorder_send", "recorder_retry", "recorder_stop", "recorder_leave"

ACCEPTED = "Chorus took the link. If a recorder asks to come in, admit it."
ALREADY_THERE = (
    "Chorus says a recorder is already in this meeting or was asked for before. Nothing more was sent."
)
UNVERIFIED = (
    "The connection broke before Chorus answered, so it is not known whether Chorus took the link. "
    "If a recorder asks to come in, admit it."
)
NOT_RECORDED = (
    "The record of this could not be kept, so the recorder was not sent. Please tell whoever runs Chorister."
)
SWITCHED_OFF = "Sending the recorder is switched off here. Ask an admin of Chorister."
NO_JOIN_TOOL = (
    "The connected Chorus account offers no way to send a recorder. Ask an admin to look at it in Truto."
)

BEGUN = "I ask Chorus to send the recorder; the thread says what becomes of it."
SHARED_HERE = "Another company can read this conversation, so no recorder is asked for here. Paste the link to me directly."
STOPPED_BEFORE = "This is not watched any more."
NOT_IN_HERE = (
    "I cannot write here, so nobody would hear what becomes of the recorder, and nothing was sent. "
    "Invite me to this conversation, or paste the link to me directly."
)
EARLIER_DOUBT = "An earlier message asked whether this call shall be recorded, and nobody has said yes."
CONFIRM = "This call needs a second confirmation; the thread asks for it."
CONSENT = (
    "The first recorder from this conversation: everybody in a call has to know that it is recorded, and in many places to "
    "agree. Please tell them before it begins."
)
NOT_YOURS_TO_END = (
    "Only the call's owner, whoever asked for the recorder, their manager or an admin can ask it to leave. "
    "Nothing changed."
)
NO_LEAVE_TOOL = (
    "The connected Chorus account offers no way to call a recorder back. Remove it in the call itself."
)
NOT_LIVE = "Chorus says that this call is not live any more."
NO_LINK = "There is no meeting link in this message."

FAILED = "Something went wrong on our side. The thread says what was asked for before that; please try again for the rest."

TO_THREAD = re.compile(r"(.* The thread: )(https?://\S+)", re.DOTALL)

FOLLOWED = "Chorus took the link; the message above follows what becomes of it."


def too_many(most: int, more: int) -> str:
    """A message is about more meetings than it may be."""
    return f"At most {most} meetings of one message: {more} more were left alone."


PROVIDERS = {
    "zoom": "Zoom",
    "meet": "Google Meet",
    "teams": "Microsoft Teams",
    "webex": "Webex",
    "8x8": "8x8",
}


def meeting_name(meeting: str) -> str:
    """Zoom 987654321."""
    provider, _, id = meeting.partition(":")
    name = PROVIDERS.get(provider, provider)
    return escape(f"{name} {id}" if len(id) <= 24 else f"{name} meeting")


def date(at: float) -> str:
    """A moment in the reader's own zone."""
    return dated(at, "{time}")


def plain(text: str) -> Message:
    """A message of one paragraph that we wrote ourselves."""
    return text, [section(text)]


def offer(meeting: str, value: str, doubt: str = "") -> Message:
    """The question under a message that holds a meeting link; with a doubt, the one whether it shall be recorded at all."""
    if doubt:
        text = f"{escape(doubt)} Shall Chorus record {meeting_name(meeting)} all the same?"
        yes = button("Record it all the same", SEND, value)
    else:
        text = f"That is a meeting on {meeting_name(meeting)}. Shall Chorus record it?"
        yes = button("Send the recorder", SEND, value, "primary")
    return text, [section(text), actions(f"offer:{meeting}", yes)]


def earlier(name: str, when: str, where: str | None) -> str:
    """
    A recorder was asked for before: who, when, and the thread, None where nobody knows it and empty where not everybody may
    read it.
    """
    place = f" The thread: {where}" if where else " It was asked for in a place that not everybody can read."
    said = f"A recorder was already asked for {when} by {name}; it was not sent a second time."
    return said + ("" if where is None else place)


def earlier_here(found: dict[str, Any]) -> Message:
    """The same under a posted link, in place of an offer."""
    where = f"<{found['where']}>" if found["where"] else found["where"]
    when = f"at {date(found['at'])}"
    return plain(earlier(escape(found["name"]), when, where))


def unusable(reasons: list[str]) -> str:
    """Told in private to whoever posted links that no recorder can follow."""
    return "\n".join(linked(f"No recorder can follow a link that you posted. {reason}") for reason in reasons)


def asked_to_leave(meeting: str, user: str) -> Message:
    """The recorder was asked to leave; whether it has, the next look shows."""
    return plain(
        f"<@{escape(user)}> asked the recorder to leave {meeting_name(meeting)}. The message above says when it has."
    )


def begun(meeting: str, user: str) -> Message:
    """Somebody asked by a command or from a message's menu."""
    return plain(f"<@{escape(user)}> asks for the recorder for {meeting_name(meeting)}.")


def following(join: dict[str, Any], state: str) -> Message:
    """Right after Chorus took the link."""
    known = {"already asked": ALREADY_THERE, "unverified": UNVERIFIED}.get(state, ACCEPTED)
    return plain(f"*{meeting_name(join['meeting'])}* · asked at {date(join['asked_at'])}\n{known}")


def waiting(join: dict[str, Any], why: str, until: float) -> Message:
    """The request has to wait before Chorus hears of it."""
    return plain(
        f"*{meeting_name(join['meeting'])}* · asked at {date(join['asked_at'])}\n{going_on(why, until)}"
    )


def not_sent(join: dict[str, Any]) -> Message:
    """What becomes of the words about waiting where another message, or a private one, says why."""
    return plain(f"*{meeting_name(join['meeting'])}* · asked at {date(join['asked_at'])}, and not sent.")


def stage(join: dict[str, Any], seen: dict[str, Any]) -> Message:
    """What a look at Chorus has shown."""
    name, at = meeting_name(join["meeting"]), date(seen["at"])
    why = _reason(seen.get("reason") or "")
    match Stage(seen["stage"]):
        case Stage.LIVE:
            text, blocks = plain(f"*{name}* · seen in the call at {at}\nChorus shows this call as live.")
            return text, [*blocks, *([_leave(join, seen["leave"])] if seen.get("leave") else [])]
        case Stage.ENDED:
            return plain(
                f"*{name}* · the recording has ended{why}, seen at {at}\nChorus is working on the recording."
            )
        case Stage.PROCESSED:
            return plain(f"*{name}* · recorded{why}\nChorus has processed the call, seen at {at}.")
        case Stage.NO_SHOW if seen.get("reason"):
            return plain(f"*{name}* · not recorded{why}, seen at {at}")
        case Stage.NO_SHOW:
            return plain(f"*{name}* · Chorus marks it as a no-show ({at}).")
        case Stage.GONE:
            return plain(
                f"*{name}* · Chorus does not show this call any more ({at}). It may have been deleted there."
            )
        case Stage.REPEATED:
            where = "below" if seen.get("below") else "said where somebody asked"
            return plain(f"*{name}* · asked for again; what becomes of it is {where} ({at}).")
        case other:
            raise ValueError(f"nothing is said of {other}")


def _leave(join: dict[str, Any], call: str) -> Block:
    return actions(
        f"live:{join['meeting']}", leaving("Ask the recorder to leave", LEAVE, join["meeting"], call)
    )


def leaving(text: str, action: str, meeting: str, call: str) -> Block:
    """The button that takes a recorder out of a live call, once that was confirmed."""
    ask = button(text, action, f"{meeting} {call}", "danger")
    sure = "What was recorded so far stays in Chorus. The recorder does not come back by itself."
    return confirmed(ask, sure, "Ask it to leave")


def unwatching(action: str, meeting: str, token: str) -> Block:
    """The button that ends the watch over a recorder that was not seen."""
    return button("Stop watching", action, f"{meeting} {token}")


def late(join: dict[str, Any], stage: Stage, at: float) -> Message:
    """A stage lasts longer than it should: what a person can do about it."""
    name = meeting_name(join["meeting"])
    if stage is Stage.ENDED:
        return plain(
            f"*{name}* · the recording has ended, but Chorus has still not processed it, as of {date(at)}\n"
            "I go on looking, less often. Whoever runs Chorus for you can see there what holds it up."
        )
    text = (
        f"*{name}* · not seen in the call, as of {date(at)}\n"
        "Is it in the waiting room? A host has to admit it. If the call has not begun yet, nothing is wrong."
    )
    buttons = (
        button("Try again", RETRY, join["link"], "primary"),
        unwatching(STOP, join["meeting"], join["token"]),
    )
    return text, [section(text), actions(f"unseen:{join['meeting']}", *buttons)]


def blind(join: dict[str, Any], at: float) -> Message:
    """Chorus cannot be asked: nothing is known, which is not the same as nothing to be seen."""
    name = meeting_name(join["meeting"])
    return plain(
        f"*{name}* · Chorus cannot be asked just now ({date(at)}), so it is not known how the call stands. I go on trying."
    )


def given_up(join: dict[str, Any], stage: Stage, at: float) -> Message:
    """Nobody looks any more, and the end is not known."""
    name = meeting_name(join["meeting"])
    last = {
        Stage.WAITING: "not seen in the call",
        Stage.LIVE: "still shown as live",
        Stage.ENDED: "ended, but not processed by Chorus",
    }[stage]
    return plain(f"*{name}* · {last}, and no longer watched ({date(at)}).")


REASONS = {
    "meeting_ended": "",
    "not_admitted": "nobody let the recorder in",
    "host_not_joined": "the host did not come",
    "removed": "the recorder was removed",
}
"""Words for an end that Chorus may use: its list is not documented, and any other one is shown as it is."""


def _reason(word: str) -> str:
    told = REASONS.get(word, f"Chorus's reason: {escape(' '.join(word.replace('_', ' ').split())[:200])}")
    return f": {told}" if word and told else ""


def for_claude(outcome: dict[str, Any]) -> str:
    """What Claude is told of a join that went through; the follow-up in the thread says the rest."""
    return FOLLOWED if outcome["state"] == "accepted" else str(outcome["say"])


def answered(outcome: dict[str, Any], user: str, join: dict[str, Any]) -> Message:
    """What replaces the offer after the click; a failure that may pass keeps the button."""
    if outcome["ok"]:
        if outcome["state"] == "asked before":
            return plain(linked(outcome["say"]))
        return plain(f"<@{user}> asked for the recorder. What becomes of it is below.")
    text = f"<@{user}> asked for the recorder, but it was not sent: {escape(outcome['say'])}"
    if not outcome.get("passing") and outcome.get("retry_in") is None:
        return plain(text)
    again = button("Send the recorder", SEND, join["link"], "primary")
    return text, [section(text), actions(f"offer:{join['meeting']}", again)]


def linked(say: str) -> str:
    """
    A sentence of ours that may end in the address of a thread, as a link. Whatever stands before it stays inert, a
    colleague's name among it.
    """
    found = TO_THREAD.fullmatch(say)
    return f"{inert(found[1])}<{escape(found[2])}>" if found else inert(say)
