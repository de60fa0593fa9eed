"""What admins chose in Slack over the environment. Read afresh each time, so that it holds at once on every worker."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.tables import choices

ChoiceName = Literal["auto_join", "quiet", "rules"]


@dataclass(frozen=True)
class Stored:
    """The last that was chosen under a name. Version 0: nobody ever chose."""

    name: ChoiceName
    value: Any = None
    """None: what the environment says holds."""
    version: int = 0
    by: str = ""
    at: float = 0.0


class StoredChoices:
    """Queries on choices."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def get(self, name: ChoiceName) -> Stored:
        """What was chosen last."""
        row = await self._db.row(sa.select(choices).where(choices.c.name == name))
        return Stored(**row) if row else Stored(name)

    async def swap(self, seen: Stored, value: Any, by: str, at: float) -> bool:
        """Put a value in the place of what was seen; says whether that still stood. None goes back to the environment."""
        made = asdict(replace(seen, value=value, version=seen.version + 1, by=by, at=at))
        if not seen.version:
            return await self._db.add(choices, **made)
        same = sa.and_(choices.c.name == seen.name, choices.c.version == seen.version)
        return await self._db.change(sa.update(choices).where(same).values(**made))
