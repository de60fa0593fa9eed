"""Proposals as rows: the decision is a compare-and-swap, so two clicks make one write."""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from bot.proposals.evidence import Written, after, written_to
from bot.proposals.proposal import Proposal, State, from_json, to_json
from bot.store.database import Database
from bot.store.tables import proposals
from tools.crm_links import same_record

SAME_RECORD = 15
"""A Salesforce id of 18 characters is the one of 15 with a checksum."""


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
            expires_at=proposal.expires_at,
            undoes=proposal.undoes,
            **_shown(proposal),
        )

    async def get(self, id: str) -> Proposal | None:
        row = await self._db.row(sa.select(proposals).where(proposals.c.id == id))
        return _read(row) if row else None

    async def of(self, conversation: str) -> list[Proposal]:
        """All proposals of a conversation, in the order they were made."""
        return sorted(await self._where(proposals.c.conversation == conversation), key=lambda p: p.made_at)

    async def undoing(self, id: str) -> list[Proposal]:
        """The proposals that would take this one's write back."""
        return await self._where(proposals.c.undoes == id)

    async def open(self) -> list[Proposal]:
        """Everything that waits for a decision."""
        return await self._where(proposals.c.state == State.PENDING)

    async def written(self, opportunity: str) -> tuple[Written, ...]:
        """What our own approved writes did to the fields of an opportunity: Chorus does not tell that at once."""
        same = sa.func.substr(proposals.c.opportunity, 1, SAME_RECORD) == opportunity[:SAME_RECORD]
        found = await self._where(same, proposals.c.state == State.APPROVED, proposals.c.outcome.is_not(None))
        done = [p for p in found if same_record(p.opportunity_id, opportunity)]
        fields: list[Written] = []
        for proposal in sorted(done, key=lambda p: (p.decision or {})["at"]):
            fates, at = (proposal.outcome or {}).get("fields", {}), (proposal.decision or {})["at"]
            for change in proposal.chosen:
                held = written_to(change.names, fields)
                fields = [w for w in fields if w is not held]
                fate = fates[change.field_name]
                fields.append(after(held, change, at, fate, is_undo=proposal.undoes is not None))
        return tuple(replace(field, deal=opportunity) for field in fields)

    async def unfinished(self, before: float) -> list[Proposal]:
        """Approved before a time, and nobody knows what became of them."""
        found = await self._where(proposals.c.state == State.APPROVED, proposals.c.outcome.is_(None))
        return [p for p in found if (p.decision or {})["at"] < before]

    async def decide(self, settled: Proposal) -> bool:
        """Store a decision if the proposal is still pending as it was shown; says whether this one won."""
        query = _pending(settled.id, settled.digest)
        return await self._db.change(query.values(state=settled.state.value, decision=settled.decision))

    async def revise(self, shown: Proposal, revised: Proposal) -> bool:
        """Put an edited or renewed proposal in the place of the one that was shown, unless somebody was faster."""
        return await self._db.change(_pending(shown.id, shown.digest).values(**_shown(revised)))

    async def set_outcome(self, id: str, outcome: dict[str, Any]) -> None:
        await self._db.change(sa.update(proposals).where(proposals.c.id == id).values(outcome=outcome))

    async def overdue(self, now: float) -> list[str]:
        """Ids of proposals that nobody decided in time."""
        query = sa.select(proposals.c.id).where(
            proposals.c.state == State.PENDING, proposals.c.expires_at <= now
        )
        return [row["id"] for row in await self._db.rows(query)]

    async def forget(self, before: float) -> int:
        """Delete decided proposals that expired before a time; says how many."""
        old = sa.and_(proposals.c.state != State.PENDING, proposals.c.expires_at < before)
        return await self._db.clear(proposals, old)

    async def _where(self, *conditions: sa.ColumnElement[bool]) -> list[Proposal]:
        return [_read(row) for row in await self._db.rows(sa.select(proposals).where(*conditions))]


def _pending(id: str, digest: str) -> sa.Update:
    wanted = (proposals.c.id == id, proposals.c.state == State.PENDING, proposals.c.digest == digest)
    return sa.update(proposals).where(*wanted)


def _shown(proposal: Proposal) -> dict[str, Any]:
    """The columns that follow from what a card shows."""
    return {
        "body": to_json(proposal),
        "opportunity": proposal.opportunity_id,
        "digest": proposal.digest,
    }


def _read(row: sa.RowMapping) -> Proposal:
    now = {"state": row["state"], "decision": row["decision"], "outcome": row["outcome"]}
    return from_json(row["body"] | now)
