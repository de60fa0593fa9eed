"""What admins are told when nobody else can mend it."""

from bot.slack.blocks import Block, context, section
from bot.slack.generate_words import date
from bot.slack.text import escape
from bot.store.troubles import SLACK_TOKEN, Trouble

Message = tuple[str, list[Block]]

ONCE = "You are told once; if it works again and then breaks again, you hear of it again."


def trouble(found: Trouble) -> Message:
    """Something is refused until an admin acts."""
    head = f"*Chorister needs an admin.* {escape(found.say)}"
    until = (
        ""
        if found.key == SLACK_TOKEN
        else " Until then everybody who asks for something of Chorus gets this answer."
    )
    foot = f"Since {date(found.opened_at)}.{until} {ONCE}"
    return f"{head}\n{foot}", [section(head), context(foot)]
