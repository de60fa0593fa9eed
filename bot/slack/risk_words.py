"""What is said when somebody acts on a deal of the digest, and the evidence behind its line."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.slack.blocks import Block, actions, button, plain_text, section
from bot.slack.digest_items import minute
from bot.slack.modals import form
from bot.slack.text import and_list, escape, one_line

Message = tuple[str, list[Block]]

UNDO = "risk_undo"
FORM = "risk_snooze_until"
"""The form that asks for a date."""

NOT_YOURS = "That is for the deal's owner, their manager or an admin. Nothing was changed."
NOT_RECORDED = "The record could not be kept, so nothing was changed. Please try again in a minute."
AT_ONCE = (
    "Somebody else did something with this deal in the same moment; nothing was changed. Please try again."
)
NO_DATE = "I did not understand the date; nothing was changed."
PAST_DATE = "A snooze has to end after today; nothing was changed."
UNKNOWN_PERSON = "A deal can only be assigned to a full member of this workspace; nothing was changed."
TOO_OLD = "What this rests on is not kept any more. Ask me about the deal instead."
CHANGED_SINCE = (
    "It was taken back already, or somebody did something else with this deal since; nothing was changed."
)

SAID = {
    "acknowledged": "acknowledged it: it comes back when a reason is added.",
    "snoozed": "snoozed it until {detail}, or until it gets worse.",
    "assigned": "gave it to {detail}.",
    "not useful": "found the reason “{detail}” of no use: it counts, and admins see which rules to change.",
    "undone": "took it back ({detail}).",
}


def done(kind: str, name: str, who: str, detail: str, undo: str | None) -> Message:
    """What somebody did, with a way back. `detail` is escaped already."""
    text = f"*{one_line(name, 80)}* · <@{escape(who)}> {SAID[kind].format(detail=detail)}"
    row = [actions(f"undo:{undo}", button("Undo", UNDO, undo))] if undo else []
    return text, [section(text), *row]


def assigned(name: str, by: str, why: Sequence[str], link: str | None) -> Message:
    """For the one who has the deal now. `why`: the names of the rules; `link`: to the digest, if they can follow it."""
    text = f"{one_line(by, 60)} gave you *{one_line(name, 80)}*: {and_list(why) or 'no reason is left'}"
    text += f" · <{escape(link)}|the digest>" if link else ""
    return text, [section(text)]


def unassigned(name: str, by: str) -> Message:
    """For the one who does not have the deal any more."""
    text = f"{one_line(by, 60)} took *{one_line(name, 80)}* back: it is not with you any more."
    return text, [section(text)]


def evidence(found: dict[str, Any], zone: str) -> Message:
    """Each reason with its rule, fact, date and the minute of the call."""
    parts = [f"*Why {one_line(found['name'], 80)}*"]
    parts += [_reason(reason, zone) for reason in found["reasons"]]
    if found["doubts"]:
        parts.append("Doubtful, not counted: " + "; ".join(one_line(d, 160) for d in found["doubts"]))
    if found["unknown"]:
        said = "; ".join(f"{rule}: {one_line(why, 120)}" for rule, why in found["unknown"])
        parts.append(f"Unknown, not counted: {said}")
    return "\n\n".join(parts), [section(part) for part in parts]


def _reason(reason: dict[str, Any], zone: str) -> str:
    day = f"{datetime.fromtimestamp(reason['at'], ZoneInfo(zone)):%a %-d %b}"
    text = f"*{reason['rule']} {one_line(reason['name'], 60)}* · {one_line(reason['fact'], 200)} · {day}"
    link = reason["url"] or ""
    if link.startswith("https://"):
        text += f" · <{escape(link)}|the call{minute(reason['offset'])}>"
    if reason["quote"]:
        text += f"\n> {one_line(reason['speaker'] or 'Somebody', 60)}: “{one_line(reason['quote'], 400)}”"
    return text


def until_form(click: Mapping[str, Any], today: str) -> Block:
    """The form that asks until when. It carries the click that opened it."""
    picker = {"type": "datepicker", "action_id": "until", "initial_date": today}
    until = {"type": "input", "block_id": "until", "label": plain_text("Until"), "element": picker}
    return form(FORM, "Snooze", click, [until], "Snooze")
