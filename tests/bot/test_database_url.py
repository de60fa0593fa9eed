"""The address of a database: what people write, and where the engine's part then is."""

from pathlib import Path

import pytest

from bot.database_url import beside, file_of, in_file, read_address, shown, with_option


def whole(text: str) -> str:
    return read_address(text).render_as_string(hide_password=False)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+asyncpg", "postgresql+psycopg2"])
def test_postgresql_is_one_thing_whatever_driver_the_address_names(scheme: str) -> None:
    rest = "ana:p%40ss@db.acme.com:5433/chorister?sslmode=require"
    assert whole(f"{scheme}://{rest}") == f"postgresql://{rest}"
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


@pytest.mark.parametrize("address", ["ana:p@ss@db/chorister", "ana:p@ss/w@db/chorister"])
def test_a_password_with_an_at_sign_is_asked_for_in_its_written_form(address: str) -> None:
    with pytest.raises(ValueError, match="%40") as failed:
        read_address(f"postgresql://{address}")
    assert "ss" not in str(failed.value).replace("password", "")


@pytest.mark.parametrize(
    "text, told",
    [
        ("postgresql://ana:p%40ss@db.acme.com:5433/chorister?sslmode=require", "db.acme.com:5433/chorister"),
        ("postgresql:///chorister?host=/run/pg&user=ana&password=p4ss", "/run/pg/chorister"),
        ("postgresql:///chorister?host=a&host=b&password=p4ss", "a,b/chorister"),
        ("postgresql:///chorister", "localhost/chorister"),
        ("sqlite:////data/own.sqlite", "/data/own.sqlite"),
    ],
)
def test_an_address_is_told_without_how_one_gets_in(text: str, told: str) -> None:
    assert shown(read_address(text)) == told


def test_an_option_of_the_session_joins_those_of_the_address() -> None:
    plain = with_option(read_address("postgresql://db/chorister"), "-c a=1")
    assert plain.query["options"] == "-c a=1"
    assert with_option(plain, "-c b=2").query["options"] == "-c a=1 -c b=2"


def test_the_engine_has_a_file_beside_ours_or_the_same_database() -> None:
    assert file_of(beside(in_file(Path("/c/chorister.sqlite")), "engine.sqlite")) == Path("/c/engine.sqlite")
    shared = read_address("postgresql://db/chorister")
    assert beside(shared, "engine.sqlite") == shared
