"""The Home tab: the risk digests somebody may change, as a view that is published to them."""

from bot.slack.blocks import Block, actions, button, context, header, section
from bot.slack.schedule_words import NEW, NONE_YET, Listing, rows
from bot.slack.text import escape

ABOUT = "A risk digest looks at the deals of a team at a set time and says in a channel what changed."
MORE = "`/chorister help` lists what there is to type. Everything else: mention me, or write to me in *Messages*."


def home(listing: Listing, say: str = "") -> Block:
    """The tab of somebody we work for. `say`: mrkdwn about what they just did."""
    top = [header("Risk digests"), section(ABOUT), *([section(say)] if say else [])]
    new = actions("schedule:new", button("New digest", NEW, "new", "primary"))
    return _view([*top, new, *(rows(listing) or [section(NONE_YET)]), context(MORE)])


def closed(say: str) -> Block:
    """The tab of somebody for whom there is nothing, or not now, and the sentence that says so."""
    return _view([section(escape(say))])


def _view(blocks: list[Block]) -> Block:
    return {"type": "home", "blocks": blocks}
