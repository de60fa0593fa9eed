"""Where a run comes from, by the engine's table alone."""

from types import SimpleNamespace
from typing import Any

from bot.engine_rows import GENERATIONS, descent_of
from bot.traces import Descent


def system(*rows: tuple[str, str | None]) -> Any:
    """A table of runs, each with the one that began it."""
    held = {
        run: {"workflow_uuid": run, "parent_workflow_id": above, "created_at": 1_500} for run, above in rows
    }
    return SimpleNamespace(get_workflow_status=held.get)


async def test_a_run_that_nobody_began_is_the_first_of_its_trace() -> None:
    assert await descent_of(system(("a", None)), "a") == Descent("a", "", 1.5)


async def test_the_first_is_found_over_several_generations() -> None:
    rows = system(("a", None), ("b", "a"), ("c", "b"))
    assert await descent_of(rows, "c") == Descent("a", "b", 1.5)


async def test_a_first_run_that_is_forgotten_leaves_the_oldest_one_that_is_known() -> None:
    assert await descent_of(system(("b", "gone"), ("c", "b")), "c") == Descent("b", "b", 1.5)
    assert await descent_of(system(), "gone") is None


async def test_runs_that_began_one_another_in_a_circle_end_somewhere() -> None:
    rows = system(("a", "b"), ("b", "a"))
    assert await descent_of(rows, "a") == Descent("a" if GENERATIONS % 2 == 0 else "b", "b", 1.5)
