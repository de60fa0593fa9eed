"""The rows of one workspace, for the commands that read the record."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import sqlalchemy as sa

from bot.database_url import file_of
from bot.errors import BotError
from bot.settings import Settings
from bot.store import Database
from bot.store.tables import installations


@asynccontextmanager
async def rows_of(settings: Settings, workspace: str = "") -> AsyncIterator[Database]:
    """Open them. Where many workspaces share the store, one has to be named. Raises BotError."""
    path = file_of(settings.store)
    if path and not path.exists():
        raise BotError(f"There is no store at {path}; is CHORISTER_HOME right?")
    async with Database.open(settings.store) as db:
        keys = [row["key"] for row in await db.rows(sa.select(installations.c.key))]
        if not keys and not workspace:
            yield db
            return
        if workspace not in keys:
            raise BotError(_which(workspace, sorted(keys)))
        async with db.of(workspace) as own:
            yield own


def _which(named: str, keys: list[str]) -> str:
    there = f"there are {', '.join(keys)}" if keys else "there is only that of SLACK_BOT_TOKEN"
    return (
        f"No workspace {named} has added Chorister: {there}."
        if named
        else f"Which workspace? Name one by --workspace: {there}."
    )
