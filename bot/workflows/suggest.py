"""What one may ask, shown in somebody's direct messages with us: it follows what they look at."""

from typing import Any

from bot.durable import step, workflow
from bot.people import Person
from bot.slack.prompt_words import Around, prompts
from bot.workflows.house import house
from bot.workflows.recognising import recognised

RECORDERS = 3
"""Recorders of a channel that are told of, the newest ones."""


@workflow("suggest prompts")
async def suggest(user: str, direct: str, channel: str) -> None:
    """Somebody opened their messages with us, or looks at another channel beside them; empty where at none."""
    await show_prompts(user, direct, channel)


@step("show prompts")
async def show_prompts(user: str, direct: str, channel: str) -> dict[str, Any]:
    """Show them to who may use them; a decoration, so it is tried once."""
    person = await recognised(user, 0)
    if isinstance(person, Person):
        found = await around(user, person.email, channel)
        await house().sessions.suggest(direct, prompts(found))
    return {"ok": True}


async def around(user: str, email: str, channel: str) -> Around:
    """By our own store, within a step: what is known of a channel and of somebody who looks at it."""
    here = house()
    deals = await here.readings.has_deals(email)
    recorders = await here.joins.newest(channel, here.now(), RECORDERS) if channel else []
    cards = [card for card in await here.proposals.open() if channel and _is_in(card.conversation, channel)]
    mine = sum(card.asker == user for card in cards)
    name = await here.sessions.name(channel) if recorders or mine else ""
    if not name:
        return Around(deals=deals)
    states = tuple((join.meeting, join.state) for join in recorders)
    return Around(channel, name, states, mine, deals)


def _is_in(conversation: str, channel: str) -> bool:
    return conversation.split(":")[1:2] == [channel]
