"""How much of a proposal fits a message: what nobody could read in full is not theirs to approve."""

from collections.abc import Sequence

from bot.proposals.proposal import Change
from bot.risk.gaps import text_of

ROOM = 10_000
"""Units of text on one card. Slack documents 3,000 a block and 50 blocks, but refuses messages far below the product."""
ROWS = 36
"""Blocks of rows on one card; Slack takes 50 in a message, and an edit may add five."""
LONGEST = 8_000
"""Units of one value."""
NOW = QUOTE = 300
"""Units of what the field holds, and of a quote, that a row shows."""


def units(text: str) -> int:
    """The length of a text as Slack counts it once & < > are escaped: in UTF-16, where an emoji counts twice."""
    escapes = 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 + escapes


def length(change: Change) -> int:
    """Units that a value takes in its row, where each line of several has a margin."""
    text = text_of(change.words)
    return units(text) + 2 * max(0, len(text.splitlines()) - 1)


def too_long(change: Change) -> str:
    """Why a value cannot be approved for its length; empty when it can."""
    if length(change) > LONGEST:
        return "too long to be shown in full, so it cannot be approved here"
    return ""


def weight(change: Change) -> int:
    """Units that a change takes on a card."""
    value = min(LONGEST, length(change))
    now, quote = min(NOW, units(text_of(change.now))), min(QUOTE, units(change.quote or ""))
    return value + now + quote + units(change.label[:80]) + units(change.remark) + 60


def blocks_of(change: Change) -> int:
    """Blocks that a change takes: one, and more for a value too long for one."""
    return 1 + min(LONGEST, length(change)) // 1_400


def fits(changes: Sequence[Change]) -> bool:
    """Whether one card shows them all."""
    return sum(map(weight, changes)) <= ROOM and sum(map(blocks_of, changes)) <= ROWS


def paged(changes: Sequence[Change]) -> list[tuple[Change, ...]]:
    """The changes in groups that fit a card each, in their order."""
    pages: list[list[Change]] = [[]]
    for change in changes:
        if pages[-1] and not fits([*pages[-1], change]):
            pages.append([])
        pages[-1].append(change)
    return [tuple(page) for page in pages]
