"""The engine as our stories meet it: once per key, in line, from where it was, and in plain JSON."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa
from dbos import DBOS

from bot.checkpoints import StepFailed
from bot.database_url import in_file
from bot.durable import (
    engine,
    finished,
    queue_once,
    result,
    run_id,
    sleep,
    sleep_unless,
    start_once,
    start_soon,
    step,
    step_key,
    workflow,
)
from bot.one_process import InUse
from bot.queues import AT_ONCE, RUSHES
from bot.runs import forget
from bot.store.database import Unreachable
from tests.postgres import administer
from tests.relay import relayed

seen: list[Any] = []
told: list[asyncio.Event] = []


@pytest.fixture(autouse=True)
def _fresh() -> None:
    seen.clear()
    told[:] = [asyncio.Event() for _ in range(3)]


@step("test: note")
async def note(what: Any) -> Any:
    seen.append(what)
    told[0].set()
    return what


@step("test: break")
async def break_down() -> None:
    raise ZeroDivisionError("no use")


@workflow("test: note once")
async def note_once(what: Any) -> None:
    await note(what)


@step("test: wait")
async def wait_to_be_told(what: str) -> None:
    seen.append(what)
    told[0].set()
    await told[1].wait()


@workflow("test: in two")
async def in_two(what: str) -> None:
    await wait_to_be_told(f"{what} begins")
    await note(f"{what} ends")
    told[2].set()


@workflow("test: note back")
async def note_back(what: Any) -> list[Any]:
    return [await note(what)]


@workflow("test: note id")
async def note_id() -> None:
    await note(run_id())


@step("test: note key")
async def note_key() -> None:
    seen.append(step_key())
    told[0].set()
    if len(seen) == 1:
        await told[1].wait()


@workflow("test: note keys")
async def note_keys() -> None:
    await note_key()
    await asyncio.gather(note_key(), note_key())


@workflow("test: in line")
async def in_line(what: str) -> None:
    await note(f"{what} begins")
    await sleep(timedelta(seconds=30))
    await note(f"{what} ends")


@workflow("test: fail")
async def fail() -> None:
    await break_down()


# First, since two engines in one process are one too many.
async def test_a_closing_process_starts_no_new_step_and_the_next_goes_on_from_there(tmp_path: Path) -> None:
    async with engine(in_file(tmp_path / "engine.sqlite"), hurry=100):
        await start_once("k", in_line, "x")
        await told[0].wait()
    assert seen == ["x begins"]
    left = [str(task.get_coro()) for task in asyncio.all_tasks()]
    assert not any("workflow" in what for what in left), "a run ends with its engine, as with its process"
    async with engine(in_file(tmp_path / "engine.sqlite")):
        await finished("k")
    assert seen == ["x begins", "x ends"]


async def test_a_step_that_is_repeated_keeps_its_key_and_every_other_one_has_its_own(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="not inside a step"):
        step_key()
    async with engine(in_file(tmp_path / "engine.sqlite")):
        await start_once("k", note_keys)
        await told[0].wait()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
    async with engine(in_file(tmp_path / "engine.sqlite")):
        await finished("k")
    first, again, *others = seen
    assert first == again
    assert len({first, *others}) == 3


async def test_a_run_outlives_a_server_that_cannot_be_reached(postgres: sa.URL) -> None:
    with relayed(postgres) as relay:
        async with engine(relay.url, dead_after=60):
            await start_once("k", in_two, "x")
            await told[0].wait()
            relay.end()
            told[1].set()
            await asyncio.wait([asyncio.ensure_future(told[2].wait())], timeout=1.0)
            relay.begin()
            await finished("k")
    assert seen == ["x begins", "x ends"], "the engine waited, and no step was done twice"


async def test_a_run_that_its_own_process_holds_and_does_not_do_is_taken_up_again(postgres: sa.URL) -> None:
    async with engine(postgres, dead_after=2):
        await start_once("k", note_once, "x")
        await finished("k")
        drop = "update dbos.workflow_status set status = 'PENDING', output = null"
        administer(postgres, drop)
        await finished("k")
    assert seen == ["x"], "its steps are not done again"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Path]:
    """One engine for the tests that need no restart: closing one takes DBOS a second."""
    path = tmp_path_factory.mktemp("engine") / "deep" / "engine.sqlite"
    async with engine(in_file(path), hurry=10_000):
        yield path


one_engine = pytest.mark.asyncio(loop_scope="module")


@one_engine
async def test_what_comes_in_a_rush_stands_in_line_and_all_of_it_is_done_once(running: Path) -> None:
    keys = [f"rush:{n}" for n in range(AT_ONCE + 2)]
    for key in keys * 2:
        await start_soon("C1", key, note_once, key)
    for key in keys:
        await finished(key)
    assert sorted(seen) == sorted(keys)
    runs = await DBOS.list_workflows_async(workflow_id_prefix="rush:", load_input=False, load_output=False)
    assert [run.queue_name for run in runs].count(RUSHES) >= 2


@one_engine
async def test_a_story_starts_once_for_its_key_however_often_it_is_asked_for(running: Path) -> None:
    await asyncio.gather(*(start_once("k", note_once, n) for n in range(6)))
    await finished("k")
    await start_once("k", note_once, 9)
    await finished("k")
    assert len(seen) == 1


@one_engine
async def test_what_a_story_comes_to_can_be_waited_for(running: Path) -> None:
    await start_once("answer", note_back, "x")
    assert await result("answer") == ["x"]


@one_engine
async def test_a_story_knows_its_own_key_and_nobody_else_has_one(running: Path) -> None:
    await start_once("the key", note_id)
    await finished("the key")
    assert seen == ["the key"]
    with pytest.raises(RuntimeError, match="not inside a workflow"):
        run_id()


@one_engine
async def test_turns_of_one_partition_run_one_after_the_other_each_once(running: Path) -> None:
    for name in ("a", "b", "a"):
        await queue_once("conversation", f"turn {name}", in_line, name)
    await finished("turn a")
    await finished("turn b")
    assert seen == ["a begins", "a ends", "b begins", "b ends"]


@one_engine
async def test_a_story_that_breaks_says_what_broke(running: Path) -> None:
    await start_once("broken", fail)
    with pytest.raises(StepFailed, match="ZeroDivisionError: no use"):
        await finished("broken")


@one_engine
async def test_a_file_has_one_process_at_a_time_and_the_first_is_not_disturbed(running: Path) -> None:
    with pytest.raises(InUse, match="in use by another Chorister"):
        async with engine(in_file(running)):
            pass
    await start_once("after all", note_once, 1)
    await finished("after all")
    assert seen == [1]


async def test_what_the_engine_cannot_open_is_one_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "engine.sqlite"
    broken.write_text("no database, but a text that is long enough to be looked at" * 40)
    for path, why in ((broken, "file is not a database"), (broken / "engine.sqlite", "File exists")):
        with pytest.raises(Unreachable, match=f"cannot be opened: {why}"):
            async with engine(in_file(path)):
                pass


@one_engine
async def test_old_runs_of_one_workflow_are_forgotten_and_the_others_kept(running: Path) -> None:
    await start_once("forget: a", note_once, 1)
    await start_once("forget: b", note_id)
    await finished("forget: a")
    await finished("forget: b")
    assert await forget(datetime.now(UTC) + timedelta(minutes=1), "test: note once") > 0
    await start_once("forget: a", note_once, 2)
    await start_once("forget: b", note_id)
    await finished("forget: a")
    assert sorted(map(str, seen)) == ["1", "2", "forget: b"]


@workflow("test: wait unless")
async def wait_unless() -> None:
    await sleep_unless(timedelta(hours=1), told[-1])
    await note_step()


@step("test: note step")
async def note_step() -> None:
    seen.append("went on")


@one_engine
async def test_a_wait_ends_at_the_event_of_this_process(running: Path) -> None:
    told.append(asyncio.Event())
    await start_once("unless: a", wait_unless)
    assert seen == []
    told[-1].set()
    await finished("unless: a")
    assert seen == ["went on"]
