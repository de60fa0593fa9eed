"""A database of an earlier release with stories waiting in it, and the world around it, as texts that can be read."""

import json
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

import httpx
import sqlalchemy as sa
from dbos._migration import ensure_dbos_schema, run_dbos_migrations

from bot.database_url import in_file
from bot.store.database import migrate, synchronous
from bot.store.schema import schema_of
from sandbox.world import World

HERE = Path(__file__).parent / "kept"
FILES = {"store.sql": "chorister.sqlite", "engine.sql": "engine.sqlite"}
"""A dump, and the file of a bot that it is of."""
VERSIONS = ("alembic_version", "dbos_migrations")


@dataclass(frozen=True)
class Around:
    """What Slack and Chorus know besides: the bot will edit these messages, and look for these calls."""

    now: str
    slack: dict[str, list[dict[str, Any]]]
    joins: list[dict[str, Any]]
    """The requests for the recorder, as they were on the wire."""
    stories: dict[str, Any]

    @classmethod
    def read(cls, folder: Path) -> Self:
        return cls(**json.loads((folder / "world.json").read_text("utf-8")))

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), indent=1, ensure_ascii=False)
        (folder / "world.json").write_text(f"{text}\n", "utf-8")

    async def restore(self, world: World) -> None:
        """Put it all back. What is posted from now on is later than every message of then, and takes the place of none."""
        world.clock.advance(timedelta(seconds=1))
        last = max(message["ts"] for messages in self.slack.values() for message in messages)
        assert world.slack.workspace.next_ts() > last
        for channel, messages in self.slack.items():
            for message in messages:
                world.slack.channel(channel).add(message)
        async with httpx.AsyncClient(headers={"Authorization": f"Bearer {world.truto.token}"}) as client:
            for join in self.joins:
                url = f"{world.truto.url}{join['path']}"
                (await client.post(url, params=join["query"], json=join["body"])).raise_for_status()
        world.truto.journal.clear()


def dump(home: Path, folder: Path) -> None:
    """A bot's files as SQL, while it runs: as a kill -9 would leave them."""
    for text, file in FILES.items():
        with closing(sqlite3.connect(home / file)) as live, closing(sqlite3.connect(":memory:")) as still:
            live.backup(still)
            (folder / text).write_text("\n".join(still.iterdump()) + "\n", "utf-8")


def into_files(folder: Path, home: Path) -> None:
    """The files of a bot, as they were."""
    for text, file in FILES.items():
        with closing(sqlite3.connect(home / file)) as connection:
            connection.executescript((folder / text).read_text("utf-8"))


def into_postgres(folder: Path, home: Path, url: sa.URL) -> None:
    """The same rows in a PostgreSQL: ours in the schema of that release, the engine's in that of this one."""
    into_files(folder, home)
    revision = schema_of(in_file(home / "chorister.sqlite")).current
    assert revision is not None
    migrate(url, revision)
    engine = sa.create_engine(synchronous(url))
    ensure_dbos_schema(engine, "dbos")
    run_dbos_migrations(engine, "dbos", use_listen_notify=True)
    for file, schema in (("chorister.sqlite", None), ("engine.sqlite", "dbos")):
        _copy(home / file, engine, schema)
    engine.dispose()


def _copy(file: Path, engine: sa.Engine, schema: str | None) -> None:
    found = sa.MetaData()
    found.reflect(engine, schema=schema)
    with closing(sqlite3.connect(file)) as source, engine.begin() as connection:
        source.row_factory = sqlite3.Row
        for table in found.sorted_tables:
            known = source.execute("select 1 from sqlite_master where name = ?", (table.name,)).fetchone()
            if not known or table.name in VERSIONS:
                continue
            for row in source.execute(f'select * from "{table.name}"'):
                values = {key: _as(table.c[key], row[key]) for key in row.keys() if key in table.c}  # noqa: SIM118
                connection.execute(sa.insert(table).values(**values))


def _as(column: sa.Column[Any], value: Any) -> Any:
    if value is None:
        return sa.null()
    if isinstance(column.type, sa.JSON):
        return json.loads(value)
    return bool(value) if isinstance(column.type, sa.Boolean) else value
