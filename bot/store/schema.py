"""How far the schema of a store is, and how it is brought elsewhere: forward, or back for an older release."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.database_url import file_of, read_only
from bot.store.database import MIGRATIONS, ONE_AT_A_TIME, synchronous

BASE, HEAD = "base", "head"


class Age(Enum):
    """A store beside this code."""

    MISSING = "missing"
    """Nobody has made it yet."""
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"
    """It was written by a release that knows migrations of which this one does not."""


@dataclass(frozen=True)
class Schema:
    """The revision that a store has, and those that this code knows, oldest first."""

    current: str | None
    known: tuple[str, ...]

    @property
    def head(self) -> str:
        """The newest that this code knows."""
        return self.known[-1]

    @property
    def age(self) -> Age:
        if self.current is None:
            return Age.MISSING
        if self.current not in self.known:
            return Age.NEWER
        return Age.CURRENT if self.current == self.head else Age.OLDER

    @property
    def behind(self) -> int:
        """How many migrations it lacks."""
        return len(self.known) - self.place(self.current)

    def place(self, revision: str | None) -> int:
        """Where a revision stands: 0 for an empty store."""
        return self.known.index(revision) + 1 if revision in self.known else 0


def revisions() -> tuple[str, ...]:
    """The migrations that this code knows, oldest first."""
    scripts = ScriptDirectory(str(MIGRATIONS)).walk_revisions()
    return tuple(reversed([script.revision for script in scripts]))


@contextmanager
def looking(url: sa.URL) -> Iterator[sa.Engine]:
    """Connections that can change nothing, not even by a slip, and that wait for no lock of a running bot for long."""
    waits = {"timeout": 5} if file_of(url) else {"connect_timeout": 5}
    engine = sa.create_engine(read_only(synchronous(url)), connect_args=waits)
    try:
        yield engine
    finally:
        engine.dispose()


def schema_of(url: sa.URL) -> Schema:
    """How far a store is. Changes nothing, and makes no file."""
    path, known = file_of(url), revisions()
    if path and not path.exists():
        return Schema(None, known)
    with looking(url) as engine, engine.connect() as connection:
        return Schema(MigrationContext.configure(connection).get_current_revision(), known)


def go_to(url: sa.URL, revision: str) -> None:
    """Bring a store to a revision that it and this code know, forward or back. BASE takes every table away."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    engine = sa.create_engine(synchronous(url))
    try:
        with engine.connect() as connection:
            if not file_of(url):
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
            config.attributes["connection"] = connection
            known = revisions()
            schema = Schema(MigrationContext.configure(connection).get_current_revision(), known)
            is_back = revision == BASE or schema.place(revision) < schema.place(schema.current)
            (command.downgrade if is_back else command.upgrade)(config, revision)
            connection.commit()
    finally:
        engine.dispose()
