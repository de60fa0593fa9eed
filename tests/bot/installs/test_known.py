"""What a process knows of a workspace is at most a minute old; what it does not know it looks up each time."""

import pytest

from bot.installs.known import Known
from bot.store.installations import Installations
from tests.bot.store.test_installations import SELLER, rows

__all__ = ["rows"]


class Watch:
    now = 1000.0


@pytest.fixture
def known(rows: Installations) -> tuple[Known, Watch]:
    watch = Watch()
    return Known(rows, lambda: watch.now), watch


async def test_a_workspace_is_read_again_after_a_minute(
    rows: Installations, known: tuple[Known, Watch]
) -> None:
    here, watch = known
    assert await here.get("T1") is None
    await rows.put(SELLER)
    assert await here.get("T1") == SELLER, "added a moment ago"
    await rows.leave(SELLER)
    watch.now += 59
    assert await here.get("T1") == SELLER
    watch.now += 1
    assert await here.get("T1") is None


async def test_what_is_doubted_is_read_at_once(rows: Installations, known: tuple[Known, Watch]) -> None:
    here, _ = known
    await rows.put(SELLER)
    await here.get("T1")
    await rows.decide(SELLER, {})
    assert (await here.get("T1")).own == SELLER.own
    assert (await here.afresh("T1")).own == {}
    assert (await here.get("T1")).own == {}
    found = await here.get("T1")
    await rows.leave(found)
    here.forget("T1")
    assert await here.get("T1") is None
