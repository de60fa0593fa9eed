"""The runs as they are kept: found by their beginning, and known to be silent only where nobody does them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa

from bot.database_url import in_file
from bot.durable import engine, finished, queue_once, sleep, start_once, step, workflow
from bot.errors import BotError
from bot.kept_runs import SILENCE, KeptRun, KeptStep, State, kept_runs, silent_because
from bot.launch import CODE_LINE
from bot.workspace import there_are, within

NOW = 1_000_000.0
OLD = NOW - SILENCE - 60


def a_run(**more: Any) -> KeptRun:
    made: dict[str, Any] = {
        "id": "turn:a",
        "name": "turn",
        "state": State.RUNNING,
        "began": OLD,
        "ended": None,
        "version": CODE_LINE,
        "holder": "local",
    }
    return KeptRun(**made | more)


def a_step(name: str = "ask", ended: float = OLD, came_to: Any = None) -> KeptStep:
    return KeptStep(1, name, ended, ended, came_to)


def test_a_run_is_silent_only_where_it_neither_did_anything_nor_waits() -> None:
    assert "neither did anything nor waits since 31 minutes" in silent_because(a_run(), NOW)
    assert "in line for 31 minutes" in silent_because(a_run(state=State.QUEUED), NOW)
    assert not silent_because(a_run(began=NOW - 60), NOW)
    assert not silent_because(a_run(steps=(a_step(ended=NOW - 60),)), NOW)
    assert not silent_because(a_run(steps=(a_step("DBOS.sleep", came_to=NOW + 9),)), NOW)
    assert not silent_because(a_run(steps=(a_step("wake up at", came_to=NOW + 9), a_step())), NOW)
    assert silent_because(a_run(steps=(a_step("DBOS.sleep", came_to=NOW - 9),)), NOW)
    assert not silent_because(a_run(state=State.DONE), NOW)


def test_a_run_of_another_version_is_silent_however_young_it_is() -> None:
    young = a_run(began=NOW, version="chorister-0")
    assert "begun by version chorister-0" in silent_because(young, NOW)
    assert not silent_because(replace(young, state=State.CANCELLED), NOW)


def test_the_workspace_of_a_run_is_told_apart_from_its_key() -> None:
    installed = a_run(id="T0ABC123|turn:T9:C1:1.5")
    assert (installed.workspace, installed.key) == ("T0ABC123", "turn:T9:C1:1.5")
    own = a_run(id="turn:T9:C1|odd")
    assert (own.workspace, own.key) == ("", "turn:T9:C1|odd")


class AnyWorkspace:
    """Whatever is named is installed."""

    async def open(self, workspace: str) -> bool:
        return True

    async def all(self) -> list[str]:
        return []


@step("test: kept step")
async def kept_step(what: str) -> str:
    return what


@workflow("test: kept")
async def kept(what: str) -> str:
    return await kept_step(what)


@workflow("test: kept sleeper")
async def sleeper(what: str) -> None:
    await kept_step(what)
    await sleep(timedelta(hours=1))


@pytest_asyncio.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[sa.URL]:
    """An engine that runs, with one run that is over and two that wait."""
    on_file = request.param == "sqlite"
    url = in_file(tmp_path / "engine.sqlite") if on_file else request.getfixturevalue("postgres")
    async with engine(url):
        await start_once("done:1", kept, "private words")
        await finished("done:1")
        there_are(AnyWorkspace())
        with within("T0ABC123"):
            await queue_once("a", "sleeps:1", sleeper, "words")
        await start_once("sleeps:22", sleeper, "words")
        async with asyncio.timeout(30):
            while len(await asyncio.to_thread(asleep, url)) < 2:
                pass
        yield url
    there_are(None)


def asleep(url: sa.URL) -> list[KeptRun]:
    with kept_runs(url) as runs:
        return [run for run in runs.unfinished() if run.asleep_until(0.0)]


def looked_at(url: sa.URL) -> None:
    with kept_runs(url) as runs:
        done = runs.find("done")
        assert (done.state, done.name, [s.name for s in done.steps]) == (
            *(State.DONE, "test: kept"),
            ["test: kept step"],
        )
        assert done.steps[0].came_to is None, "words are read only where somebody asks for them"
        with_data = runs.find("done:1", data=True)
        assert (with_data.steps[0].came_to, with_data.came_to) == ("private words", "private words")
        assert "private words" in str(with_data.asked)
        assert runs.find("sleeps:1").id == "T0ABC123|sleeps:1"
        (line,) = [run for run in runs.unfinished() if run.in_line_for]
        assert (line.workspace, line.in_line_for, line.behind) == ("T0ABC123", "sleeps:1", State.RUNNING)
        assert runs.find("sleeps:2").id == "sleeps:22"
        with pytest.raises(BotError, match="no run whose id begins with nobody"):
            runs.find("nobody")
        assert [run.key for run in runs.listed(states=[State.DONE], name="test: kept")] == ["done:1"]
        with pytest.raises(sa.exc.DBAPIError, match=r"read-?only"):
            runs.cancel(done)
    with kept_runs(url, may_change=True) as runs:
        sleeping = runs.find("sleeps:2")
        runs.cancel(sleeping)
        assert runs.find("sleeps:2").state is State.CANCELLED
        runs.resume(sleeping)
        assert not runs.find("sleeps:2").state.is_over


async def test_runs_are_read_ended_and_resumed_beside_a_running_bot(url: sa.URL) -> None:
    await asyncio.to_thread(looked_at, url)


def test_where_no_engine_ever_ran_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(BotError, match="is CHORISTER_HOME right"), kept_runs(in_file(tmp_path / "x.sqlite")):
        pass
    (tmp_path / "y.sqlite").touch()
    with pytest.raises(BotError, match="no bot was ever started"), kept_runs(in_file(tmp_path / "y.sqlite")):
        pass
    assert not (tmp_path / "x.sqlite").exists()
