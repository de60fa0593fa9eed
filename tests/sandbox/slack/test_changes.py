import asyncio

from sandbox.slack.changes import Changes


async def test_what_is_true_already_is_not_waited_for() -> None:
    assert await Changes().until(lambda: "yes", 0) == "yes"


async def test_each_happening_makes_everybody_look_again() -> None:
    changes, seen = Changes(), list[int]()
    async with asyncio.TaskGroup() as group:
        waiting = [group.create_task(changes.until(lambda n=n: len(seen) >= n, 5)) for n in (1, 2)]
        for n in range(2):
            await asyncio.sleep(0)
            seen.append(n)
            changes.happened()
    assert all(task.result() for task in waiting)


async def test_waiting_in_vain_returns_nothing() -> None:
    assert await Changes().until(lambda: [], 0.001) is None
