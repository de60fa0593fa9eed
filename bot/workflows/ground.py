"""Whether all that a card rests on still stands: read again, and the card as it would be shown now."""

from collections.abc import Collection, Mapping

from bot.proposals.evidence import Evidence
from bot.proposals.proposal import Proposal
from bot.proposals.renewing import renewed
from bot.proposals.undoing import renewed_undo
from bot.workflows.evidence import gather_again
from bot.workflows.house import house


async def as_now(
    proposal: Proposal, ticks: Collection[str], attempt: int
) -> tuple[Proposal, Mapping[str, Evidence]]:
    """
    The proposal as it would be shown now (the very same one if nothing has changed), and what is known by call. Within a
    step; raises UpstreamError, or ValueError for an answer that makes no sense.
    """
    evidence = await gather_again(proposal, attempt)
    written = await house().proposals.get(proposal.undoes) if proposal.undoes else None
    if written:
        return renewed_undo(proposal, written, evidence, ticks), evidence
    return renewed(proposal, evidence, ticks), evidence
