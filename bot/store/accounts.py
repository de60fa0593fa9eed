"""Who connected a Chorus account of their own, and how it stands. Never a credential, never a link."""

from dataclasses import asdict, dataclass
from enum import StrEnum

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.tables import accounts


class State(StrEnum):
    """How somebody's own account stands."""

    ASKED = "asked"
    """They have a link; nothing was connected yet."""
    CONNECTED = "connected"
    LAPSED = "lapsed"
    """Chorus refuses it: they have to connect it again."""
    FOREIGN = "foreign"
    """What they connected belongs to somebody else in Chorus."""


OPEN = (State.ASKED, State.LAPSED)
"""States in which something may have happened at Truto."""


@dataclass(frozen=True)
class Account:
    """One person's own account."""

    slack_id: str
    account: str | None
    tenant: str
    state: State
    asked_at: float
    connected_at: float | None = None
    told_at: float | None = None
    """When the person was told of this state; None: not yet."""


class Accounts:
    """Queries on accounts."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def get(self, slack_id: str) -> Account | None:
        """Somebody's own account, if they have asked for one."""
        row = await self._db.row(sa.select(accounts).where(accounts.c.slack_id == slack_id))
        return Account(**{**row, "state": State(row["state"])}) if row else None

    async def put(self, account: Account) -> None:
        """A new beginning: whatever was known of this person's account before is forgotten."""
        await self._db.put(accounts, **asdict(account))

    async def become(self, before: Account, after: Account) -> bool:
        """Change what still stands as it was seen; what somebody else changed or forgot meanwhile is left alone."""
        same = (
            getattr(accounts.c, name) == getattr(before, name) for name in ("slack_id", "tenant", "state")
        )
        return await self._db.change(sa.update(accounts).where(*same).values(**asdict(after)))

    async def told(self, account: Account, at: float) -> None:
        """Remember that the person knows of this state."""
        same = (
            getattr(accounts.c, name) == getattr(account, name) for name in ("slack_id", "tenant", "state")
        )
        await self._db.change(sa.update(accounts).where(*same).values(told_at=at))

    async def forget(self, slack_id: str) -> bool:
        """Forget somebody's account; says whether there was one."""
        return await self._db.change(sa.delete(accounts).where(accounts.c.slack_id == slack_id))
