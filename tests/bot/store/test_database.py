"""The schema goes up and down and is what the tables say; a row is added once; a change says whether it met one."""

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.database_url import in_file
from bot.store import Database
from bot.store.database import MIGRATIONS, Unreachable, migrate, reconnecting, synchronous
from bot.store.tables import messages, metadata, posts

SCRIPTS = ScriptDirectory(str(MIGRATIONS))
REVISIONS = [s.revision for s in reversed(list(SCRIPTS.walk_revisions()))]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> sa.URL:
    """A place with nothing in it."""
    on_file = request.param == "sqlite"
    found: sa.URL = in_file(tmp_path / "x.sqlite") if on_file else request.getfixturevalue("empty_postgres")
    return found


def tables(url: sa.URL) -> set[str]:
    engine = sa.create_engine(synchronous(url))
    with engine.connect() as connection:
        found = set(sa.inspect(connection).get_table_names())
    engine.dispose()
    return found - {"alembic_version"}


def downgrade(url: sa.URL) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    engine = sa.create_engine(synchronous(url))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        connection.commit()
    engine.dispose()


def test_the_migrations_lead_to_exactly_the_tables(url: sa.URL) -> None:
    migrate(url)
    engine = sa.create_engine(synchronous(url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, metadata)
    engine.dispose()
    comments = ("modify_comment", "add_table_comment")  # they are for the reader of the tables' module
    assert [d for d in found if (d[0][0] if isinstance(d, list) else d[0]) not in comments] == []


def test_every_migration_goes_up_and_all_go_down_again(url: sa.URL) -> None:
    for revision in REVISIONS:
        migrate(url, revision)
    assert tables(url) == set(metadata.tables)
    downgrade(url)
    assert tables(url) == set()
    migrate(url)
    migrate(url)
    assert tables(url) == set(metadata.tables)


def test_there_is_one_line_of_migrations() -> None:
    assert len(SCRIPTS.get_heads()) == 1
    assert sorted(REVISIONS) == REVISIONS


async def test_the_file_is_made_where_it_is_asked_for_and_keeps_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "down" / "x.sqlite"
    async with Database.open(in_file(path)) as db:
        assert await db.add(posts, key="k", channel="C1")
    async with Database.open(in_file(path)) as db:
        assert [row["key"] for row in await db.rows(sa.select(posts))] == ["k"]
        mode = await db.row(sa.text("pragma journal_mode"))
        assert mode is not None
        assert mode["journal_mode"] == "wal"


async def test_a_key_is_taken_once_however_many_try_at_once(db: Database) -> None:
    tries = (db.add(posts, key="k", channel=f"C{n}") for n in range(20))
    assert sorted(await asyncio.gather(*tries)) == [False] * 19 + [True]


async def test_a_change_says_whether_it_met_a_row(db: Database) -> None:
    await db.add(posts, key="k", channel="C1")
    change = sa.update(posts).values(ts="1.1")
    assert await db.change(change.where(posts.c.key == "k"))
    assert not await db.change(change.where(posts.c.key == "other"))
    assert await db.change(sa.delete(posts).where(posts.c.key == "k"))


async def test_no_row_is_none(db: Database) -> None:
    assert await db.row(sa.select(posts)) is None
    assert await db.rows(sa.select(posts)) == []


async def test_what_is_half_done_is_not_done(db: Database) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        await db.change(sa.update(posts).values(channel=None)) or await db.add(posts, key="k", channel=None)
    await db.add(posts, key="k", channel="C1")
    with pytest.raises(sa.exc.IntegrityError):
        await db.change(sa.update(posts).values(channel=None))
    assert await db.row(sa.select(posts.c.channel)) == {"channel": "C1"}


async def test_of_several_processes_that_start_at_once_one_makes_the_tables(empty_postgres: sa.URL) -> None:
    await asyncio.gather(*(asyncio.to_thread(migrate, empty_postgres) for _ in range(4)))
    assert tables(empty_postgres) == set(metadata.tables)


async def test_four_busy_processes_fit_into_the_connections_that_a_server_takes_by_default(
    postgres: sa.URL,
) -> None:
    there = "(select count(*) from pg_stat_activity where datname = current_database())"
    query = sa.text(f"select {there} as n from pg_sleep(0.05)").columns(n=sa.Integer)
    async with Database.open(postgres) as db:
        with reconnecting(postgres) as engines:

            def busy() -> int:
                with engines.connect() as connection:
                    return connection.execute(query).scalar_one()

            asked = await asyncio.gather(
                *(db.row(sa.select(query.subquery())) for _ in range(40)),
                *(asyncio.to_thread(busy) for _ in range(40)),
            )
    most = max(found if isinstance(found, int) else found["n"] for found in asked)
    of_its_pulse, for_superusers = 2, 3
    assert 12 < most <= (100 - for_superusers) // 4 - of_its_pulse


async def test_a_database_that_does_not_answer_is_named_without_its_password() -> None:
    url = sa.make_url("postgresql://ana:secret@127.0.0.1:1/chorister")
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1:1/chorister cannot be opened") as failed:
        async with Database.open(url):
            pass
    assert "secret" not in str(failed.value)


async def refusal(url: sa.URL) -> str:
    """The one sentence of a store that cannot be opened."""
    with pytest.raises(Unreachable) as failed:
        async with Database.open(url):
            pass
    said = str(failed.value)
    assert "cannot be opened" in said
    assert "\n" not in said
    return said


async def test_what_a_postgresql_refuses_is_one_sentence(empty_postgres: sa.URL) -> None:
    def with_query(**query: str) -> sa.URL:
        return empty_postgres.update_query_dict(query)

    engine = sa.create_engine(synchronous(empty_postgres), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("create role weak login password 's3cret'")
        weak = with_query(user="weak", password="s3cret").set(username=None)
        assert "permission denied for schema public" in (said := await refusal(weak))
        assert "s3cret" not in said
        connection.exec_driver_sql("drop role weak")
    engine.dispose()
    read_only = with_query(options="-c default_transaction_read_only=on")
    assert "read-only transaction" in await refusal(read_only)
    assert "nonsense" in await refusal(with_query(nonsense="1"))
    assert "no_such" in await refusal(empty_postgres.set(database="no_such"))


async def test_what_a_file_system_refuses_is_one_sentence(tmp_path: Path) -> None:
    plain = tmp_path / "notes.txt"
    plain.write_text("no database, but a text that is long enough to be looked at" * 40)
    assert "file is not a database" in await refusal(in_file(plain))
    assert "File exists" in await refusal(in_file(plain / "x.sqlite"))
    assert "unable to open" in await refusal(in_file(tmp_path))


async def test_what_is_cleared_goes_in_batches_and_the_rest_stays(db: Database) -> None:
    rows = [{"conversation": "old" if n % 4 else "young", "n": n, "body": {}} for n in range(1_600)]
    for n in range(0, 1_600, 400):
        await db.add_all(messages, rows[n : n + 400])
    assert await db.clear(messages, messages.c.conversation == "old") == 1_200
    assert await db.clear(messages, messages.c.conversation == "old") == 0
    assert len(await db.rows(sa.select(messages.c.n))) == 400


async def test_a_failed_query_does_not_say_what_it_was_given(db: Database) -> None:
    query = sa.select(sa.column("x")).select_from(sa.table("nothing")).where(sa.column("x") == "my words")
    with pytest.raises(sa.exc.DBAPIError) as failed:
        await db.rows(query)
    assert "my words" not in str(failed.value)
    assert "nothing" in str(failed.value)


def workers() -> list[threading.Thread]:
    """The threads that do the statements of files."""
    return [thread for thread in threading.enumerate() if "_connection_worker" in thread.name]


@pytest.mark.parametrize("times", [1, 2])
async def test_a_statement_that_nobody_waits_for_any_more_is_over_before_the_store_is_closed(
    tmp_path: Path, times: int
) -> None:
    async with Database.open(in_file(tmp_path / "x.sqlite")) as db:
        await db.rows(sa.select(posts))
        other = sqlite3.connect(tmp_path / "x.sqlite", isolation_level=None)
        other.execute("begin immediate")
        begun = asyncio.Event()
        sa.event.listen(db.engine.sync_engine, "before_cursor_execute", lambda *_: begun.set())
        waiting = asyncio.ensure_future(db.change(sa.delete(posts)))
        await begun.wait()
        for _ in range(times):
            for _ in range(20):  # it gets to the thread, where it waits; a cancellation gets to it
                await asyncio.sleep(0)
            waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert workers() != []
        other.close()
    assert workers() == []
