"""`chorister workflows`: runs in lines, words only where they are asked for, and an end that is on record."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.database_url import of_workspace
from bot.durable import engine, finished, sleep, start_once, step, workflow
from bot.kept_runs import SILENCE, KeptRun, KeptStep, State, kept_runs
from bot.launch import CODE_LINE
from bot.settings import Settings
from bot.show_runs import age, in_short, standing, told, trimmed, why_not_cancelled, why_not_resumed
from bot.store import Database
from bot.store.audit import Audit
from bot.store.works import Work, Works
from bot.workspace import there_are, within
from tests.bot.test_kept_runs import NOW, AnyWorkspace, a_run
from tests.builders import settings_env

RUNNING = a_run(began=NOW - 60)


def test_what_may_be_sending_a_change_is_cancelled_only_by_force() -> None:
    decide = replace(RUNNING, name="decide")
    assert "whether it arrived" in why_not_cancelled(decide, force=False)
    assert not why_not_cancelled(decide, force=True)
    assert not why_not_cancelled(replace(decide, state=State.QUEUED), force=False), "it has sent nothing yet"
    assert not why_not_cancelled(RUNNING, force=False)
    over = replace(RUNNING, state=State.DONE)
    assert "has ended: done" in why_not_cancelled(over, force=True)


def test_only_a_cancelled_run_is_resumed_unless_somebody_insists() -> None:
    assert not why_not_resumed(replace(RUNNING, state=State.CANCELLED), force=False)
    assert "goes on with it by itself" in why_not_resumed(RUNNING, force=False)
    assert not why_not_resumed(RUNNING, force=True)
    assert "What it did is done" in why_not_resumed(replace(RUNNING, state=State.FAILED), force=True)


def test_how_a_run_stands_is_told_in_words() -> None:
    sleeps = replace(RUNNING, steps=(KeptStep(1, "DBOS.sleep", NOW, NOW, NOW + 60),))
    assert standing(sleeps, NOW) == "waiting until 1970-01-12 13:47:40 UTC"
    assert standing(RUNNING, NOW) == "running"
    assert standing(replace(RUNNING, began=NOW - SILENCE - 1), NOW).startswith("running, but it neither")
    assert [age(s) for s in (5, 65, 7_300, 200_000)] == ["5 s", "1 min", "2 h", "2 d"]


def test_what_stands_in_line_for_a_run_is_told_as_that_and_never_as_silent() -> None:
    line = replace(RUNNING, id="T0ABC123|turn:a in line", name="turn in line", began=NOW - SILENCE - 1)
    assert (line.in_line_for, RUNNING.in_line_for) == ("turn:a", "")
    assert in_short(line, NOW)["in_line_for"] == "turn:a"
    queued = replace(line, behind=State.QUEUED)
    assert standing(queued, NOW) == "waiting in line for its run to begin"
    place = standing(replace(line, behind=State.RUNNING), NOW)
    assert place == "keeping the place in line of its run, which is running"
    first = replace(line, state=State.QUEUED, began=NOW - 60)
    assert standing(first, NOW) == "waiting in line behind an earlier run"
    assert standing(replace(line, behind=State.DONE), NOW).startswith("running, but it neither")
    assert standing(replace(line, state=State.DONE), NOW) == "done"


def test_people_s_words_are_shown_only_where_they_are_asked_for_and_then_trimmed() -> None:
    private = KeptStep(1, "ask", NOW, NOW + 2, {"text": "private"}, "", "turn:b")
    run = replace(RUNNING, steps=(private,), asked=["private"], id="T0ABC123|turn:a")
    without = "\n".join(told(run, NOW, data=False))
    assert "private" not in without
    assert "ask  2.00 s  done  begins turn:b" in without
    assert "workspace T0ABC123" in without
    assert '{"text": "private"}' in "\n".join(told(run, NOW, data=True))
    assert "private" not in json.dumps(in_short(run, NOW))
    assert len(trimmed("x" * 900)) == 300


@step("test: shown step")
async def shown_step(what: str) -> str:
    return what


@workflow("test: shown")
async def shown(what: str) -> None:
    await shown_step(what)


@workflow("test: shown sleeper")
async def shown_sleeper(what: str) -> None:
    await shown_step(what)
    await sleep(timedelta(hours=1))


async def lived(made: Settings) -> None:
    """A bot runs: one run is over, one of an installed workspace waits."""
    async with Database.open(made.store) as db, engine(made.engine):
        await start_once("over:1", shown, "private words")
        await finished("over:1")
        there_are(AnyWorkspace())
        with within("T0ABC123"):
            await start_once("turn:1", shown_sleeper, "private words")
        async with db.of("T0ABC123") as rows:
            await Works(rows).begin(Work("1", "C1", "1.1", "UANA", 1.0))
        while not any(run.asleep_until(0.0) for run in await asyncio.to_thread(unfinished, made)):
            pass


def unfinished(made: Settings) -> list[KeptRun]:
    with kept_runs(made.engine) as runs:
        return runs.unfinished()


async def afterwards(made: Settings) -> tuple[list[Any], Work | None]:
    """What is on record of the run that waited, and whether its thread is still worked in."""
    async with Database.as_it_is(of_workspace(made.store, "T0ABC123")) as db:
        rows = [row for row in await Audit(db).all() if row["run"] == "turn:1"]
        return rows, await Works(db).get("1")


def test_runs_are_listed_shown_cancelled_and_resumed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    env = settings_env(CHORISTER_HOME=str(tmp_path))
    made = Settings.from_env(env)
    asyncio.run(lived(made))

    def said(*argv: str, code: int = 0) -> str:
        assert main(["workflows", *argv], env) == code
        out, err = capsys.readouterr()
        return err if code else out

    listed = said("list")
    assert "Workspace" in listed
    assert "T0ABC123" in listed
    assert "waiting until" in listed
    since = ("--since", "2026-01-01")
    (row,) = map(
        json.loads, said("list", "--state", "done", "--name", "test: shown", *since, "--json").splitlines()
    )
    assert (row["id"], row["steps"], row["silent"]) == ("over:1", 1, None)
    assert "No run like that." in said("list", "--stuck")
    assert json.loads(said("show", "over", "--data", "--json"))["steps"][0]["result"] == '"private words"'
    assert "private" not in said("show", "turn:1")
    assert "begins no further step" in said("cancel", "turn:1")
    assert "goes on after its last step" in said("resume", "turn:1")
    assert "nothing to cancel" in said("cancel", "over:1", code=1)
    assert "What it did is done" in said("resume", "over:1", code=1)
    assert "no run whose id begins with 77" in said("show", "77", code=1)
    rows, work = asyncio.run(afterwards(made))
    assert [row["what"] for row in rows] == ["run cancelled", "run resumed"]
    assert all(row["who"].startswith("operator") for row in rows)
    assert work is None, "nobody sees a thread being worked in any more"


def test_the_version_that_is_shown_is_the_one_that_runs() -> None:
    assert f"version {CODE_LINE}, held by local" in "\n".join(told(RUNNING, NOW, data=False))
