"""The alert of a day's review: each call with its gap, then what could not be answered, then what was looked at."""

import math
from collections.abc import Iterator

from bot.risk.day import DayReview, Finding, Selection, Unanswered
from bot.risk.gaps import Gap
from bot.slack.blocks import Block, context, divider, header, section
from bot.slack.text import and_list, counted, dated, escape, one_line, quoted
from tools.chorus import Engagement

PER_MESSAGE = 40
"""Calls in one message; Slack takes 50 blocks."""

Message = tuple[str, list[Block]]


def alert(review: DayReview, asker: str) -> list[Message]:
    """The alert as one or more messages (text, blocks). The first one mentions the asker, who asked to be alerted."""
    pieces = [(_finding_text(f, review.field_name)) for f in review.findings]
    if review.unanswered:
        pieces += [f"*No answer for {counted(len(review.unanswered), 'call')}*"]
        pieces += [_unanswered_text(u) for u in review.unanswered]
    title, foot = _title(review), _footing(review.selection, len(review.fine))
    chunks = [pieces[i : i + PER_MESSAGE] for i in range(0, len(pieces), PER_MESSAGE)] or [[]]
    messages: list[Message] = []
    for n, chunk in enumerate(chunks):
        first, last = n == 0, n == len(chunks) - 1
        head = f"{title}" if first else f"{title} (continued, {n + 1} of {len(chunks)})"
        told = [f"<@{asker}>, you asked for this review.", *chunk] if first else chunk
        blocks = [header(head), *map(section, told), *([divider(), context(foot)] if last else [])]
        text = "\n".join([escape(head), *told, *([foot] if last else [])])
        messages.append((text, blocks))
    return messages


def _title(review: DayReview) -> str:
    if review.findings:
        return f"{counted(len(review.findings), 'call')} where {review.field_name} is empty or at risk"
    if review.unanswered:
        return f"No call found where {review.field_name} is empty or at risk, but not all could be checked"
    return f"No call where {review.field_name} is empty or at risk"


def _finding_text(finding: Finding, field: str) -> str:
    call = finding.call
    why = {
        Gap.EMPTY: f"{escape(field)} is *empty*",
        Gap.PLACEHOLDER: f"{escape(field)} is *at risk*: it only says “{one_line(finding.value, 60)}”",
        Gap.NO_QUOTE: f"{escape(field)} is *at risk*: “{one_line(finding.value, 120)}” has no quote from the call",
    }[finding.gap]
    lines = [_call_line(call), why, f"Meeting ID `{escape(call.conversation_id)}`"]
    lines.append(quoted(call.summary, 400) if call.summary else "Chorus has no summary of this call.")
    return "\n".join(lines)


def _unanswered_text(item: Unanswered) -> str:
    return f"{_call_line(item.call)}\nNot judged: {escape(item.why)}\nMeeting ID `{escape(item.call.conversation_id)}`"


def _call_line(call: Engagement) -> str:
    title = one_line(call.subject or "Untitled call", 120)
    # Slack reads <!channel> and <@U1> in the same brackets as a link, so only a web address may stand there.
    is_link = (call.url or "").startswith("https://")
    parts = [f"*<{escape(call.url or '')}|{title}>*" if is_link else f"*{title}*"]
    deal = call.opportunity_name or call.account_name
    parts.append(one_line(deal, 80) if deal else "no deal")
    parts.append(one_line(call.owner_name or call.owner_email or "no owner", 60))
    if call.start:
        parts.append(dated(call.start.timestamp(), "{time}"))
    # Rounded up: a call that is half a second longer than the limit shows as longer.
    minutes, seconds = divmod(math.ceil(call.duration), 60)
    parts.append(f"{minutes} min {seconds} s" if seconds else f"{minutes} min")
    return " · ".join(parts)


def _footing(selection: Selection, fine: int) -> str:
    looked = f"Looked at {counted(selection.total, 'meeting')} of the day. {fine} fine."
    return " ".join([looked, *_left_out(selection)])


def _left_out(selection: Selection) -> Iterator[str]:
    reasons = [
        f"{n} {why}"
        for n, why in (
            (selection.too_short, "not long enough"),
            (selection.no_shows, "with nobody there"),
            (selection.unfinished, "not processed yet"),
        )
        if n
    ]
    if reasons:
        yield f"Left out: {and_list(reasons)}."
    if selection.unreadable:
        yield f"{counted(selection.unreadable, 'row')} of Chorus's list could not be read."
    if selection.not_yours:
        yield f"{counted(selection.not_yours, 'more meeting')} you may not read."
