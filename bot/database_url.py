"""Where rows are kept: SQLite files of one process, or a PostgreSQL of several."""

import re
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

WANTED = "sqlite:///path/to/file.sqlite or postgresql://user:password@host/database belongs here"
ENCODE = f"{WANTED}; an @ in a password is written %40"


def in_file(path: Path) -> URL:
    """The address of an SQLite file."""
    return URL.create("sqlite", database=str(path))


def read_address(text: str) -> URL:
    """An address as a person wrote it; raises ValueError with what belongs there."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        raise ValueError(WANTED) from None
    if "@" in f"{url.host}{url.database}":  # the rest of a password
        raise ValueError(ENCODE)
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


def of_workspace(url: URL, workspace: str) -> URL:
    """Where one of many workspaces has its rows: an SQLite file of its own, or a schema of its own on PostgreSQL."""
    path = file_of(url)
    if path:
        return in_file(path.with_name(f"{path.stem}-{schema_name(workspace)}{path.suffix}"))
    return with_option(url, f"-c search_path={schema_name(workspace)}")


def schema_name(workspace: str) -> str:
    """The name of a workspace's own schema."""
    if not re.fullmatch(r"[A-Z0-9]{2,40}", workspace):
        raise ValueError(f"{workspace!r} is no id of Slack's")
    return f"w_{workspace.lower()}"


def shown(url: URL) -> str:
    """An address as it may be told: where the database is, and not how one gets in."""
    path = file_of(url)
    if path:
        return str(path)
    at = url.host or url.query.get("host") or "localhost"
    host = at if isinstance(at, str) else ",".join(at)
    own = re.search(r"search_path=(\w+)", str(url.query.get("options", "")))
    return f"{host}{f':{url.port}' if url.port else ''}/{url.database}{f' ({own[1]})' if own else ''}"


def with_option(url: URL, option: str) -> URL:
    """A PostgreSQL's address with one more option of the session, such as `-c statement_timeout=3000`."""
    given = url.query.get("options", ())
    options = [given] if isinstance(given, str) else given
    return url.update_query_dict({"options": " ".join((*options, option))})


def read_only(url: URL) -> URL:
    """The same address, over which nothing can be changed and no file is made."""
    path = file_of(url)
    if path:
        return URL.create(
            url.drivername, database=f"file:{quote(str(path))}", query={"mode": "ro", "uri": "true"}
        )
    return with_option(url, "-c default_transaction_read_only=on -c statement_timeout=5000")
