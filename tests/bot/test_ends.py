"""Waiting for many runs costs one question at a time."""

import asyncio

import pytest

from bot.ends import Ends


class Table:
    """What the engine's table would say."""

    def __init__(self) -> None:
        self.over: set[str] = set()
        self.asked: list[set[str]] = []
        self.breaks = 0

    async def ended(self, keys: list[str]) -> set[str]:
        self.asked.append(set(keys))
        if self.breaks:
            self.breaks -= 1
            raise ValueError("away")
        return self.over & set(keys)


async def test_all_who_wait_are_asked_for_at_once_and_told_apart() -> None:
    table = Table()
    ends = Ends(table.ended)
    waiting = {key: asyncio.ensure_future(ends.of(key)) for key in ("a", "b", "c")}
    again = asyncio.ensure_future(ends.of("a"))
    table.over = {"a"}
    await asyncio.gather(waiting["a"], again)
    assert not waiting["b"].done()
    table.over = {"a", "b", "c"}
    await asyncio.gather(*waiting.values())
    assert table.asked[0] == {"a", "b", "c"}
    assert table.asked[-1] == {"b", "c"}
    await ends.of("a")  # one that ended long ago
    await ends.close()


async def test_a_question_that_fails_is_asked_again(caplog: pytest.LogCaptureFixture) -> None:
    table = Table()
    table.breaks, table.over = 1, {"a"}
    ends = Ends(table.ended)
    await ends.of("a")
    assert len(table.asked) == 2
    assert "asking again" in caplog.text
    await ends.close()
