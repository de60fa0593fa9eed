import asyncio
from datetime import UTC, datetime

import pytest

from sandbox.claude.journal import Journal, Request


def a_request(n: int) -> Request:
    return Request(n, datetime(2026, 11, 22, tzinfo=UTC), "POST", "/v1/messages", {}, {})


async def test_waiting_ends_with_the_change_that_makes_it_true():
    journal = Journal()
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(journal.wait_for(lambda: len(journal.entries) == 2, 5))
        await journal.add(a_request(1))
        await journal.add(a_request(2))
    assert waiting.result() is True


async def test_waiting_in_vain_names_the_last_requests():
    journal = Journal()
    await journal.add(a_request(1))
    with pytest.raises(AssertionError, match="1: POST /v1/messages -> None"):
        await journal.wait_for(lambda: False, 0.01)
