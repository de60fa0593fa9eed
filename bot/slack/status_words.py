"""What `/chorister status` answers, to one person alone: what runs for them, and what waits for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.digests.schedule import Schedule, coming
from bot.errands.errand import Errand
from bot.proposals.proposal import Proposal
from bot.settings import Settings
from bot.slack import account_words
from bot.slack.account_words import FOREIGN, NOT_CONNECTED
from bot.slack.blocks import section
from bot.slack.command_words import how_it_stands
from bot.slack.recorder_words import Message, meeting_name
from bot.slack.schedule_words import Reader, day_and_time, place
from bot.slack.switch_words import moment, why_no_write
from bot.slack.text import escape, one_line
from bot.store.accounts import Account, State
from bot.store.joins import Join
from bot.store.switches import Switch

MOST = 10
"""Lines of one list."""

STATES = {
    "asked": "asked for; Chorus has not answered yet",
    "already asked": "Chorus says a recorder is there or was asked for before",
    "unverified": "it is not known whether Chorus took the link",
    "accepted": "Chorus took the link; not seen in the call yet",
    "unseen": "not seen in the call",
    "live": "seen in the call",
    "ended": "the recording has ended; Chorus was working on it when I last looked",
    "doubted": "not sent: it waits for somebody's yes in the thread",
}
"""The states of a request that is under way, as far as anybody knows."""

NO_RECORDERS = "No recorder of yours is under way."
NOTHING_WAITS = "Nothing waits for your decision."
WRITING_ON = "Writing is on: each CRM write waits for a person's click."
NO_DIGEST = "No digest of yours is scheduled; `/chorister digest` makes one."
PAUSED = "Your digests are paused; `/chorister digests` lists them."
NO_DAY = "No day is left on which a digest of yours runs; `/chorister digests` lists them."
LAPSED = (
    "Chorus no longer accepts your own account; `/chorister connect` gives you a link to connect it again."
)
ASKED = f"{account_words.ASKED} `/chorister connect` gives you a new link."


@dataclass(frozen=True)
class Recorder:
    """A request of theirs that is under way, and its thread's address where Slack tells it."""

    join: Join
    link: str = ""


@dataclass(frozen=True)
class Waiting:
    """A card that they may decide. `what` is escaped."""

    what: str
    since: float
    link: str = ""


@dataclass(frozen=True)
class Status:
    """How things stand for one person."""

    recorders: Sequence[Recorder]
    cards: Sequence[Waiting]
    digest: str
    """Of their next digest, as mrkdwn of ours."""
    switches: Sequence[str]
    """Whether writing and recording are on for them here, as mrkdwn of ours."""
    account: Account | None


def update(card: Proposal) -> str:
    """A card of a CRM write, by its deal; one that asks for the deal, by its call."""
    if card.opportunity_id:
        return f"CRM update: {one_line(card.opportunity_name or card.opportunity_id, 120)}"
    title = card.meetings[0].title if card.meetings else ""
    return f"CRM update: which deal is “{one_line(title or 'the call', 120)}” of?"


def deed(card: Errand) -> str:
    """A card of any other change."""
    return one_line(card.deed, 160)


def told(status: Status) -> Message:
    """Each part is there even where there is nothing to tell, as a sentence."""
    parts = [
        _list("Your recorders", [_recorder(each) for each in status.recorders], NO_RECORDERS),
        _list("Waiting for your decision", [_card(each) for each in status.cards], NOTHING_WAITS),
        f"*Your next digest*\n{status.digest}",
        "\n".join(["*Writing and recording*", *status.switches]),
        f"*Your own Chorus account*\n{account(status.account)}",
    ]
    return "\n\n".join(parts), [section(part) for part in parts]


def _list(title: str, lines: Sequence[str], none: str) -> str:
    more = len(lines) - MOST
    rest = [f"• and {more} more"] if more > 0 else []
    return "\n".join([f"*{title}*", *([f"• {line}" for line in lines[:MOST]] or [none]), *rest])


def _recorder(recorder: Recorder) -> str:
    join = recorder.join
    state = STATES.get(join.state, escape(join.state))
    return f"{meeting_name(join.meeting)}: {state} · asked {moment(join.asked_at)}{_way(recorder.link, 'thread')}"


def _card(card: Waiting) -> str:
    return f"{card.what} · since {moment(card.since)}{_way(card.link, 'card')}"


def _way(link: str, name: str) -> str:
    return f" · <{escape(link)}|{name}>" if link else ""


def account(held: Account | None) -> str:
    """How somebody's own account stands, in one sentence."""
    match held.state if held else None:
        case State.CONNECTED:
            at = held.connected_at if held else None
            return f"Connected{f' since {moment(at)}' if at else ''}: what you ask of me runs on it."
        case State.LAPSED:
            return LAPSED
        case State.FOREIGN:
            return FOREIGN
        case State.ASKED:
            return ASKED
    return NOT_CONNECTED


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
        why_no_write(settings, writes, user, channel) or WRITING_ON,
        how_it_stands("joins", settings, joins),
    ]
