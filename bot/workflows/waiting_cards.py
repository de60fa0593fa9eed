"""The cards that wait for one person: theirs to decide, and where they can see them."""

from dataclasses import replace

from bot.errands.errand import Errand
from bot.errands.rights import decides
from bot.people import Person, may_decide
from bot.proposals.proposal import Proposal
from bot.slack.status_words import MOST, Waiting, deed, update
from bot.store.posts import Post
from bot.workflows.audience import present_in
from bot.workflows.house import house
from bot.workflows.steps import SLACK_FAULTS

Card = Proposal | Errand


async def waiting_for(person: Person) -> list[Waiting]:
    """
    The open cards that wait for somebody, the oldest first. What an admin may decide only as an admin, and did not ask for,
    waits for others. Within a step; raises UpstreamError.
    """
    here = house()
    cards: list[Card] = [*await here.proposals.open(), *await here.errands.open()]
    theirs = [card for card in cards if card.expires_at > here.now() and _is_theirs(person, card)]
    found = [(card, post) for card in sorted(theirs, key=_age) if (post := await _post_of(card, person))]
    shown = [_told(card, await address(post.channel, post.ts or "")) for card, post in found[:MOST]]
    return [*shown, *(_told(card, "") for card, _ in found[MOST:])]


def _age(card: Card) -> float:
    return card.made_at


def _is_theirs(person: Person, card: Card) -> bool:
    acting = person if card.asker == person.slack_id else replace(person, is_admin=False)
    if isinstance(card, Errand):
        return decides(acting, card)
    return may_decide(acting, card.owner_id, card.owner_email)


async def _post_of(card: Card, person: Person) -> Post | None:
    """Where a card stands, if this person can read it there."""
    kind = "errand" if isinstance(card, Errand) else "card"
    post = await house().posts.get(f"{kind}:{card.id}")
    if post is None or post.ts is None:
        return None
    reads = card.asker == person.slack_id or await _reads_along(person.slack_id, post.channel)
    return post if reads else None


async def _reads_along(user: str, channel: str) -> bool:
    """Whether somebody may read a channel; where nobody can tell, they may not."""
    if channel.startswith("D"):
        return False
    try:
        if await house().speaker.is_open(channel):
            return True
        present = await present_in(channel)
    except SLACK_FAULTS:
        return False
    return any(isinstance(each, Person) and each.slack_id == user for each in present or ())


def _told(card: Card, link: str) -> Waiting:
    return Waiting(deed(card) if isinstance(card, Errand) else update(card), card.made_at, link)


async def address(channel: str, ts: str) -> str:
    """The address of a message; empty where Slack does not tell it."""
    try:
        return await house().speaker.permalink(channel, ts)
    except SLACK_FAULTS:
        return ""
