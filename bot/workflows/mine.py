"""What of all that goes on is somebody's own: recorders under way, cards that wait for them, deals at risk."""

import asyncio
from collections.abc import Collection

from bot.people import Person
from bot.risk.own_deals import Alerted, OwnDeal, Sent, last_read, own_deals
from bot.store.joins import DOUBTED, LONGEST, Join, is_fresh, is_under_way
from bot.waiting import Card, Waiting, in_order, post_key, reached, waits_for
from bot.workflows.alerts import ALERT
from bot.workflows.house import house
from bot.workflows.steps import SLACK_FAULTS, slack_failure

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
    """The cards that are somebody's to decide and that they can read: their own first, then what expires first."""
    here = house()
    now = here.now()
    cards: list[Card] = [*await here.proposals.open(), *await here.errands.open()]
    theirs = [card for card in cards if card.expires_at > now and waits_for(person, card)]
    posts = await here.posts.placed([post_key(card) for card in theirs])
    found = list(reached(person, theirs, posts))
    read = await _read_by(person.slack_id, {one.channel for one in found if not one.is_own})
    return in_order(one for one in found if one.is_own or one.channel in read)


async def _read_by(user: str, channels: Collection[str]) -> set[str]:
    """Those of these channels that somebody can read; each is asked about once."""
    asked = sorted(channels)
    found = await asyncio.gather(*(_reads(user, channel) for channel in asked))
    return {channel for channel, reads in zip(asked, found, strict=True) if reads}


async def _reads(user: str, channel: str) -> bool:
    """Whether somebody can read a channel; where Slack does not tell, they cannot."""
    here = house()
    try:
        return await here.speaker.is_open(channel) or await here.directory.is_in(channel, user)
    except SLACK_FAULTS as error:
        slack_failure(error, "a question about a channel", 0)
        return False


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
