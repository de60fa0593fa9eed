"""Cards that wait for a person: which of them are theirs to decide, and can be reached. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.errands.errand import Errand
from bot.errands.rights import decides
from bot.people import Person, may_decide
from bot.proposals.proposal import Proposal
from bot.store.posts import Post

Card = Proposal | Errand


@dataclass(frozen=True)
class Waiting:
    """A card that somebody may decide, and where it stands."""

    card: Card
    channel: str
    ts: str
    is_own: bool
    """Whether they asked for it, and not only may decide it."""


def waits_for(person: Person, card: Card) -> bool:
    """
    Whether a card is somebody's to decide. What an admin may decide only as an admin, and did not ask for, waits for others.
    """
    acting = person if card.asker == person.slack_id else replace(person, is_admin=False)
    if isinstance(card, Errand):
        return decides(acting, card)
    return may_decide(acting, card.owner_id, card.owner_email)


def post_key(card: Card) -> str:
    """What the message of a card was posted for."""
    return f"errand:{card.id}" if isinstance(card, Errand) else f"card:{card.id}"


def reached(person: Person, cards: Iterable[Card], posts: Mapping[str, Post]) -> Iterable[Waiting]:
    """Those that stand in Slack; nobody gets at what was shown to somebody else alone."""
    for card in cards:
        post, is_own = posts.get(post_key(card)), card.asker == person.slack_id
        if post and post.ts and (is_own or not post.channel.startswith("D")):
            yield Waiting(card, post.channel, post.ts, is_own)


def in_order(found: Iterable[Waiting]) -> list[Waiting]:
    """One's own first, then what expires first."""
    return sorted(found, key=lambda one: (not one.is_own, one.card.expires_at, one.card.id))
