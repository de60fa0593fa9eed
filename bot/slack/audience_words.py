"""What a channel hears in place of what is told to one person alone, and what that person hears."""

from bot.slack.blocks import Block, context
from bot.slack.recorder_words import Message, plain
from bot.slack.text import escape

REFUSED = "There is no such call, or you may not read it: a call is for its owner, those who were in it, and their managers."
"""It says the same of a call that there is not."""
NOT_HERE = "I am not available to you here. "
NOT_YOURS_ALONE = (
    "Somebody who reads along here may not see what this is about, or I cannot tell; you get it here alone."
)


def answered(user: str) -> Message:
    """For the thread; whose call it is about, or what stands in it, is not for the channel."""
    return plain(f"I answered <@{escape(user)}> privately.")


def shown(user: str) -> Message:
    """The same for a card."""
    return plain(f"I showed <@{escape(user)}> the card privately.")


def asked_in(channel: str) -> Block:
    """Above what is told directly: where it was asked for, and why it does not stand there."""
    return context(f"You asked in <#{escape(channel)}>. {NOT_YOURS_ALONE}")
