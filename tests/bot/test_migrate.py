"""`chorister migrate`: forward and back, one sentence each, and never under a running bot."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.database_url import file_of, in_file
from bot.errors import BotError
from bot.migrate import STOP_FIRST, migrate, stores, target
from bot.one_process import only_process
from bot.settings import Settings
from bot.store import Database
from bot.store.database import Unreachable, synchronous
from bot.store.schema import BASE, HEAD, Schema, revisions
from bot.store.tables import installations
from tests.builders import row_of_workspace, settings
from tests.postgres import administer

HEAD_NOW, BEFORE = revisions()[-1], revisions()[-2]


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    return settings(CHORISTER_HOME=str(tmp_path / "home"))


async def test_it_goes_forward_and_back_and_says_so(
    home: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await migrate(home, check=True) == 1
    assert "has no tables yet" in capsys.readouterr().out
    assert await migrate(home) == 0
    assert f"went from base to {HEAD_NOW}" in capsys.readouterr().out
    assert await migrate(home) == 0
    assert await migrate(home, check=True) == 0
    assert capsys.readouterr().out.count("is at the head") == 2
    assert await migrate(home, BEFORE.lstrip("0")) == 0
    said = capsys.readouterr().out
    assert STOP_FIRST in said
    assert f"went from {HEAD_NOW} to {BEFORE}" in said
    assert await migrate(home, check=True) == 1
    assert "1 behind the head" in capsys.readouterr().out
    assert await migrate(home, BASE) == 0
    assert f"went from {BEFORE} to base" in capsys.readouterr().out


async def test_under_a_running_bot_nothing_is_changed(home: Settings) -> None:
    with only_process(home.chorister_home / "engine.sqlite"), pytest.raises(BotError, match="in use by"):
        await migrate(home)
    assert not (home.chorister_home / "chorister.sqlite").exists()


async def test_nothing_is_taken_from_a_process_that_lives_on_the_same_postgresql(postgres: sa.URL) -> None:
    url = postgres.render_as_string(hide_password=False)
    shared = settings(DATABASE_URL=url)
    administer(postgres, "insert into workers values ('one', now()), ('dead', now() - interval '1 hour')")
    with pytest.raises(BotError, match=r"^one still runs"):
        await migrate(shared, BEFORE)
    assert await migrate(shared) == 0, "forward is what a rolling deploy does"
    administer(postgres, "delete from workers where id = 'one'")
    assert await migrate(shared, BEFORE) == 0


async def test_a_store_of_a_newer_release_is_left_alone(
    home: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await migrate(home)
    engine = sa.create_engine(synchronous(in_file(home.chorister_home / "chorister.sqlite")))
    with engine.begin() as connection:
        connection.execute(sa.text("update alembic_version set version_num = '9999'"))
    engine.dispose()
    assert await migrate(home, check=True) == 1
    assert "newer than the head of this release" in capsys.readouterr().out
    with pytest.raises(BotError, match="Only that release can take it back"):
        await migrate(home, BASE)


def test_a_revision_that_nobody_knows_is_named() -> None:
    schema = Schema("0001", ("0001", "0002"))
    assert [target(schema, to) for to in (HEAD, "2", "0001", BASE)] == ["0002", "0002", "0001", BASE]
    with pytest.raises(BotError, match="no revision 0009; this release knows 0001 to 0002"):
        target(schema, "0009")


async def test_a_database_that_does_not_answer_is_one_sentence() -> None:
    away = settings(DATABASE_URL="postgresql://ana:secret@127.0.0.1:1/chorister")
    with pytest.raises(Unreachable, match="cannot be opened"):
        await migrate(away, check=True)


async def test_each_workspaces_own_store_is_moved_with_the_shared_one(
    home: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    async with Database.open(home.store) as db:
        for key in ("T0ONE", "T0TWO"):
            await db.add(installations, **row_of_workspace(key))
        async with db.of("T0ONE"):
            pass
    assert [file_of(url) for url in stores(home)] == [
        file_of(home.store),
        home.chorister_home / "chorister-w_t0one.sqlite",
    ]
    capsys.readouterr()
    assert await migrate(home, BEFORE) == 0
    said = capsys.readouterr().out
    assert said.count(f"went from {HEAD_NOW} to {BEFORE}") == 2
    assert said.count(STOP_FIRST) == 1
    assert said.index("w_t0one") < said.index("chorister.sqlite"), "what knows the others goes last"


async def test_nothing_is_moved_where_one_workspaces_store_is_of_a_newer_release(
    home: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    async with Database.open(home.store) as db:
        await db.add(installations, **row_of_workspace("T0ONE"))
        async with db.of("T0ONE") as own, own.engine.connect() as connection:
            await connection.execute(sa.text("update alembic_version set version_num = '9999'"))
    with pytest.raises(BotError, match="Only that release can take it back"):
        await migrate(home, BEFORE)
    capsys.readouterr()
    assert await migrate(home, check=True) == 1
    shared, newer = capsys.readouterr().out.splitlines()
    assert "is at the head" in shared
    assert "is at 9999, newer" in newer


async def test_on_a_postgresql_each_workspaces_schema_is_moved(
    postgres: sa.URL, capsys: pytest.CaptureFixture[str]
) -> None:
    shared = settings(DATABASE_URL=postgres.render_as_string(hide_password=False))
    async with Database.open(shared.store) as db:
        for key in ("T0ONE", "T0TWO"):
            await db.add(installations, **row_of_workspace(key))
        async with db.of("T0ONE"):
            pass
    assert await migrate(shared, BEFORE) == 0
    said = capsys.readouterr().out
    assert said.count(f"went from {HEAD_NOW} to {BEFORE}") == 2
    assert "(w_t0one) went" in said
    assert "w_t0two" not in said, "it has none yet, and a look makes none"
