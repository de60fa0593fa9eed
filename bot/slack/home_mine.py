"""The parts of the Home tab that are everybody's own: what waits, recorders, deals at risk, the Chorus account, help."""

from collections.abc import Sequence

from bot.risk.own_deals import OwnDeal
from bot.slack import account_words
from bot.slack import own_words as words
from bot.slack.blocks import Block, actions, button, confirmed, context, header, section
from bot.slack.digest_items import LEVELS
from bot.slack.own_words import Links
from bot.slack.recorder_words import leaving, unwatching
from bot.slack.text import counted, dated, escape, one_line
from bot.store.accounts import Account, State
from bot.store.joins import Join
from bot.waiting import Waiting

LEAVE, STOP = "home_leave", "home_stop"
CONNECT, DISCONNECT, HELP = "home_connect", "home_disconnect", "home_help"

RECORDERS, CARDS, DEALS = 6, 10, 8
"""Rows that are shown before the rest is counted: a tab has room for 100 blocks."""
MORE_CARDS = "they move up as these are decided."
MORE_RECORDERS = "they move up as these end."


def waiting(found: Sequence[Waiting], links: Links, off: str = "") -> list[Block]:
    """The cards that somebody may decide. `off`: why none can be approved now, as mrkdwn of ours."""
    rows = [section(words.card(one, links.get(one.card.id))) for one in found[:CARDS]]
    none = [section(words.NO_CARDS)]
    return [
        header("Waiting for me"),
        *([context(off)] if off and rows else []),
        *(rows or none),
        *more(len(found) - CARDS, MORE_CARDS),
    ]


def recorders(found: Sequence[Join], links: Links) -> list[Block]:
    """The recorders that somebody asked for and that are under way."""
    rows = [_recorder(join, links.get(join.token)) for join in found[:RECORDERS]]
    none = [section(words.NO_RECORDERS)]
    return [header("My recorders"), *(rows or none), *more(len(found) - RECORDERS, MORE_RECORDERS)]


def _recorder(join: Join, link: str | None) -> Block:
    text, press = words.recorder(join, link), _press(join)
    return section(text, accessory=press) if press else section(text)


def _press(join: Join) -> Block | None:
    """What can be done with a recorder: what its own card offers."""
    if join.state == "live" and join.call:
        return leaving("Ask it to leave", LEAVE, join.meeting, join.call)
    return unwatching(STOP, join.meeting, join.token) if join.state == "unseen" else None


def deals(found: Sequence[OwnDeal], read_at: float | None) -> list[Block]:
    """Somebody's own deals at risk, as the digests and alerts said last."""
    rows = [section(_deal(deal)) for deal in found[:DEALS]]
    if not rows and read_at is None:
        rows = [section("No risk digest has read a deal of yours yet.")]
    none = [section(f"None of your deals was at risk by the last digest, {dated(read_at or 0.0)}.")]
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
    return f"*{one_line(deal.name, 80)}* · {LEVELS[deal.level]} · as of {dated(deal.as_of)}\n{named}{fact}{others}"


def account(stands: Account | None) -> list[Block]:
    """How somebody's own Chorus account stands, and what they can do about it."""
    made = [header("My Chorus account"), section(account_words.how_it_stands(stands))]
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
