"""The risk digest in words: what changed first, one line of dated evidence a deal, the rest in the thread."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from bot.risk.digest import MOST, Digest
from bot.risk.item import Item
from bot.risk.rules import name_of
from bot.risk.standing import Change
from bot.slack.blocks import Block, context, divider, header, section
from bot.slack.digest_items import Look, deal_blocks, line, money
from bot.slack.text import and_list, counted, dated, escape, flat, one_line

Message = tuple[str, list[Block]]

PER_MESSAGE = 6
"""Deals in one message of the thread."""


def message(digest: Digest, look: Look, trend: Sequence[tuple[float, int]] = ()) -> Message:
    """The message itself."""
    at = digest.at.astimezone(look.judging.zone)
    title = f"Deal risk · {flat(look.whose, 60)} · {at:%a %-d %b}"
    head = f"{_head(digest, look)} · as of {dated(at.timestamp(), '{time}')}"
    shown = digest.items[:MOST]
    foot = _foot(digest, look)
    blocks: list[Block] = [header(title), section(head)]
    texts = [escape(title), head]
    for rep, items in _groups(shown, look):
        if rep:
            blocks.append(section(f"*{one_line(rep, 80)}*"))
            texts.append(one_line(rep, 80))
        for item in items:
            blocks += deal_blocks(item, look)
            texts.append(line(item, look))
    if trend:
        blocks.append(chart(trend, look))
        texts.append(_trend_text(trend))
    blocks += [divider(), *(context(text) for text in foot)]
    return plain("\n\n".join([*texts, *foot])), blocks


def not_sent(where: str, state: str, note: str) -> Message:
    """For whoever ran a digest that is not posted. `where`: mrkdwn."""
    said = "was made and not posted" if state == "quiet" else "failed"
    text = f"The risk digest that goes to {where} {said}: {_said(note, 300)}."
    return text, [section(text)]


def broken(where: str, times: int, note: str) -> Message:
    """For an admin: a digest that keeps failing is as silent as one that has nothing to say. `where`: mrkdwn."""
    text = f"The risk digest that goes to {where} failed {times} times in a row: {_said(note, 200)}."
    return text, [section(text)]


def _said(note: str, most: int) -> str:
    """A note within a sentence, without its end mark."""
    return one_line(note, most).rstrip(".?!")


def thread(digest: Digest, look: Look) -> list[Message]:
    """What does not fit, and what did not change, for the thread."""
    parts = [("More that changed", digest.items[MOST:]), ("Unchanged or better", digest.unchanged)]
    return [made for title, items in parts for made in _pages(title, items, look)]


def _pages(title: str, items: Sequence[Item], look: Look) -> list[Message]:
    made = []
    for n in range(0, len(items), PER_MESSAGE):
        part = items[n : n + PER_MESSAGE]
        said = f"*{title}*" + (
            f" ({n + 1} to {n + len(part)} of {len(items)})" if len(items) > len(part) else ""
        )
        blocks = [section(said), *(block for item in part for block in deal_blocks(item, look))]
        made.append((plain("\n\n".join([said, *(line(item, look) for item in part)])), blocks))
    return made


def plain(text: str) -> str:
    """For a notification: links as their words alone, so that all of it fits."""
    return re.sub(r"<https?://[^|>]+\|([^>]+)>", r"\1", text)


def _head(digest: Digest, look: Look) -> str:
    changes = [
        f"{n} {what}"
        for n, what in (
            (digest.count(Change.WORSE), "worse"),
            (digest.count(Change.NEW, Change.BACK), "new"),
            (digest.count(Change.FIRST), "read for the first time"),
            (
                sum(
                    i.is_due and i.change not in (Change.WORSE, Change.NEW, Change.BACK) for i in digest.items
                ),
                "due",
            ),
            (len(digest.cleared), "cleared"),
        )
        if n
    ]
    if digest.first:
        said = "First reading: there is nothing to compare it with yet"
    elif digest.all_clear:
        said = f"All clear: nothing is at risk any more ({len(digest.cleared)} cleared)"
    else:
        said = (", ".join(changes) or "Nothing changed") + _since(look)
    total = f"{digest.at_risk} of {counted(digest.open + digest.kept, 'open deal')} at risk"
    if digest.due_amount and not look.hide_amounts:
        total += f", {money(digest.due_at_risk)} of {money(digest.due_amount)} due this quarter"
    return f"{said} · {total}"


def _since(look: Look) -> str:
    if look.since is None:
        return ""
    at = look.judging.now.fromtimestamp(look.since, look.judging.zone)
    return f" since {at:%a %-d %b}"


def _groups(items: Sequence[Item], look: Look) -> Iterable[tuple[str, list[Item]]]:
    """By rep, in the order of each one's most pressing deal; or all together."""
    if look.grouping != "rep":
        yield "", list(items)
        return
    first = {item.deal.owner_name: n for n, item in reversed(list(enumerate(items)))}
    ordered = sorted(items, key=lambda item: first[item.deal.owner_name])
    for rep, group in groupby(ordered, key=lambda item: item.deal.owner_name):
        yield rep, list(group)


def _foot(digest: Digest, look: Look) -> list[str]:
    found = []
    if digest.cleared:
        found.append(
            "Cleared: "
            + ", ".join(f"{one_line(g.name, 80)} ({one_line(g.why, 120)})" for g in digest.cleared[:20])
            + _more(len(digest.cleared) - 20)
        )
    hidden = len(digest.items) - MOST
    counts = [
        f"{hidden} more in the thread" if hidden > 0 else "",
        f"{len(digest.unchanged)} unchanged or better in the thread" if digest.unchanged else "",
        f"{digest.snoozed} snoozed" if digest.snoozed else "",
        f"{digest.acknowledged} acknowledged" if digest.acknowledged else "",
        f"{digest.watched} on watch" if digest.watched else "",
    ]
    if any(counts):
        found.append(" · ".join(part for part in counts if part))
    if digest.unknown:
        names = [f"{one_line(gone.name, 60)} ({one_line(gone.why, 80)})" for gone in digest.unknown[:5]]
        found.append(f"Unknown: {', '.join(names)}{_more(len(digest.unknown) - len(names))}")
    if digest.unlooked:
        found.append(f"Nobody could look for red-flag words (R12) in {counted(digest.unlooked, 'call')} yet.")
    if digest.unread:
        names = [one_line(name, 160) for name in digest.unread[:8]]
        more = _more(len(digest.unread) - len(names))
        found.append(f"Could not be read: {'; '.join(names)}{more}. Nothing of it is cleared.")
    if look.profile:
        found.append(f"Judged by the rules “{one_line(look.profile, 40)}”.")
    if look.off:
        why = {
            why: [f"{id} {name_of(id)}" for id, it in look.off.items() if it == why]
            for why in look.off.values()
        }
        named = "; ".join(f"{and_list(rules)} ({reason})" for reason, rules in why.items())
        found.append(f"Rules that are off: {named}")
    if look.alone:
        found.append(f"Judged by the calls of {one_line(look.whose, 60)} alone.")
    return found


def _more(n: int) -> str:
    return f" and {n} more" if n > 0 else ""


def chart(trend: Sequence[tuple[float, int]], look: Look) -> Block:
    """The deals at risk over the last digests, drawn by Slack."""
    zone = look.judging.zone
    times = [look.judging.now.fromtimestamp(at, zone) for at, _ in trend]
    days = [f"{time:%-d %b}" for time in times]
    # Each point needs a label of its own.
    labels = days if len(set(days)) == len(days) else [f"{time:%-d %b %H:%M:%S}" for time in times]
    return {
        "type": "data_visualization",
        "title": "Deals at risk",
        "chart": {
            "type": "line",
            "series": [
                {
                    "name": "at risk",
                    "data": [
                        {"label": label, "value": n} for label, (_, n) in zip(labels, trend, strict=True)
                    ],
                }
            ],
            "axis_config": {"categories": labels, "x_label": "digest", "y_label": "deals"},
        },
    }


def _trend_text(trend: Sequence[tuple[float, int]]) -> str:
    return "Deals at risk in the last digests: " + ", ".join(str(n) for _, n in trend)
