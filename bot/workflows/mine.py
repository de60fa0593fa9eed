"""What of all that goes on is somebody's own: recorders under way, cards that wait for them. From our store alone."""

from bot.people import Person
from bot.risk.own_deals import Alerted, OwnDeal, Sent, last_read, own_deals
from bot.store.joins import DOUBTED, LONGEST, Join, is_fresh, is_under_way
from bot.waiting import Card, Waiting, in_order, may_settle, post_key, reached
from bot.workflows.alerts import ALERT
from bot.workflows.house import house

OPEN = ("unseen", "ended", DOUBTED)
"""States of a recorder that are worth a line too while they are fresh: somebody may have to do something, or waits."""


async def my_recorders(user: str) -> list[Join]:
    """The recorders that somebody asked for and that are under way, the newest first."""
    here = house()
    now = here.now()
    return [join for join in await here.joins.asked_by(user, now - LONGEST) if concerns_now(join, now)]


def concerns_now(join: Join, now: float) -> bool:
    """Whether a request for the recorder is not over yet."""
    return is_under_way(join, now) or (join.state in OPEN and is_fresh(join, now))


async def waiting_for(person: Person) -> list[Waiting]:
    """The cards that somebody may decide and can reach: their own first, then what expires first."""
    here = house()
    now = here.now()
    cards: list[Card] = [*await here.proposals.open(), *await here.errands.open()]
    theirs = [card for card in cards if card.expires_at > now and may_settle(person, card)]
    posts = await here.posts.placed([post_key(card) for card in theirs])
    return in_order(reached(person, theirs, posts))


WEEK = 7 * 86_400.0
"""Seconds for which an alert is told of, unless a digest has said something newer."""


async def deals_at_risk(person: Person) -> tuple[list[OwnDeal], float | None]:
    """Somebody's own deals at risk by what was said last, and when a digest last said something of their deals."""
    here = house()
    mine = await here.readings.deals_of(person.chorus_id, person.email)
    if not mine:
        return [], None
    digests = await _sent()
    rows = await here.readings.since(ALERT, here.now() - WEEK)
    told = [(row["at"], row["body"]["evidence"]) for row in rows]
    alerts = [Alerted(at, deal, found) for at, deals in told for deal, found in deals.items()]
    return own_deals(mine, digests, alerts), last_read(mine, digests)


async def _sent() -> list[Sent]:
    """What each digest said last; a quiet run since then found it unchanged."""
    here = house()
    found = await here.readings.newest(apart=ALERT)
    last = await here.schedules.last([row["schedule"] for row in found])
    quiet = {id: period.at for id, period in last.items() if period.state == "quiet"}
    return [Sent(row["at"], row["body"], max(row["at"], quiet.get(row["schedule"], 0.0))) for row in found]
