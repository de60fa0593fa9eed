"""Putting an errand's card into Slack as it is stored."""

from functools import partial
from typing import Any

from bot.durable import step
from bot.errands.errand import Errand, State
from bot.slack.errand_words import card
from bot.workflows.house import house
from bot.workflows.steps import PATIENCE, SLACK_FAULTS, in_full, post, slack_failure
from bot.workflows.writing import writing_off


async def post_errand(errand: Errand, channel: str, thread: str) -> str | None:
    """Post a card, once; None when Slack will not have it."""
    return await post(f"errand:{errand.id}", channel, thread, *card(errand))


async def placed_errand(id: str) -> dict[str, Any] | None:
    """Where an errand's card stands, as plain JSON; None while none stands in Slack. Within a step."""
    post = await house().posts.get(f"errand:{id}")
    return {"id": id, "channel": post.channel, "ts": post.ts} if post and post.ts else None


async def edit_errand(id: str, channel: str, ts: str) -> None:
    """Bring a card up to date: it shows what is stored at that moment, whoever changed it meanwhile."""
    await in_full(partial(_show, id, channel, ts), PATIENCE)


@step("show errand")
async def _show(id: str, channel: str, ts: str, attempt: int) -> dict[str, Any]:
    here, shown = house(), None
    while (errand := await here.errands.get(id)) is not None and errand != shown:
        is_open = errand.state is State.PENDING
        paused = await writing_off(errand.asker, channel, errand.conversation) if is_open else None
        try:
            await here.speaker.edit(channel, ts, *card(errand, paused=paused or ""))
        except SLACK_FAULTS as error:
            return slack_failure(error, f"the card {id}", attempt)
        shown = errand  # somebody may have changed it meanwhile: then it is shown once more
    return {"ok": True}
