"""Where rows are kept: SQLite files of one process, or a PostgreSQL of several."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

WANTED = "sqlite:///path/to/file.sqlite or postgresql://user:password@host/database belongs here"


def in_file(path: Path) -> URL:
    """The address of an SQLite file."""
    return URL.create("sqlite", database=str(path))


def read_address(text: str) -> URL:
    """An address as a person wrote it; raises ValueError with what belongs there."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        raise ValueError(WANTED) from None
    kind = url.drivername.partition("+")[0]
    if kind == "sqlite" and url.database and url.database != ":memory:":
        return in_file(Path(url.database))
    if kind in ("postgresql", "postgres") and url.database:
        return url.set(drivername="postgresql")
    raise ValueError(WANTED)


def file_of(url: URL) -> Path | None:
    """The SQLite file at an address; None for PostgreSQL."""
    return Path(url.database or "") if url.drivername == "sqlite" else None


def beside(url: URL, name: str) -> URL:
    """The address of another SQLite file in the same folder; on PostgreSQL the same database, which holds both."""
    path = file_of(url)
    return in_file(path.with_name(name)) if path else url
