"""The card under a link to a call in Chorus: which call it is, and never a word of what was said in it."""

from datetime import UTC

from bot.recorder.watching import Stage, sight
from bot.slack.blocks import Block, actions, button, section
from bot.slack.text import and_list, counted, one_line
from tools.chorus import Conversation

OPEN = "call_open"
NAMED = 3
"""People of ours that are named before the rest is counted."""

_STAGES = {
    Stage.LIVE: "live now",
    Stage.ENDED: "ended, and Chorus is working on it",
    Stage.PROCESSED: "processed by Chorus",
    Stage.NO_SHOW: "not recorded",
}


def card(call: Conversation, link: str) -> Block:
    """The preview as chat.unfurl takes it; `link`: the call's address in Chorus."""
    title = one_line(call.subject or "Untitled call", 200)
    lines = [" · ".join(filter(None, parts)) for parts in (_when(call), _deal(call), _people(call))]
    text = "\n".join([f"*{title}*", *filter(None, lines)])
    row = actions("call", button("Open in Chorus", OPEN, call.conversation_id) | {"url": link})
    return {"blocks": [section(text), row], "fallback": text}


def _when(call: Conversation) -> tuple[str, ...]:
    length = f"{max(round(call.duration / 60), 1)} min" if call.duration > 0 else ""
    return _moment(call), length, _STAGES.get(sight(call).stage, "not seen by Chorus yet")


def _moment(call: Conversation) -> str:
    """Its beginning in the reader's own zone."""
    start = call.start or call.scheduled_start
    if start is None:
        return ""
    fallback = f"{start.astimezone(UTC):%d %b %Y, %H:%M} UTC"
    return f"<!date^{int(start.timestamp())}^{{date_short_pretty}}, {{time}}|{fallback}>"


def _deal(call: Conversation) -> tuple[str, ...]:
    known = (call.opportunity_name, call.stage if call.opportunity_name else "", call.account_name)
    return tuple(one_line(part, 100) for part in dict.fromkeys(known) if part)


def _people(call: Conversation) -> tuple[str, str]:
    """Those of our side by name, as far as there is room, and how many there are of the other."""
    ours = [one_line(p.name or p.email or "somebody", 60) for p in call.participants if p.side == "ours"]
    theirs = len(call.participants) - len(ours)
    more = [f"{len(ours) - NAMED} more of ours"] if len(ours) > NAMED else []
    named = and_list([*ours[:NAMED], *more])
    return named, counted(theirs, "guest") if theirs else ""
