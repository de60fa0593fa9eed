"""Trying again: side by side, in rounds, waited out durably, and given up after a while."""

import itertools
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest
import pytest_asyncio
from dbos import DBOS

from bot.database_url import in_file
from bot.durable import engine, finished, start_once, step, workflow
from bot.workflows.settle import ATTEMPTS, LONGEST, settle, settle_one

keys = itertools.count()
calls: list[tuple[str, int]] = []
notices: list[tuple[float, str]] = []
results: list[dict[str, Any]] = []
outcomes: list[dict[str, Any]] = []

Script = list[dict[str, Any]]


@step("test: try")
async def attempt_of(name: str, script: Script, attempt: int) -> dict[str, Any]:
    """Answers the n-th attempt by the n-th word of the script, then by its last."""
    calls.append((name, attempt))
    return script[min(attempt, len(script) - 1)]


@workflow("test: settle")
async def settled(scripts: dict[str, Script]) -> None:
    jobs = [partial(attempt_of, name, script) for name, script in scripts.items()]
    found = await settle(jobs, lambda pause, why: notices.append((pause, why)), each=outcomes.append)
    results.extend(found)


@workflow("test: settle one")
async def settled_one(script: Script, attempts: int = ATTEMPTS) -> None:
    results.append(await settle_one(partial(attempt_of, "only", script), attempts=attempts))


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module", autouse=True)
async def _engine(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[None]:
    """One engine for all: closing one takes DBOS a second."""
    async with engine(in_file(tmp_path_factory.mktemp("engine") / "engine.sqlite"), hurry=100_000):
        yield


@pytest.fixture(autouse=True)
def _fresh() -> None:
    for kept in (calls, notices, results, outcomes):
        kept.clear()


OK = {"ok": True, "answer": 1}
GONE = {"ok": False, "say": "Gone."}


def wait(seconds: float, say: str = "Slow down.") -> dict[str, Any]:
    return {"ok": False, "say": say, "retry_in": seconds}


async def run(**scripts: Script) -> None:
    key = f"settle {next(keys)}"
    await start_once(key, settled, scripts)
    await finished(key)


async def test_what_succeeds_or_fails_for_good_is_tried_once() -> None:
    await run(a=[OK], b=[GONE], c=[{**GONE, "retry_in": None}])
    assert results == [OK, GONE, {**GONE, "retry_in": None}]
    assert sorted(calls) == [("a", 0), ("b", 0), ("c", 0)]
    assert notices == []


async def test_only_what_may_pass_is_tried_again_and_the_order_stays() -> None:
    await run(a=[wait(3), OK], b=[OK], c=[wait(1), wait(2), GONE])
    assert results == [OK, OK, GONE]
    assert outcomes == [wait(3), OK, wait(1), OK, wait(2), GONE], "each attempt's outcome is told"
    assert sorted(calls) == [("a", 0), ("a", 1), ("b", 0), ("c", 0), ("c", 1), ("c", 2)]


async def test_steps_side_by_side_keep_their_places_whoever_is_ready_first() -> None:
    scripts = {f"job {n}": [{"ok": True, "answer": n}] for n in range(20)}
    await start_once("places", settled, scripts)
    await finished("places")
    steps = await DBOS.list_workflow_steps_async("places")
    assert [s["output"]["answer"] for s in sorted(steps, key=lambda s: s["function_id"])] == list(range(20))


async def test_a_round_waits_for_the_longest_and_says_why() -> None:
    await run(a=[wait(3, "Three."), OK], b=[wait(7, "Seven."), OK])
    assert notices == [(7.0, "Seven.")]


async def test_after_enough_tries_the_last_failure_is_the_result() -> None:
    await run(a=[wait(1)])
    assert results == [wait(1)]
    assert calls == [("a", n) for n in range(ATTEMPTS)]


async def test_nobody_waits_longer_than_a_quarter_of_an_hour() -> None:
    await run(a=[wait(LONGEST)], b=[wait(1)])
    assert len(notices) == 1
    assert sorted(name for name, n in calls if n == 1) == ["a", "b"]
    assert len(calls) == 4


async def test_a_wait_that_is_too_long_is_not_begun_and_keeps_nobody_else_from_waiting() -> None:
    long = wait(LONGEST + 1, "Not before 16:04.")
    await run(a=[long], b=[wait(3), OK])
    assert notices == [(3.0, "Slow down.")]
    said = "Not before 16:04. That is too long to wait for here; please ask again then."
    assert results == [long | {"say": said}, OK]


async def test_standing_in_line_is_no_attempt_and_ends_all_the_same() -> None:
    in_line = wait(10) | {"blame": "pace"}
    await run(a=[*[in_line] * 20, OK])
    assert results == [OK]
    await run(a=[in_line])
    assert len(notices) == 20 + LONGEST / 10


async def test_who_may_be_tried_once_never_waits() -> None:
    await start_once("once", settled_one, [wait(1) | {"blame": "pace"}, OK], 1)
    await finished("once")
    assert results == [wait(1) | {"blame": "pace"}]


async def test_no_jobs_are_no_results() -> None:
    await run()
    assert results == []


async def test_one_job_has_one_result_and_needs_nobody_to_tell() -> None:
    await start_once("one", settled_one, [wait(1), OK])
    await finished("one")
    assert results == [OK]
