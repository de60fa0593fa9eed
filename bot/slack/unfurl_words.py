"""The card under a link to a call in Chorus: which call it is, and never a word of what was said in it."""

import re
from datetime import UTC

from bot.recorder.watching import Stage, sight
from bot.slack.blocks import Block, actions, button, section
from bot.slack.text import and_list, one_line
from tools.chorus import Conversation

OPEN = "call_open"
NAMED = 3
"""People of ours that are named before the rest is counted."""

_DATE = re.compile(r"<!date\^[^|>]*\|([^>]*)>")

_STAGES = {
    Stage.LIVE: "live now",
    Stage.ENDED: "ended, and Chorus is working on it",
    Stage.PROCESSED: "processed by Chorus",
    Stage.NO_SHOW: "not recorded",
}


def card(call: Conversation, link: str) -> Block:
    """The preview as chat.unfurl takes it, also in plain words; `link`: the call's address in Chorus."""
    title = one_line(call.subject or "Untitled call", 200)
    told = [" · ".join(filter(None, parts)) for parts in (_when(call), _deal(call), _people(call))]
    text = "\n".join([f"*{title}*", *filter(None, told)])
    row = actions("call", button("Open in Chorus", OPEN, call.conversation_id) | {"url": link})
    plain = _DATE.sub(r"\1", "\n".join([title, *filter(None, told)]))
    return {"blocks": [section(text), row], "fallback": plain}


def _when(call: Conversation) -> tuple[str, ...]:
    length = f"{max(round(call.duration / 60), 1)} min" if call.duration > 0 else ""
    return _moment(call), length, _STAGES.get(sight(call).stage, "not seen by Chorus yet")


def _moment(call: Conversation) -> str:
    """Its beginning in the reader's own zone."""
    start = call.start or call.scheduled_start
    if start is None:
        return ""
    fallback = f"{start.astimezone(UTC):%-d %b %Y, %H:%M} UTC"
    return f"<!date^{int(start.timestamp())}^{{date_short_pretty}}, {{time}}|{fallback}>"


def _deal(call: Conversation) -> tuple[str, ...]:
    known = (call.opportunity_name, call.stage if call.opportunity_name else "", call.account_name)
    return tuple(one_line(part, 100) for part in dict.fromkeys(known) if part)


def _people(call: Conversation) -> tuple[str, ...]:
    """How many there were, and those of our side by name as far as there is room."""
    if not call.participants:
        return ()
    everybody = "1 person" if len(call.participants) == 1 else f"{len(call.participants)} people"
    ours = [one_line(p.name or p.email or "somebody", 60) for p in call.participants if p.side == "ours"]
    more = [f"{len(ours) - NAMED} more"] if len(ours) > NAMED else []
    return (f"{everybody}, on our side {and_list([*ours[:NAMED], *more])}" if ours else everybody,)
