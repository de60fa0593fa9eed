"""Putting a proposal's card into Slack as it is stored, with the way to the record in the CRM."""

from typing import Any

from bot.durable import step
from bot.proposals.proposal import Proposal, State, to_json
from bot.slack.cards import Message, card
from bot.workflows.house import house
from bot.workflows.settle import Job
from bot.workflows.steps import edit, edit_job, post
from bot.workflows.writing import writing_off


def link_to(opportunity: str) -> str | None:
    """The address of a record in the CRM, where the settings say how it is made. Fixed for the life of a process."""
    template = house().settings.chorister_crm_url
    return template.replace("{id}", opportunity) if template and opportunity else None


def message_of(proposal: Proposal, *, paused: str = "", waiting: str = "") -> Message:
    """The card as it is now."""
    return card(proposal, link=link_to(proposal.opportunity_id), paused=paused, waiting=waiting)


async def placed(proposal: Proposal) -> dict[str, Any] | None:
    """A proposal with the place of its card, as plain JSON; None while no card of it stands in Slack. Within a step."""
    post = await house().posts.get(f"card:{proposal.id}")
    return (
        {"proposal": to_json(proposal), "channel": post.channel, "ts": post.ts} if post and post.ts else None
    )


async def post_card(proposal: Proposal, channel: str, thread: str) -> str | None:
    """Post a card, once; None when Slack will not have it."""
    return await post(f"card:{proposal.id}", channel, thread, *message_of(proposal))


async def edit_card(proposal: Proposal, channel: str, ts: str, *, waiting: str = "") -> None:
    """Bring a card up to date."""
    paused = await paused_by(proposal.asker, channel) if proposal.state is State.PENDING else ""
    await edit(channel, ts, *message_of(proposal, paused=paused or "", waiting=waiting))


def decided_card(proposal: Proposal, channel: str, ts: str) -> Job:
    """Showing what was decided, as a job beside the deed itself."""
    return edit_job(channel, ts, *message_of(proposal))


@step("why writing is off")
async def paused_by(user: str, channel: str) -> str | None:
    """Why an open card cannot be approved at the moment."""
    return await writing_off(user, channel)
