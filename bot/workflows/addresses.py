"""The addresses of messages: Slack is asked once for each, and what it does not tell is left out."""

import asyncio
from collections.abc import Sequence

from bot.store.joins import Join
from bot.waiting import Waiting
from bot.workflows.house import house
from bot.workflows.steps import SLACK_FAULTS, slack_failure


async def address(channel: str, ts: str) -> str | None:
    """The address of a message; None where Slack does not tell it. Within a step."""
    here, key = house(), f"{channel}:{ts}"
    held = here.permalinks.get(key)
    try:
        return held or here.permalinks.keep(key, await here.speaker.permalink(channel, ts))
    except SLACK_FAULTS as error:
        slack_failure(error, "a question about a message", 0)
        return None


async def links_to(joins: Sequence[Join], cards: Sequence[Waiting]) -> dict[str, str]:
    """The addresses of recorders' threads, by their requests' tokens, and of cards, by their ids."""
    threads = {join.token: (join.channel, join.thread) for join in joins}
    places = threads | {one.card.id: (one.channel, one.ts) for one in cards}
    found = await asyncio.gather(*(address(*place) for place in places.values()))
    return {key: link for key, link in zip(places, found, strict=True) if link}
