"""Opening the store: the schema brought up to date, then pooled async connections."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.database_url import file_of
from bot.errors import BotError

MIGRATIONS = Path(__file__).parent / "migrations"
ONE_AT_A_TIME = 7245001
"""The advisory lock under which one of several starting processes brings the schema up to date."""


class Unreachable(BotError):
    """The database does not answer, or does not let us in."""


def migrate(url: sa.URL, revision: str = "head") -> None:
    """Bring the schema at `url` to `revision`."""
    engine = sa.create_engine(synchronous(url))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with engine.connect() as connection:
        if file_of(url):
            connection.exec_driver_sql("pragma journal_mode=wal")
            connection.commit()
        else:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()
    engine.dispose()


def synchronous(url: sa.URL) -> sa.URL:
    """The address with the driver of plain threads."""
    return url if file_of(url) else url.set(drivername="postgresql+psycopg")


def _async_engine(url: sa.URL) -> AsyncEngine:
    # Every query below is one statement and stands by itself: no further trips to begin, commit and roll back.
    alone: dict[str, Any] = {"isolation_level": "AUTOCOMMIT", "pool_reset_on_return": None}
    if file_of(url):
        return create_async_engine(
            url.set(drivername="sqlite+aiosqlite"), connect_args={"timeout": 30}, **alone
        )
    # A connection may have died with its server.
    return create_async_engine(synchronous(url), pool_pre_ping=True, **alone)


class Database:
    """The open store. Each kind of row has its own module of queries beside this one."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._insert = (sqlite if engine.dialect.name == "sqlite" else postgresql).insert

    @classmethod
    @asynccontextmanager
    async def open(cls, url: sa.URL) -> AsyncIterator["Database"]:
        """Bring the schema up to date and connect. Raises Unreachable."""
        if path := file_of(url):
            path.parent.mkdir(parents=True, exist_ok=True)
        try:
            await asyncio.to_thread(migrate, url)
        except sa.exc.OperationalError as error:
            raise Unreachable(f"The database at {url!r} cannot be opened: {error.orig}".rstrip()) from error
        engine = _async_engine(url)
        try:
            yield cls(engine)
        finally:
            await engine.dispose()

    async def row(self, query: sa.Select[Any]) -> sa.RowMapping | None:
        """The first row of a query, or None."""
        async with self.engine.connect() as connection:
            found: sa.RowMapping | None = (await connection.execute(query)).mappings().first()
            return found

    async def rows(self, query: sa.Select[Any]) -> list[sa.RowMapping]:
        """All rows of a query."""
        async with self.engine.connect() as connection:
            return list((await connection.execute(query)).mappings())

    async def add(self, table: sa.Table, **values: Any) -> bool:
        """Insert a row unless its key is taken; says whether this call inserted it."""
        query = self._insert(table).values(**values).on_conflict_do_nothing()
        async with self.engine.connect() as connection:
            # Without this option PostgreSQL's driver says -1 of an insert.
            done = await connection.execute(query, execution_options={"preserve_rowcount": True})
        return done.rowcount == 1

    async def add_all(self, table: sa.Table, rows: list[dict[str, Any]]) -> None:
        """Insert rows in one statement, but for those whose key is taken."""
        async with self.engine.connect() as connection:
            await connection.execute(self._insert(table).values(rows).on_conflict_do_nothing())

    async def put(self, table: sa.Table, **values: Any) -> None:
        """Insert a row, or give the one that holds its key these values."""
        query = self._insert(table).values(**values)
        keys = [column.name for column in table.primary_key]
        new = {name: query.excluded[name] for name in values if name not in keys}
        async with self.engine.connect() as connection:
            await connection.execute(query.on_conflict_do_update(index_elements=keys, set_=new))

    async def change(self, query: sa.Update | sa.Delete) -> bool:
        """Run an update; says whether it met a row: the compare-and-swap of every decision."""
        async with self.engine.connect() as connection:
            done = await connection.execute(query)
        return done.rowcount > 0
