"""What a thread says once a recorded call was worked through: its summary, what is to do, what is missing."""

from typing import Any

from bot.risk.gaps import Gap, field_gap, find_field
from bot.slack.blocks import actions, button, context, header, section
from bot.slack.recorder_words import Message
from bot.slack.text import and_list, escape, flat, one_line, quoted
from tools.chorus import Conversation, Qualification

PUSH = "call_push"
ITEMS, GAPS = 8, 12
"""Action items and gaps that are listed."""


OWNER_HAS_IT = "Chorus has written up the call; its owner has the summary."
NOT_YOURS_TO_PUSH = "Only those who may read this call can push it to the CRM. Nothing changed."


def has_it(user: str) -> str:
    """For a channel in which somebody may not see the report."""
    return f"Chorus has written up the call; <@{escape(user)}> has the summary."


def report(
    call: dict[str, Any],
    qualification: dict[str, Any] | None,
    owner: str | None,
    asker: str,
    can_make: bool = False,
) -> Message:
    """
    A call's report, to its owner; `call` and `qualification` are views as JSON, `owner` and `asker` the Slack ids of whose
    call it is and of who asked for the recorder. `can_make`: Chorus can be asked for the qualification that is missing.
    """
    read = Conversation.model_validate(call)
    analysis = Qualification.model_validate(qualification) if qualification else None
    title = f"After the call: {flat(read.subject or 'untitled', 100)}"
    parts = [
        _about(read, owner, asker),
        _summary(read),
        _items(read),
        _gaps(analysis, can_make),
        _risks(analysis),
    ]
    texts = [part for part in parts if part]
    foot = "Nothing is written to the CRM by this."
    blocks = [header(title), *map(section, texts), context(foot)]
    if can_make or (analysis and any(field.new_value for field in analysis.fields)):
        blocks.append(
            actions(
                f"after:{read.conversation_id}", button("Push to CRM", PUSH, read.conversation_id, "primary")
            )
        )
    return "\n\n".join([escape(title), *texts, foot]), blocks


def unreadable(asker: str) -> Message:
    """Chorus has the call and does not let it be read."""
    why = "Chorus has processed the call, but its summary cannot be read just now. Ask me for it later."
    text = f"<@{escape(asker)}>, {why}"
    return text, [section(text)]


def push_request(call: str) -> str:
    """What a click on the button asks for, in words."""
    return f"Push the notes and the framework fields of meeting {call} into the CRM."


def _about(call: Conversation, owner: str | None, asker: str) -> str:
    whose = "" if owner or not call.owner_name else f"owner {call.owner_name}"
    named = [one_line(part, 80) for part in (call.opportunity_name, call.account_name, whose) if part]
    asked = f"recorder asked for by <@{escape(asker)}>" if owner and owner != asker else ""
    return " · ".join([f"<@{escape(owner or asker)}>", *named, *([asked] if asked else [])])


def _summary(call: Conversation) -> str:
    return (
        f"*Summary*\n{quoted(call.summary, 1500)}" if call.summary else "Chorus has no summary of this call."
    )


def _items(call: Conversation) -> str:
    shown = [f"• {one_line(item, 200)}" for item in call.action_items[:ITEMS]]
    more = len(call.action_items) - ITEMS
    shown += [f"• and {more} more in Chorus"] if more > 0 else []
    return "\n".join(["*To do*", *shown]) if shown else ""


def _gaps(analysis: Qualification | None, can_make: bool) -> str:
    """What the sales method still lacks."""
    if analysis is None:
        missing = "Chorus has no sales qualification of this call yet."
        make = " Ask me to push this call to the CRM and I have Chorus make one."
        return missing + (make if can_make else "")
    said = {Gap.EMPTY: "empty", Gap.PLACEHOLDER: "only a placeholder", Gap.NO_QUOTE: "no quote from the call"}
    fields = [field for field in analysis.fields if not field.is_summary]
    found = [(field, gap) for field in fields if (gap := field_gap(field))]
    method = escape(analysis.framework or "the sales method")
    if not found:
        return (
            f"*Gaps*\nNone: every field of {method} holds something that the call supports." if fields else ""
        )
    lines = [f"• {one_line(field.name, 80)}: {said[gap]}" for field, gap in found[:GAPS]]
    more = len(found) - GAPS
    lines += [f"• and {more} more"] if more > 0 else []
    return "\n".join([f"*Gaps in {method}*", *lines])


def _risks(analysis: Qualification | None) -> str:
    """What the analysis of one call gives reason to worry about."""
    if analysis is None:
        return ""
    worries = [words for name, words in RISKS.items() if _lacks(analysis, name)]
    return f"*Risks*\n{and_list(worries).capitalize()}." if worries else ""


RISKS = {
    "Next Steps": "no next step was agreed",
    "Economic Buyer": "it is open who decides on the money",
}
"""Fields whose gap is a risk in itself."""


def _lacks(analysis: Qualification, name: str) -> bool:
    field = find_field(analysis, name)
    gap = field_gap(field) if field else None
    # A summary is Chorus's own words and needs no quote.
    return gap is not None and not (gap is Gap.NO_QUOTE and field is not None and field.is_summary)
