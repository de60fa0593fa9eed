"""An SQLite file belongs to one process at a time: a second one would take over the first one's running work."""

import contextlib
import fcntl
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bot.database_url import in_file
from bot.store.database import reaching


class InUse(Exception):
    """Another process has the file; the message says which."""


@contextlib.contextmanager
def only_process(path: Path) -> Iterator[None]:
    """Hold the file for this process, and make it ready. Raises InUse where another one has it."""
    with reaching(in_file(path)):
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = open(f"{path}.lock", "w", encoding="utf-8")  # noqa: SIM115 - held as long as the engine runs
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse(f"{path} is in use by another Chorister process; stop that one first.") from None
        # Set once, before launch: this pragma ignores the busy timeout, and it stays in the file.
        with reaching(in_file(path)), contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("pragma journal_mode=wal")
        yield
