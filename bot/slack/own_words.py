"""What runs for somebody and what waits for them: the same words on the Home tab and in `/chorister status`."""

from collections.abc import Mapping

from bot.errands.errand import Errand
from bot.slack.recorder_words import ACCEPTED, ALREADY_THERE, EARLIER_DOUBT, UNVERIFIED, meeting_name
from bot.slack.text import counted, dated, escape, one_line
from bot.store.joins import Join
from bot.waiting import Card, Waiting

STATES = {
    "asked": "Asked for; Chorus has not answered yet.",
    "accepted": ACCEPTED,
    "already asked": ALREADY_THERE,
    "unverified": UNVERIFIED,
    "unseen": "Not seen in the call. Is it in the waiting room? A host has to admit it.",
    "live": "Chorus shows this call as live.",
    "ended": "The recording has ended; Chorus was working on it when I last looked.",
    "doubted": EARLIER_DOUBT,
}
"""How a request for the recorder stands, never more than is known."""

NO_RECORDERS = "No recorder of yours is under way."
NO_CARDS = "No card waits for your decision."

Links = Mapping[str, str]
"""The address of a message, by what it is about; what has none stands where no link leads."""


def recorder(join: Join, link: str | None) -> str:
    """A request for the recorder in two lines: which meeting, and how it stands. `link`: to its thread."""
    where = f" · <{escape(link)}|its thread>" if link else ""
    return f"*{meeting_name(join.meeting)}* · asked {dated(join.asked_at)}{where}\n{STATES[join.state]}"


def card(one: Waiting, link: str | None) -> str:
    """A card that waits, in two lines: what it would do, and who asked for it when. `link`: to the card."""
    waits = one.card
    facts = [
        f"asked by {'you' if one.is_own else f'<@{escape(waits.asker)}>'}",
        f"since {dated(waits.made_at)}",
        f"expires {dated(waits.expires_at)}",
        f"<{escape(link)}|open the card>" if link else f"its card is in {_where(one)}",
    ]
    return f"{about(waits)}\n{' · '.join(facts)}"


def _where(one: Waiting) -> str:
    return "your direct messages with me" if one.channel.startswith("D") else f"<#{escape(one.channel)}>"


def about(card: Card) -> str:
    """What a card would do, in one line."""
    if isinstance(card, Errand):
        return f"*{one_line(card.deed, 200)}*"
    name = one_line(card.opportunity_name or card.opportunity_id, 80) or "Which deal?"
    call = f" · {one_line(card.meetings[0].title, 80)}" if card.meetings and card.meetings[0].title else ""
    return f"*{name}* · {counted(len(card.changes), 'CRM field')}{call}"
