"""No row of one workspace is ever visible to another: every table is tried, in every way that there is to reach a row."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.database_url import file_of, in_file
from bot.store import Database
from bot.store.tables import metadata

TABLES = list(metadata.sorted_tables)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> sa.URL:
    if request.param == "sqlite":
        return in_file(tmp_path / "chorister.sqlite")
    found: sa.URL = request.getfixturevalue("postgres")
    return found


@asynccontextmanager
async def two(url: sa.URL) -> AsyncIterator[tuple[Database, Database, Database]]:
    """The rows of two workspaces, and what belongs to none."""
    async with Database.open(url) as shared, shared.of("T1") as one, shared.of("T2") as other:
        yield one, other, shared


def some(column: sa.Column[Any], word: str) -> Any:
    """A value that fits a column."""
    match column.type:
        case sa.JSON():
            return {"word": word}
        case sa.Boolean():
            return True
        case sa.Integer():
            return 1
        case sa.Float():
            return 1.5
        case sa.DateTime():
            return datetime(2026, 6, 3, tzinfo=UTC)
        case sa.LargeBinary():
            return word.encode()
    return word


def row_of(table: sa.Table, word: str) -> dict[str, Any]:
    return {column.name: some(column, word) for column in table.columns}


def by_key(table: sa.Table, row: dict[str, Any]) -> sa.ColumnElement[bool]:
    return sa.and_(*(column == row[column.name] for column in table.primary_key))


async def test_no_table_shows_one_workspaces_rows_to_another_nor_lets_it_change_them(url: sa.URL) -> None:
    async with two(url) as (one, other, shared):
        for table in TABLES:
            row = row_of(table, "secret")
            assert await one.add(table, **row)
            met = by_key(table, row)
            for stranger in (other, shared):
                assert await stranger.rows(sa.select(table)) == [], table.name
                assert await stranger.row(sa.select(sa.func.count()).select_from(table)) == {"count_1": 0}
                assert not await stranger.change(sa.delete(table).where(met)), table.name
                assert not await stranger.change(sa.update(table).values(**row)), table.name
            assert len(await one.rows(sa.select(table).where(met))) == 1, table.name


async def test_the_same_key_is_another_row_in_each_workspace(url: sa.URL) -> None:
    async with two(url) as (one, other, _):
        for table in TABLES:
            row = row_of(table, "the same")
            assert await one.add(table, **row), table.name
            assert await other.add(table, **row), table.name
            assert not await other.add(table, **row), table.name
            assert await one.change(sa.delete(table).where(by_key(table, row)))
            assert len(await other.rows(sa.select(table))) == 1, table.name


async def test_a_question_about_several_tables_stays_in_its_workspace_too(url: sa.URL) -> None:
    conversations, messages = metadata.tables["conversations"], metadata.tables["messages"]
    joined = sa.select(messages.c.body, conversations.c.asker).join_from(
        messages, conversations, messages.c.conversation == conversations.c.id
    )
    within = sa.select(messages).where(messages.c.conversation.in_(sa.select(conversations.c.id)))
    async with two(url) as (one, other, shared):
        for table in (conversations, messages):
            await one.add(table, **row_of(table, "secret"))
        assert len(await one.rows(joined)) == len(await one.rows(within)) == 1
        for stranger in (other, shared):
            assert await stranger.rows(joined) == await stranger.rows(within) == []


async def test_what_a_workspace_leaves_behind_is_gone_and_the_others_is_not(url: sa.URL) -> None:
    async with Database.open(url) as shared:
        for key in ("T1", "T2"):
            async with shared.of(key) as rows:
                await rows.add(metadata.tables["engaged"], id="here")
        await shared.drop("T1")
        await shared.drop("T1")
        async with shared.of("T1") as afresh, shared.of("T2") as kept:
            assert await afresh.rows(sa.select(metadata.tables["engaged"])) == []
            assert len(await kept.rows(sa.select(metadata.tables["engaged"]))) == 1
        path = file_of(url)
        if path:
            await shared.drop("T2")
            assert not list(path.parent.glob("*-w_t2*"))


@pytest.mark.parametrize("key", ["", "T1; drop table audit", 'T1"', "../T1", "t1", "T1|x"])
async def test_only_an_id_of_slacks_names_a_workspace(tmp_path: Path, key: str) -> None:
    async with Database.open(in_file(tmp_path / "chorister.sqlite")) as shared:
        with pytest.raises(ValueError, match="no id of Slack's"):
            async with shared.of(key):
                pass
        with pytest.raises(ValueError, match="no id of Slack's"):
            await shared.drop(key)
