"""Opening the store: the schema brought up to date, then pooled async connections."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.schema import CreateSchema, DropSchema

from bot.database_url import file_of, of_workspace, read_only, schema_name, shown, with_option
from bot.errors import BotError
from bot.store.outage import HASTY, PATIENT, Patience, is_outage

MIGRATIONS = Path(__file__).parent / "migrations"
KEPT, MORE, OF_THE_ENGINE = 5, 5, 12
"""
Connections of one process to PostgreSQL: ours, those beyond them for a moment, and the engine's. With two of its pulse they
are 24 at most, so that four processes fit into the hundred that a server takes by default.
"""
ONE_AT_A_TIME = 7245001
"""The advisory lock under which one of several starting processes brings the schema up to date."""

FROZEN = 15
"""Seconds after which the server gives up on one that froze in a transaction: what it holds locked, nobody takes over."""


AT_ONCE = 500
"""Rows that one statement deletes: on SQLite a writer keeps all others out, some milliseconds for so many."""


class Unreachable(BotError):
    """The database does not answer, does not let us in, or does not let us do what we need."""


@contextmanager
def reaching(url: sa.URL) -> Iterator[None]:
    """Whatever a database refuses at the start ends in one sentence: raises Unreachable."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise _unreachable(url, str(error.orig)) from error
    except sqlite3.Error as error:
        raise _unreachable(url, str(error)) from error
    except OSError as error:
        raise _unreachable(url, f"{error.strerror}: {error.filename}") from error


def _unreachable(url: sa.URL, why: str) -> Unreachable:
    return Unreachable(f"The database at {shown(url)} cannot be opened: {why.strip().partition(chr(10))[0]}")


def migrate(url: sa.URL, revision: str = "head") -> None:
    """Bring the schema at `url` to `revision`."""
    engine = sa.create_engine(synchronous(url), hide_parameters=True)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    try:
        with engine.connect() as connection:
            if file_of(url):
                connection.exec_driver_sql("pragma journal_mode=wal")
                connection.commit()
            else:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            connection.commit()
    finally:
        engine.dispose()


def synchronous(url: sa.URL) -> sa.URL:
    """The address with the driver of plain threads."""
    return url if file_of(url) else url.set(drivername="postgresql+psycopg")


def _async_engine(url: sa.URL) -> AsyncEngine:
    # Every query below is one statement and stands by itself: no further trips to begin, commit and roll back.
    alone: dict[str, Any] = {"isolation_level": "AUTOCOMMIT", "pool_reset_on_return": None}
    # What a query was given is people's words, and its failure is logged and may be checkpointed.
    alone["hide_parameters"] = True
    if url.drivername == "sqlite":
        return create_async_engine(
            url.set(drivername="sqlite+aiosqlite"), connect_args={"timeout": 30}, **alone
        )
    # A connection may have died with its server.
    size = {"pool_size": KEPT, "max_overflow": MORE}
    return create_async_engine(synchronous(url), pool_pre_ping=True, **size, **alone)


@contextmanager
def reconnecting(url: sa.URL) -> Iterator[sa.Engine]:
    """
    The connections of the engine of durable runs, as it would make them. It waits for a server that it cannot reach only
    where it knows the words of the failure, and drops its runs otherwise; so each failure to connect is marked as a lost
    connection.
    """
    made = sa.create_engine(
        with_option(synchronous(url), f"-c idle_in_transaction_session_timeout={FROZEN * 1000}"),
        pool_size=OF_THE_ENGINE,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"connect_timeout": 10},
    )

    @sa.event.listens_for(made, "handle_error")
    def _not_connected(context: sa.engine.ExceptionContext) -> None:
        context.is_disconnect = context.is_disconnect or context.connection is None

    closing = threading.Event()

    @sa.event.listens_for(made, "checkin")
    def _come_late(_connection: object, record: sa.pool.ConnectionPoolEntry) -> None:
        if closing.is_set():
            record.invalidate()

    try:
        yield made
    finally:
        closing.set()
        made.dispose()


@dataclass(frozen=True)
class Answer:
    """What a statement came to."""

    rows: list[sa.RowMapping]
    met: int
    """The rows it changed."""
    again: bool
    """Whether an earlier try was sent and its answer was lost: it may have been done then."""


class Database:
    """
    The open store. Each kind of row has its own module of queries beside this one. While a PostgreSQL is away, a query is
    tried again; each is one statement that may be done twice.
    """

    def __init__(self, url: sa.URL, engine: AsyncEngine, patience: Patience) -> None:
        self.url, self.engine = url, engine
        self._patience = patience
        self._on_file = engine.dialect.name == "sqlite"
        self._insert = (sqlite if self._on_file else postgresql).insert
        self._under_way: set[asyncio.Future[Answer]] = set()

    @classmethod
    @asynccontextmanager
    async def open(cls, url: sa.URL, patience: Patience = PATIENT) -> AsyncIterator["Database"]:
        """Bring the schema up to date and connect. Raises Unreachable."""
        with reaching(url):
            if path := file_of(url):
                path.parent.mkdir(parents=True, exist_ok=True)
            await asyncio.to_thread(migrate, url)
        engine = _async_engine(url)
        db = cls(url, engine, patience)
        try:
            yield db
        finally:
            await db._close()

    @asynccontextmanager
    async def of(self, workspace: str) -> AsyncIterator["Database"]:
        """
        The rows of one of many workspaces. This is where they are kept apart: a schema, or a file, holds the rows of one
        alone, and whoever was given this has no way to another's. On PostgreSQL all share the connections.
        """
        url = of_workspace(self.url, workspace)
        if file_of(url):
            async with Database.open(url, self._patience) as own:
                yield own
            return
        schema = schema_name(workspace)
        async with self.engine.connect() as connection:
            await connection.execute(CreateSchema(schema, if_not_exists=True))
        await asyncio.to_thread(migrate, url)
        yield Database(
            url, self.engine.execution_options(schema_translate_map={None: schema}), self._patience
        )

    async def drop(self, workspace: str) -> None:
        """Delete all rows of a workspace, and what they stood in. Nobody may have it open."""
        if path := file_of(of_workspace(self.url, workspace)):
            for part in (path, *(path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm"))):
                part.unlink(missing_ok=True)
            return
        async with self.engine.connect() as connection:
            await connection.execute(DropSchema(schema_name(workspace), cascade=True, if_exists=True))

    @classmethod
    @asynccontextmanager
    async def as_it_is(cls, url: sa.URL, *, may_change: bool = False) -> AsyncIterator["Database"]:
        """The store beside a running bot: nothing is migrated or made, and nobody waits long for a server that is away."""
        db = cls(url, _async_engine(url if may_change else read_only(url)), HASTY)
        try:
            yield db
        finally:
            await db._close()

    async def _close(self) -> None:
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self.engine.dispose()

    async def row(self, query: sa.Select[Any]) -> sa.RowMapping | None:
        """The first row of a query, or None."""
        return next(iter(await self.rows(query)), None)

    async def rows(self, query: sa.Select[Any]) -> list[sa.RowMapping]:
        """All rows of a query."""
        return (await self._done(query)).rows

    async def add(self, table: sa.Table, **values: Any) -> bool:
        """Insert a row unless its key is taken; says whether this call inserted it."""
        done = await self._done(self._insert(table).values(**values).on_conflict_do_nothing())
        if done.again and not done.met:
            ours = (column == values[column.name] for column in table.primary_key)
            there = await self.row(sa.select(table).where(*ours))
            return there is not None and all(there[name] == value for name, value in values.items())
        return done.met == 1

    async def add_all(self, table: sa.Table, rows: list[dict[str, Any]]) -> None:
        """Insert rows in one statement, but for those whose key is taken."""
        await self._done(self._insert(table).values(rows).on_conflict_do_nothing())

    async def put(self, table: sa.Table, **values: Any) -> None:
        """Insert a row, or give the one that holds its key these values."""
        await self.put_all(table, [values])

    async def put_all(self, table: sa.Table, rows: list[dict[str, Any]], newer: str = "") -> None:
        """
        The same for rows with the same columns, in one statement; no two of them have one key. `newer`: a column by which
        what is older than the row that is there changes nothing.
        """
        query = self._insert(table).values(rows)
        keys = [column.name for column in table.primary_key]
        new = {name: query.excluded[name] for name in rows[0] if name not in keys}
        where = query.excluded[newer] >= table.c[newer] if newer else None
        await self._done(query.on_conflict_do_update(index_elements=keys, set_=new, where=where))

    async def change(self, query: sa.Update | sa.Delete) -> bool:
        """Run an update; says whether it met a row: the compare-and-swap of every decision."""
        return (await self._done(query)).met > 0

    async def clear(self, table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
        """Delete the rows that fit, so many at once that nobody has to wait for them; says how many there were."""
        keys, gone, met = list(table.primary_key), 0, AT_ONCE
        few = sa.select(*keys).where(*where).limit(AT_ONCE)
        query = sa.delete(table).where(sa.tuple_(*keys).in_(few))
        while met == AT_ONCE:
            met = (await self._done(query)).met
            gone += met
        return gone

    async def _done(self, query: sa.Executable) -> Answer:
        """Run one statement; while the database is away, again after ever longer pauses."""
        began, pause, again = time.monotonic(), self._patience.first, False
        while True:
            try:
                return await self._whole(query, again=again)
            except sa.exc.DBAPIError as error:
                if not is_outage(error) or time.monotonic() - began + pause > self._patience.total:
                    raise
                # Without a statement it is the connection that could not be made.
                again = again or error.statement is not None
            await asyncio.sleep(pause)
            pause = min(2 * pause, self._patience.longest)

    async def _whole(self, query: sa.Executable, *, again: bool) -> Answer:
        """
        A statement on a file is done by a thread, which no cancellation stops: it would answer a loop that may be closed
        by then, and a second cancellation would never end. Whoever is cancelled leaves it behind; the store waits for it.
        """
        if not self._on_file:
            return await self._tried(query, again=again)
        statement = asyncio.ensure_future(self._tried(query, again=again))
        self._under_way.add(statement)
        statement.add_done_callback(self._under_way.discard)
        return await asyncio.shield(statement)

    async def _tried(self, query: sa.Executable, *, again: bool) -> Answer:
        async with self.engine.connect() as connection:
            # Without this option PostgreSQL's driver says -1 of an insert.
            done = await connection.execute(query, execution_options={"preserve_rowcount": True})
            return Answer(list(done.mappings()) if done.returns_rows else [], done.rowcount, again)
