"""What people thought of answers: one row for a person and a run, and the last click holds."""

from typing import Any

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.tables import feedback


class Feedback:
    """Queries on feedback."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def rate(self, run: str, person: str, name: str, verdict: str, at: float) -> None:
        """Keep a rating with the time of its click, unless a newer one of the same person's is there."""
        row = {"run": run, "person": person, "name": name, "verdict": verdict, "at": at}
        same = sa.and_(feedback.c.run == run, feedback.c.person == person, feedback.c.at == at)
        if await self._db.row(sa.select(feedback.c.at).where(same)) is None:
            await self._db.put_all(feedback, [row | {"reason": "", "words": ""}], newer="at")

    async def explain(self, run: str, person: str, at: float, reason: str, words: str) -> bool:
        """Add why, to the very rating that was clicked then; says whether it still holds."""
        same = sa.and_(feedback.c.run == run, feedback.c.person == person, feedback.c.at == at)
        return await self._db.change(sa.update(feedback).where(same).values(reason=reason, words=words))

    async def since(self, at: float) -> list[dict[str, Any]]:
        """Every rating of after a time, newest first."""
        query = sa.select(feedback).where(feedback.c.at >= at).order_by(feedback.c.at.desc())
        return [dict(row) for row in await self._db.rows(query)]

    async def forget(self, before: float) -> None:
        """Delete the ratings of before a time."""
        await self._db.clear(feedback, feedback.c.at < before)
