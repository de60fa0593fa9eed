"""Putting a proposal's card into Slack as it is stored, with the way to the record in the CRM."""

from functools import partial
from typing import Any

from bot.durable import step
from bot.proposals.proposal import Proposal, State
from bot.slack.cards import Message, card
from bot.workflows.house import house
from bot.workflows.settle import Job
from bot.workflows.steps import PATIENCE, SLACK_FAULTS, in_full, post, slack_failure
from bot.workflows.writing import writing_off


def link_to(opportunity: str) -> str | None:
    """The address of a record in the CRM, where the settings say how it is made. Fixed for the life of a process."""
    template = house().settings.chorister_crm_url
    return template.replace("{id}", opportunity) if template and opportunity else None


def message_of(proposal: Proposal, *, paused: str = "", waiting: str = "") -> Message:
    """The card as it is now."""
    return card(proposal, link=link_to(proposal.opportunity_id), paused=paused, waiting=waiting)


async def placed(id: str) -> dict[str, Any] | None:
    """Where a proposal's card stands, as plain JSON; None while none stands in Slack. Within a step."""
    post = await house().posts.get(f"card:{id}")
    return {"id": id, "channel": post.channel, "ts": post.ts} if post and post.ts else None


async def post_card(proposal: Proposal, channel: str, thread: str) -> str | None:
    """Post a card, once; None when Slack will not have it."""
    return await post(f"card:{proposal.id}", channel, thread, *message_of(proposal))


async def edit_card(id: str, channel: str, ts: str) -> None:
    """Bring a card up to date: it shows what is stored at that moment, whoever changed it meanwhile."""
    await in_full(card_job(id, channel, ts), PATIENCE)


def card_job(id: str, channel: str, ts: str, waiting: str = "") -> Job:
    """The same as a job, to be settled beside another one. `waiting`: for what a write waits, as mrkdwn of ours."""
    return partial(_show, id, channel, ts, waiting)


@step("show card")
async def _show(id: str, channel: str, ts: str, waiting: str, attempt: int) -> dict[str, Any]:
    here, shown = house(), None
    while (proposal := await here.proposals.get(id)) is not None and proposal != shown:
        is_open = proposal.state is State.PENDING
        paused = await writing_off(proposal.asker, channel, proposal.conversation) if is_open else None
        try:
            await here.speaker.edit(channel, ts, *message_of(proposal, paused=paused or "", waiting=waiting))
        except SLACK_FAULTS as error:
            return slack_failure(error, f"the card {id}", attempt)
        shown = proposal  # somebody may have changed it meanwhile: then it is shown once more
    return {"ok": True}
