"""The parts of the Home tab that are everybody's own: what waits, recorders, deals at risk, the Chorus account, help."""

from collections.abc import Mapping, Sequence

from bot.errands.errand import Errand
from bot.risk.own_deals import OwnDeal
from bot.slack import account_words
from bot.slack.blocks import Block, actions, button, confirmed, context, header, section
from bot.slack.digest_items import LEVELS
from bot.slack.recorder_words import ACCEPTED, ALREADY_THERE, EARLIER_DOUBT, UNVERIFIED, meeting_name
from bot.slack.switch_words import moment
from bot.slack.text import counted, escape, one_line
from bot.store.accounts import Account, State
from bot.store.joins import Join
from bot.waiting import Card, Waiting

LEAVE, STOP = "home_leave", "home_stop"
CONNECT, DISCONNECT, HELP = "home_connect", "home_disconnect", "home_help"

RECORDERS, CARDS, DEALS = 6, 10, 8
"""Rows that are shown before the rest is counted: a tab has room for 100 blocks."""
MORE_CARDS = "they move up as these are decided."
MORE_RECORDERS = "they move up as these end."

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

Links = Mapping[str, str]
"""The address of a message, by what it is about; what has none stands where no link leads."""


def waiting(found: Sequence[Waiting], links: Links, off: str = "") -> list[Block]:
    """The cards that somebody may decide. `off`: why none can be approved now, as mrkdwn of ours."""
    rows = [section(_card(one, links.get(one.card.id))) for one in found[:CARDS]]
    none = [section("No card waits for your decision.")]
    return [
        header("Waiting for me"),
        *([context(off)] if off and rows else []),
        *(rows or none),
        *more(len(found) - CARDS, MORE_CARDS),
    ]


def _card(one: Waiting, link: str | None) -> str:
    card = one.card
    facts = [
        f"asked by {'you' if one.is_own else f'<@{escape(card.asker)}>'}",
        f"since {moment(card.made_at)}",
        f"expires {moment(card.expires_at)}",
        f"<{escape(link)}|open the card>" if link else f"its card is in {_where(one)}",
    ]
    return f"{about(card)}\n{' · '.join(facts)}"


def _where(one: Waiting) -> str:
    return "your direct messages with me" if one.channel.startswith("D") else f"<#{escape(one.channel)}>"


def about(card: Card) -> str:
    """What a card would do, in one line."""
    if isinstance(card, Errand):
        return f"*{one_line(card.deed, 200)}*"
    name = one_line(card.opportunity_name or card.opportunity_id, 80) or "Which deal?"
    call = f" · {one_line(card.meetings[0].title, 80)}" if card.meetings and card.meetings[0].title else ""
    return f"*{name}* · {counted(len(card.changes), 'CRM field')}{call}"


def recorders(found: Sequence[Join], links: Links) -> list[Block]:
    """The recorders that somebody asked for and that are under way."""
    rows = [_recorder(join, links.get(join.token)) for join in found[:RECORDERS]]
    none = [section("No recorder of yours is under way.")]
    return [header("My recorders"), *(rows or none), *more(len(found) - RECORDERS, MORE_RECORDERS)]


def _recorder(join: Join, link: str | None) -> Block:
    where = f" · <{escape(link)}|its thread>" if link else ""
    text = f"*{meeting_name(join.meeting)}* · asked {moment(join.asked_at)}{where}\n{STATES[join.state]}"
    press = _press(join)
    return section(text, accessory=press) if press else section(text)


def _press(join: Join) -> Block | None:
    """What can be done with a recorder: what its own card offers."""
    if join.state == "live" and join.call:
        ask = button("Ask it to leave", LEAVE, f"{join.meeting} {join.call}", "danger")
        sure = "What was recorded so far stays in Chorus. The recorder does not come back by itself."
        return confirmed(ask, sure, "Ask it to leave")
    if join.state == "unseen":
        return button("Stop watching", STOP, f"{join.meeting} {join.token}")
    return None


def deals(found: Sequence[OwnDeal], read_at: float | None) -> list[Block]:
    """Somebody's own deals at risk, as the digests and alerts said last."""
    rows = [section(_deal(deal)) for deal in found[:DEALS]]
    if not rows and read_at is None:
        rows = [section("No risk digest has read a deal of yours yet.")]
    none = [section(f"None of your deals was at risk by the last digest, {moment(read_at or 0.0)}.")]
    return [
        header("My deals at risk"),
        *(rows or none),
        *more(len(found) - DEALS, "Your digests list them."),
    ]


def _deal(deal: OwnDeal) -> str:
    first = deal.reasons[0] if deal.reasons else {}
    name = one_line(str(first.get("name") or "Its reasons were not shown"), 60)
    url = str(first.get("url") or "")
    named = f"<{escape(url)}|{name}>" if url.startswith("https://") else name
    fact = f": {one_line(str(first['fact']), 160)}" if first.get("fact") else ""
    rest = len(deal.reasons) - 1
    others = f" · and {counted(rest, 'more reason')}" if rest > 0 else ""
    return f"*{one_line(deal.name, 80)}* · {LEVELS[deal.level]} · as of {moment(deal.as_of)}\n{named}{fact}{others}"


def account(stands: Account | None) -> list[Block]:
    """How somebody's own Chorus account stands, and what they can do about it."""
    made = [header("My Chorus account"), section(_account(stands))]
    row = []
    if stands is None or stands.state is not State.CONNECTED:
        again = stands is not None and stands.state is State.LAPSED
        row.append(button("Connect it again" if again else "Connect my account", CONNECT, "connect"))
    if stands is not None:
        gone = button("Disconnect", DISCONNECT, "disconnect")
        row.append(
            confirmed(
                gone, "What you ask of me then runs on the account that everybody shares.", "Disconnect"
            )
        )
    return [*made, actions("home:account", *row)]


LAPSED = (
    "Chorus no longer accepts your own account, so what you ask of me cannot be done with it. Connect it again, or "
    "disconnect it to go back to the account that everybody shares."
)


def _account(stands: Account | None) -> str:
    if stands is None:
        return account_words.NOT_CONNECTED
    match stands.state:
        case State.ASKED:
            return account_words.ASKED
        case State.LAPSED:
            return LAPSED
    return account_words.how_it_stands(stands)


ASK = (
    "Mention me, or write to me in *Messages*: a question about your calls, a meeting link to record, or “push the notes of "
    "my last call”."
)


def helping() -> list[Block]:
    """The way to all that can be said and typed."""
    return [header("Help"), section(ASK, accessory=button("What you can type", HELP, "help"))]


def more(n: int, where: str) -> list[Block]:
    """How many there are beyond what is shown, and where they are."""
    return [context(f"And {n} more: {where}")] if n > 0 else []
