"""What `/chorister status` answers, to one person alone: what runs for them, and what waits for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.digests.schedule import Schedule, coming
from bot.settings import Settings
from bot.slack import account_words, command_words, own_words
from bot.slack.blocks import section
from bot.slack.own_words import Links
from bot.slack.recorder_words import Message
from bot.slack.schedule_words import Reader, day_and_time, place
from bot.slack.switch_words import why_no_write
from bot.slack.text import split
from bot.store.accounts import Account
from bot.store.joins import Join
from bot.store.switches import Switch
from bot.waiting import Waiting

MOST = 10
"""Lines of one list."""

NO_DIGEST = "No digest of yours is scheduled; `/chorister digest` makes one."
PAUSED = "Your digests are paused; `/chorister digests` lists them."
NO_DAY = "No day is left on which a digest of yours runs; `/chorister digests` lists them."


@dataclass(frozen=True)
class Status:
    """How things stand for one person."""

    recorders: Sequence[Join]
    cards: Sequence[Waiting]
    links: Links
    """To the threads of recorders, by their tokens, and to cards, by their ids."""
    digest: str
    """Of their next digest, as mrkdwn of ours."""
    switches: Sequence[str]
    """Whether writing and recording are on for them here, as mrkdwn of ours."""
    account: Account | None


def told(status: Status) -> Message:
    """Each part is there even where there is nothing to tell, as a sentence."""
    links = status.links
    recorders = [own_words.recorder(join, links.get(join.token)) for join in status.recorders]
    cards = [own_words.card(one, links.get(one.card.id)) for one in status.cards]
    parts = [
        _list("Your recorders", recorders, own_words.NO_RECORDERS),
        _list("Waiting for your decision", cards, own_words.NO_CARDS),
        f"*Your next digest*\n{status.digest}",
        "\n".join(["*Writing and recording*", *status.switches]),
        f"*Your own Chorus account*\n{account_words.how_it_stands(status.account)}",
    ]
    return "\n\n".join(parts), [section(piece) for part in parts for piece in split(part)]


def _list(title: str, lines: Sequence[str], none: str) -> str:
    more = len(lines) - MOST
    rest = [f"• and {more} more"] if more > 0 else []
    return "\n".join([f"*{title}*", *([f"• {line}" for line in lines[:MOST]] or [none]), *rest])


def next_digest(own: Sequence[Schedule], reader: Reader) -> str:
    """Where and when the next of somebody's digests comes."""
    if not own:
        return NO_DIGEST
    runs = [(at, each) for each in own if (at := coming(each, reader.now, reader.holidays)) is not None]
    if not runs:
        return PAUSED if all(each.paused for each in own) else NO_DAY
    at, first = min(runs, key=lambda run: run[0])
    return f"It goes to {place(first.channel, first.by)}, {day_and_time(at, reader.now, reader.zone)}."


def switches(
    settings: Settings, writes: Switch | None, joins: Switch | None, user: str, channel: str
) -> list[str]:
    """Whether CRM writes and recorders are on for a person in a channel, and why not."""
    return [
        why_no_write(settings, writes, user, channel)
        or command_words.how_it_stands("writes", settings, writes),
        command_words.how_it_stands("joins", settings, joins),
    ]
