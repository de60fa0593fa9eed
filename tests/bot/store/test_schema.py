"""A store goes forward and back, with its rows; to look at it changes nothing."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.database_url import in_file
from bot.store.database import migrate, synchronous
from bot.store.schema import BASE, Age, Schema, go_to, looking, revisions, schema_of
from bot.store.tables import metadata

KNOWN = revisions()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> sa.URL:
    """A place with nothing in it."""
    on_file = request.param == "sqlite"
    found: sa.URL = in_file(tmp_path / "x.sqlite") if on_file else request.getfixturevalue("empty_postgres")
    return found


def a_row(table: sa.Table) -> dict[str, Any]:
    """Something in every column."""
    return {column.name: value_for(column.type) for column in table.columns}


def value_for(kind: sa.types.TypeEngine[Any]) -> Any:
    if isinstance(kind, sa.DateTime):
        return sa.func.current_timestamp()
    if isinstance(kind, sa.JSON):
        return {"kept": "so"}
    return True if isinstance(kind, sa.Boolean) else 1 if isinstance(kind, sa.Integer | sa.Float) else "x"


def counted(url: sa.URL) -> dict[str, int]:
    """The rows of every table that is there."""
    engine = sa.create_engine(synchronous(url))
    with engine.connect() as connection:
        names = set(sa.inspect(connection).get_table_names()) - {"alembic_version"}
        found = {
            name: connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) for name in names
        }
    engine.dispose()
    return found


def fill(url: sa.URL) -> None:
    engine = sa.create_engine(synchronous(url))
    with engine.begin() as connection:
        for table in metadata.tables.values():
            connection.execute(sa.insert(table).values(**a_row(table)))
    engine.dispose()


def differences(url: sa.URL) -> list[Any]:
    engine = sa.create_engine(synchronous(url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, metadata)
    engine.dispose()
    comments = ("modify_comment", "add_table_comment")
    return [d for d in found if (d[0][0] if isinstance(d, list) else d[0]) not in comments]


def test_every_migration_goes_back_and_forward_again_with_rows_in_all_tables(url: sa.URL) -> None:
    migrate(url)
    fill(url)
    assert set(counted(url).values()) == {1}
    for before in reversed((BASE, *KNOWN[:-1])):
        go_to(url, before)
        assert set(counted(url).values()) <= {1}, f"back at {before} every table that is left has its row"
    assert counted(url) == {}
    migrate(url)
    assert differences(url) == []
    assert set(counted(url).values()) == {0}


def test_going_back_by_one_keeps_every_row_that_has_a_place_there(url: sa.URL) -> None:
    migrate(url)
    fill(url)
    go_to(url, KNOWN[-2])
    assert schema_of(url).age is Age.OLDER
    assert schema_of(url).behind == 1
    assert counted(url)["works"] == 1
    migrate(url)
    assert schema_of(url).age is Age.CURRENT
    assert counted(url)["works"] == 1


def test_a_look_makes_nothing_and_can_change_nothing(url: sa.URL, tmp_path: Path) -> None:
    assert schema_of(url).age is Age.MISSING
    assert not list(tmp_path.iterdir())
    migrate(url)
    with looking(url) as engine, engine.connect() as connection:
        assert connection.scalar(sa.text("select count(*) from posts")) == 0
        with pytest.raises(sa.exc.DBAPIError, match=r"read-?only"):
            connection.execute(sa.text("delete from posts"))


@pytest.mark.parametrize(
    ("current", "age"),
    [(None, Age.MISSING), ("0001", Age.OLDER), ("0002", Age.CURRENT), ("0003", Age.NEWER)],
)
def test_a_store_is_as_old_as_the_migrations_that_this_code_knows(current: str | None, age: Age) -> None:
    assert Schema(current, ("0001", "0002")).age is age
