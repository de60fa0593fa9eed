"""Two versions of this code on one table: what the other one knows is left to it, and nothing is lost."""

import asyncio
import contextlib
import logging
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.database_url import in_file
from bot.durable import engine, finished, is_running, start_once, step, workflow

seen: list[str] = []
version: list[str] = ["old"]
reached = asyncio.Event()
go_on = asyncio.Event()


@step("test runs: note")
async def note(what: str) -> None:
    seen.append(what)


@step("test runs: another step")
async def another(what: str) -> None:
    seen.append(f"another {what}")


@step("test runs: hold")
async def hold() -> None:
    reached.set()
    await go_on.wait()


@workflow("test runs: note")
async def note_once(what: str) -> None:
    await note(what)


@workflow("test runs: changed")
async def changed() -> None:
    """What a careless edit does: the new version begins with another step."""
    await (note if version[0] == "old" else another)("first")
    await hold()
    await note("last")


@pytest.fixture(autouse=True)
def _fresh() -> None:
    seen.clear()
    version[0] = "old"
    for event in (reached, go_on):
        event.clear()


@pytest.fixture
def still() -> Iterator[asyncio.Event]:
    """Set once the log says that a run stands still."""
    told, heard = asyncio.Event(), logging.Handler()
    heard.emit = lambda record: told.set() if "stands still" in record.getMessage() else None  # type: ignore[method-assign]
    logging.getLogger("bot.durable").addHandler(heard)
    yield told
    logging.getLogger("bot.durable").removeHandler(heard)


def rows(path: Path, query: str, *values: Any) -> list[Any]:
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(query, values).fetchall()


QUEUED = """update workflow_status set name = ?, status = 'ENQUEUED', queue_name = '_dbos_internal_queue', output = null,
executor_id = null, owner_xid = null where workflow_uuid = 'from elsewhere'"""
STATUS = "select status, executor_id from workflow_status where workflow_uuid = 'from elsewhere'"


async def test_a_story_that_this_process_does_not_know_is_left_to_those_who_do(tmp_path: Path) -> None:
    path = tmp_path / "engine.sqlite"
    async with engine(in_file(path)):
        await start_once("from elsewhere", note_once, "from elsewhere")
        await finished("from elsewhere")
        rows(path, "delete from operation_outputs")
        rows(path, QUEUED, "test runs: of a newer version")
        for n in range(5):  # each takes the queues' pause at least once
            await start_once(f"known {n}", note_once, f"known {n}")
            rows(path, QUEUED.replace("from elsewhere", f"known {n}"), "test runs: note")
            await finished(f"known {n}")
        assert rows(path, STATUS) == [("ENQUEUED", None)]
        rows(path, QUEUED, "test runs: note")
        await finished("from elsewhere")
    assert seen.count("from elsewhere") == 2


async def test_a_run_that_another_version_began_otherwise_stands_still_and_goes_on_there(
    tmp_path: Path, still: asyncio.Event
) -> None:
    path = tmp_path / "engine.sqlite"
    async with engine(in_file(path), drain=lambda: 0.1):
        await start_once("k", changed)
        await reached.wait()
    version[0] = "new"
    async with engine(in_file(path)):
        await start_once("another", note_once, "another run")
        await finished("another")
        await still.wait()
        assert await is_running("k")
        began = time.monotonic()
    assert time.monotonic() - began < 5, "it is no step that a closing process waits for"
    version[0] = "old"
    go_on.set()
    async with engine(in_file(path)):
        await finished("k")
    assert seen == ["first", "another run", "last"]
