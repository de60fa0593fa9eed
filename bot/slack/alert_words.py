"""What the owner of a deal is told directly: a hard signal, or a hint about a call of theirs."""

from collections.abc import Sequence

from bot.risk.item import Item
from bot.risk.verdict import Reason
from bot.slack.blocks import Block, context, section
from bot.slack.digest_items import Look, deal_blocks, said
from bot.slack.text import one_line

Message = tuple[str, list[Block]]


def alert(item: Item, reasons: Sequence[Reason], look: Look) -> Message:
    """A hard signal, with its quote and the deal's buttons."""
    head = f"*{one_line(item.deal.name, 80)}* needs you: " + " · ".join(
        f"{reason.name}: {one_line(reason.fact, 120)}" for reason in reasons
    )
    quotes = [said(reason, look.judging) for reason in reasons if reason.quote]
    texts = [head, *quotes]
    foot = "You get this once; your manager sees it in the digest."
    return "\n".join([*texts, foot]), [section("\n".join(texts)), *deal_blocks(item, look)[1:], context(foot)]


def hint(item: Item, reasons: Sequence[Reason], look: Look) -> Message:
    """A coaching hint: for the rep alone, and no risk."""
    text = "\n".join(f"*{one_line(item.deal.name, 80)}* · a hint: {one_line(r.fact, 120)}" for r in reasons)
    foot = "Only you see this; it does not count as a risk of the deal."
    return f"{text}\n{foot}", [section(text), context(foot)]
