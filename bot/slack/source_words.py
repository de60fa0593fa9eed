"""Under an answer: the calls that it rests on, what in it nobody can vouch for, and that a machine wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.slack.text import and_list, counted, escape, flat, one_line

SHOWN = 5
"""Calls that are named, and quotations."""
LONGEST = 500
"""Characters of an address; no page of a call has a longer one."""
_CLOSING = str.maketrans({"|": "%7C", "<": "%3C", ">": "%3E"})


@dataclass(frozen=True)
class Cited:
    """A call that an answer rests on."""

    title: str
    url: str = ""
    """Empty where no tool gave its link."""
    start: datetime | None = None
    minutes: Sequence[str] = ()
    """Where in it stand the words that the answer quotes."""


def sources(calls: Sequence[Cited]) -> str:
    """Each call by its link, its day and the minutes that are quoted."""
    more = len(calls) - SHOWN
    named = [_named(call) for call in calls[:SHOWN]] + ([f"{more} more"] if more > 0 else [])
    return f"{'Source' if len(calls) == 1 else 'Sources'}: {' · '.join(named)}"


def _named(call: Cited) -> str:
    title = one_line(call.title or "untitled call", 80)
    is_link = call.url.startswith("https://") and len(call.url) <= LONGEST
    link = f"<{escape(call.url.translate(_CLOSING))}|{title}>" if is_link else title
    minutes = f"at {and_list(call.minutes[:SHOWN])}" if call.minutes else ""
    about = ", ".join(filter(None, [_day(call.start), minutes]))
    return f"{link} ({about})" if about else link


def _day(at: datetime | None) -> str:
    return f"<!date^{int(at.timestamp())}^{{date_short}}|{at:%-d %b %Y}>" if at else ""


def unfound(quotations: Sequence[str]) -> str:
    """Words in quotation marks that stand in nothing that was read."""
    named = and_list([f"“{one_line(flat(words, 60), 80)}”" for words in quotations[:SHOWN]])
    return f"Not word for word in what I read: {named}."


def written(calls: int) -> str:
    """The one quiet line about who wrote it. `calls`: how many it rests on."""
    of = f" from {counted(calls, 'call')}" if calls else ""
    return f"Written by Claude{of}; check before you rely on it."
