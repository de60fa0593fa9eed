"""Proposals as rows: the decision is a compare-and-swap, so two clicks make one write."""

from typing import Any

import sqlalchemy as sa

from bot.proposals import Proposal, State, Written, from_json, is_written, to_json
from bot.store.database import Database
from bot.store.tables import proposals


class Proposals:
    """Queries on proposals."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def add(self, proposal: Proposal) -> None:
        """Keep a new proposal. Where its card stands is known by its post."""
        await self._db.add(
            proposals,
            id=proposal.id,
            conversation=proposal.conversation,
            call_id=proposal.call_id,
            asker=proposal.asker,
            state=proposal.state.value,
            body=to_json(proposal),
            opportunity=proposal.opportunity_id,
            digest=proposal.digest,
            expires_at=proposal.expires_at,
        )

    async def get(self, id: str) -> Proposal | None:
        row = await self._db.row(sa.select(proposals).where(proposals.c.id == id))
        return _read(row) if row else None

    async def of(self, conversation: str) -> list[Proposal]:
        """All proposals of a conversation."""
        query = sa.select(proposals).where(proposals.c.conversation == conversation)
        return [_read(row) for row in await self._db.rows(query)]

    async def written(self, opportunity: str) -> dict[str, Written]:
        """What our own approved writes last put into the fields of an opportunity: Chorus does not tell that at once."""
        query = sa.select(proposals).where(
            proposals.c.opportunity == opportunity, proposals.c.state == State.APPROVED
        )
        done = (_read(row) for row in await self._db.rows(query))
        ordered = sorted((p for p in done if is_written(p)), key=lambda p: (p.decision or {})["at"])
        return {
            c.field_name: Written(c.proposed, (p.decision or {})["at"])
            for p in ordered
            for c in p.changes
            if c.field_name in (p.decision or {})["fields"] and not c.appends
        }

    async def decide(self, after: Proposal) -> bool:
        """Store a decision if the proposal is still pending; says whether this one won."""
        query = sa.update(proposals).where(
            proposals.c.id == after.id, proposals.c.state == State.PENDING, proposals.c.digest == after.digest
        )
        return await self._db.change(query.values(state=after.state.value, decision=after.decision))

    async def set_outcome(self, id: str, outcome: dict[str, Any]) -> None:
        await self._db.change(sa.update(proposals).where(proposals.c.id == id).values(outcome=outcome))

    async def overdue(self, now: float) -> list[str]:
        """Ids of proposals that nobody decided in time."""
        query = sa.select(proposals.c.id).where(
            proposals.c.state == State.PENDING, proposals.c.expires_at <= now
        )
        return [row["id"] for row in await self._db.rows(query)]


def _read(row: sa.RowMapping) -> Proposal:
    now = {"state": row["state"], "decision": row["decision"], "outcome": row["outcome"]}
    return from_json(row["body"] | now)
