"""What of all that goes on is somebody's own: recorders under way, cards that wait for them. From our store alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.errands.errand import Errand
from bot.errands.rights import decides
from bot.people import Person, may_decide
from bot.proposals.proposal import Proposal
from bot.store.joins import DOUBTED, LONGEST, Join, is_fresh, is_under_way
from bot.store.posts import Post
from bot.workflows.house import house

Card = Proposal | Errand

OPEN = ("unseen", "ended", DOUBTED)
"""States of a recorder that are worth a line too while they are fresh: somebody may have to do something, or waits."""


@dataclass(frozen=True)
class Waiting:
    """A card that somebody may decide, and where it stands."""

    card: Card
    channel: str
    ts: str
    is_own: bool
    """Whether they asked for it, and not only may decide it."""


async def my_recorders(user: str) -> list[Join]:
    """The recorders that somebody asked for and that are under way, the newest first."""
    here = house()
    now = here.now()
    return [join for join in await here.joins.of(user, now - LONGEST) if concerns_now(join, now)]


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


def may_settle(person: Person, card: Card) -> bool:
    """Whether somebody may decide a card."""
    if isinstance(card, Errand):
        return decides(person, card)
    return may_decide(person, card.owner_id, card.owner_email)


def post_key(card: Card) -> str:
    """What the message of a card was posted for."""
    return f"errand:{card.id}" if isinstance(card, Errand) else f"card:{card.id}"


def reached(person: Person, cards: Iterable[Card], posts: dict[str, Post]) -> Iterable[Waiting]:
    """Those that stand in Slack; nobody gets at what was shown to somebody else alone."""
    for card in cards:
        post, is_own = posts.get(post_key(card)), card.asker == person.slack_id
        if post and post.ts and (is_own or not post.channel.startswith("D")):
            yield Waiting(card, post.channel, post.ts, is_own)


def in_order(found: Iterable[Waiting]) -> list[Waiting]:
    """One's own first, then what expires first."""
    return sorted(found, key=lambda one: (not one.is_own, one.card.expires_at, one.card.id))
