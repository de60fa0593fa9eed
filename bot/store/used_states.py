"""Which installations have come back from Slack: each may once."""

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.tables import used_states


class UsedStates:
    """Queries on the states that were used."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def use(self, state: str, expires_at: float, now: float) -> bool:
        """Use one up; False if it was. Those that are refused for their age anyway are forgotten."""
        await self._db.change(sa.delete(used_states).where(used_states.c.expires_at < now))
        return await self._db.add(used_states, state=state, expires_at=expires_at)
