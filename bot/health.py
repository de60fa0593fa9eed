"""Whether this process lives, and whether it is ready to take what Slack sends: one word for each part that is not."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from bot.store.database import Database

IN_TIME = 1.0
"""Seconds in which a database has to answer."""

Connected = Callable[[], Awaitable[bool]]


@dataclass
class Health:
    """How the parts of one process do. Each is put in as it comes up."""

    database: Database | None = None
    launched: bool = False
    """The engine of durable runs takes up work."""
    connected: Connected | None = None
    """Whether Slack can reach us."""
    stopping: bool = False
    in_time: float = IN_TIME

    async def failing(self) -> dict[str, str]:
        """The parts that keep this process from being ready, each with a plain word; none: it is."""
        parts = {
            "process": "stopping" if self.stopping else "",
            "database": await self._of_database(),
            "engine": "" if self.launched else "starting",
            "slack": await self._of_slack(),
        }
        return {part: word for part, word in parts.items() if word}

    async def _of_database(self) -> str:
        if self.database is None:
            return "starting"
        try:
            await asyncio.wait_for(_ask(self.database), self.in_time)
        except TimeoutError:
            return "slow"
        except (SQLAlchemyError, OSError):
            return "away"
        return ""

    async def _of_slack(self) -> str:
        if self.connected is None:
            return "starting"
        return "" if await self.connected() else "disconnected"


async def _ask(database: Database) -> None:
    # Not by its own queries, which wait for a database that is away.
    async with database.engine.connect() as connection:
        await connection.execute(sa.select(1))
