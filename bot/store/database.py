"""Opening the store: the schema brought up to date, then pooled async connections."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(path: Path, revision: str = "head") -> None:
    """Bring the schema of the file at `path` to `revision`."""
    engine = sa.create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with engine.connect() as connection:
        connection.exec_driver_sql("pragma journal_mode=wal")
        connection.commit()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()
    engine.dispose()


class Database:
    """The open store. Each kind of row has its own module of queries beside this one."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncIterator["Database"]:
        path.parent.mkdir(parents=True, exist_ok=True)
        await asyncio.to_thread(migrate, path)
        # Every query below is one statement and stands by itself: no further trips to begin, commit and roll back.
        alone: dict[str, Any] = {"isolation_level": "AUTOCOMMIT", "pool_reset_on_return": None}
        engine = create_async_engine(f"sqlite+aiosqlite:///{path}", connect_args={"timeout": 30}, **alone)
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
        async with self.engine.connect() as connection:
            done = await connection.execute(insert(table).values(**values).on_conflict_do_nothing())
        return done.rowcount == 1

    async def add_all(self, table: sa.Table, rows: list[dict[str, Any]]) -> None:
        """Insert rows in one statement, but for those whose key is taken."""
        async with self.engine.connect() as connection:
            await connection.execute(insert(table).values(rows).on_conflict_do_nothing())

    async def put(self, table: sa.Table, **values: Any) -> None:
        """Insert a row, or give the one that holds its key these values."""
        query = insert(table).values(**values)
        keys = [column.name for column in table.primary_key]
        new = {name: query.excluded[name] for name in values if name not in keys}
        async with self.engine.connect() as connection:
            await connection.execute(query.on_conflict_do_update(index_elements=keys, set_=new))

    async def change(self, query: sa.Update | sa.Delete) -> bool:
        """Run an update; says whether it met a row: the compare-and-swap of every decision."""
        async with self.engine.connect() as connection:
            done = await connection.execute(query)
        return done.rowcount > 0
