"""
What people do in a busy workspace, as a list with times: most of it concerns nobody. Pure; the same seed, the same list.

What the bot can do in a minute is Slack's to say. Of `chat.update` it takes 50: a question costs one (its plan is closed), a
write-back about four (a plan, and the card twice or more), a recorder three. So of 1,000 events a minute 50 concern the bot:
20 questions, 3 further words in a thread, a write-back and a half, 2 recorders and 2 offers. That is some 40 edits, 80 posts
of the 300, and 100 of the 300 calls a minute that Truto takes: no limit makes anybody wait for long.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto


class Act(Enum):
    """What somebody does."""

    MENTION = auto()
    DIRECT = auto()
    FURTHER = auto()
    """A word more in a thread in which they have asked before."""
    LINK = auto()
    """A meeting link where the recorder is sent at once."""
    OFFER = auto()
    """A meeting link elsewhere: a question whether it shall be sent."""
    WRITE = auto()
    """Having a call's fields written into the CRM; somebody decides on the card."""
    EDIT = auto()
    """Somebody corrects a word of theirs."""
    APP = auto()
    """Another app says something."""
    REPLY = auto()
    """A word in a thread of others."""
    CHATTER = auto()


SHARES = {
    Act.MENTION: 12.0,
    Act.DIRECT: 8.0,
    Act.FURTHER: 3.0,
    Act.LINK: 2.0,
    Act.OFFER: 2.0,
    Act.WRITE: 1.5,
    Act.EDIT: 20.0,
    Act.APP: 30.0,
    Act.REPLY: 100.0,
}
"""Of a thousand events so many acts; the rest is chatter."""
EVENTS = {Act.MENTION: 2, Act.WRITE: 3}
"""Events that one act brings where it is not one: Slack tells of a mention twice, and a card is clicked."""
AGAIN = 0.01
"""Of all acts, those that Slack tells of once more though it was acknowledged."""


@dataclass(frozen=True)
class Moment:
    """One act and its time, in seconds from the beginning."""

    at: float
    act: Act
    again: bool = False
    """Whether Slack tells of it once more."""


def moments(seed: int, rate: float, minutes: float) -> list[Moment]:
    """So many events a minute, spread evenly and in random order."""
    dice = random.Random(seed)
    acts = list(_acts(round(rate * minutes)))
    dice.shuffle(acts)
    pace = minutes * 60 / len(acts)
    return [Moment((n + dice.random()) * pace, act, dice.random() < AGAIN) for n, act in enumerate(acts)]


def _acts(events: int) -> Iterator[Act]:
    left = events
    for act, share in SHARES.items():
        count = round(events * share / 1000)
        yield from [act] * count
        left -= count * EVENTS.get(act, 1)
    yield from [Act.CHATTER] * left
