"""The Home tab: its parts in their order, as a view that is published to one person."""

from collections.abc import Sequence

from bot.slack.blocks import Block, actions, button, context, divider, header, section
from bot.slack.home_mine import more
from bot.slack.schedule_words import NEW, NONE_YET, Listing, rows
from bot.slack.text import escape

ABOUT = "A risk digest looks at the deals of a team at a set time and says what changed, in a channel or to you directly."
SCHEDULES = 8
"""Digests that are shown, of two blocks each."""
MOST = 100
"""Blocks that Slack takes in a Home tab."""
UNKNOWN = (
    "{} So I do not know just now who reports to whom: what waits for you as somebody's manager is missing below. The rest "
    "is what I know myself."
)
"""Above what our own store knows while Chorus does not answer; begins with the sentence about the failure."""
CUT = "There is more than this tab has room for."


def home(parts: Sequence[Sequence[Block]], say: str = "") -> Block:
    """The tab of somebody we work for. `say`: mrkdwn about what they just did, or about what is not known."""
    blocks = [section(say)] if say else []
    for part in parts:
        blocks += part
    return _view(blocks if len(blocks) <= MOST else [*blocks[: MOST - 1], context(CUT)])


def digests(listing: Listing) -> list[Block]:
    """The digests somebody may change, and the way to a new one."""
    new = actions("schedule:new", button("New digest", NEW, "new", "primary"))
    shown = rows(listing, SCHEDULES) or [section(NONE_YET)]
    left = more(len(listing.schedules) - SCHEDULES, "`/chorister digests` lists them.")
    return [header("Risk digests"), section(ABOUT), new, *shown, *left]


def admins(parts: Sequence[Sequence[Block]]) -> list[Block]:
    """What only admins see."""
    made = [divider(), header("For admins")]
    for part in parts:
        made += part
    return made


def closed(say: str) -> Block:
    """The tab of somebody for whom there is nothing, or not now, and the sentence that says so."""
    return _view([section(escape(say))])


def _view(blocks: list[Block]) -> Block:
    return {"type": "home", "blocks": blocks}
