"""The address of a database: what people write, and where the engine's part then is."""

from pathlib import Path

import pytest

from bot.database_url import beside, file_of, in_file, read_address


def shown(text: str) -> str:
    return read_address(text).render_as_string(hide_password=False)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+asyncpg", "postgresql+psycopg2"])
def test_postgresql_is_one_thing_whatever_driver_the_address_names(scheme: str) -> None:
    rest = "ana:p%40ss@db.acme.com:5433/chorister?sslmode=require"
    assert shown(f"{scheme}://{rest}") == f"postgresql://{rest}"
    assert file_of(read_address(f"{scheme}://{rest}")) is None


def test_a_file_is_named_by_an_absolute_or_a_relative_path() -> None:
    assert file_of(read_address("sqlite:////data/own.sqlite")) == Path("/data/own.sqlite")
    assert file_of(read_address("sqlite:///own.sqlite")) == Path("own.sqlite")
    assert file_of(read_address("sqlite+aiosqlite:///own.sqlite")) == Path("own.sqlite")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "chorister",
        "mysql://db/chorister",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql://db",
        "a://b:c/d",
    ],
)
def test_anything_else_is_refused_with_what_belongs_there(text: str) -> None:
    with pytest.raises(ValueError, match=r"file\.sqlite or postgresql://"):
        read_address(text)


def test_the_engine_has_a_file_beside_ours_or_the_same_database() -> None:
    assert file_of(beside(in_file(Path("/c/chorister.sqlite")), "engine.sqlite")) == Path("/c/engine.sqlite")
    shared = read_address("postgresql://db/chorister")
    assert beside(shared, "engine.sqlite") == shared
