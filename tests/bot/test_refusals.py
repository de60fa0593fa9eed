"""Refusals become troubles and successes clear them, at hardly any cost for calls that go well."""

import pytest
import sqlalchemy as sa

from bot.refusals import LOOK_AGAIN, TOKEN, Refusals
from bot.store import Database
from bot.store.troubles import Troubles
from tests.builders import HandClock
from tools.errors import Blame, Blocked, NeedsReconnect, NotThere, RateLimited, UpstreamError

PROXY, TOOLS = "/proxy/conversations", "/integrated-account/a/tools"
ACCOUNT = "account:a"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


def refusal(blame: Blame) -> UpstreamError:
    return NeedsReconnect("An admin must act.", status=401, blame=blame)


async def keys(db: Database) -> list[str]:
    return [trouble.key for trouble in await Troubles(db).standing()]


@pytest.mark.parametrize(
    "error, key",
    [
        (refusal("token"), TOKEN),
        (refusal("account"), ACCOUNT),
        (Blocked("Blocked.", status=503, blame="account"), ACCOUNT),
    ],
)
async def test_what_only_an_admin_can_mend_is_noted_by_what_was_refused(
    db: Database, clock: HandClock, error: UpstreamError, key: str
) -> None:
    refusals = Refusals(Troubles(db), "a", clock)
    for _ in range(3):
        await refusals.heard(PROXY, error)
    assert await keys(db) == [key]


@pytest.mark.parametrize(
    "error", [RateLimited("Slow down.", retry_after=1), NotThere("Gone.", status=404, blame="request")]
)
async def test_other_failures_neither_open_nor_clear_anything(
    db: Database, clock: HandClock, error: UpstreamError
) -> None:
    refusals = Refusals(Troubles(db), "a", clock)
    await refusals.heard(PROXY, refusal("account"))
    await refusals.heard(PROXY, error)
    assert await keys(db) == [ACCOUNT]


async def test_a_list_of_tools_says_that_the_token_is_good_and_nothing_of_the_account(
    db: Database, clock: HandClock
) -> None:
    refusals = Refusals(Troubles(db), "a", clock)
    await refusals.heard(PROXY, refusal("token"))
    await refusals.heard(PROXY, refusal("account"))
    await refusals.heard(TOOLS, None)
    assert await keys(db) == [ACCOUNT]
    await refusals.heard(PROXY, None)
    assert await keys(db) == []


async def test_what_another_process_opened_is_cleared_here_and_the_other_way_round(
    db: Database, clock: HandClock
) -> None:
    here, there = (Refusals(Troubles(db), "a", clock) for _ in range(2))
    await here.heard(PROXY, None)
    await there.heard(PROXY, refusal("account"))
    clock.now += LOOK_AGAIN + 1
    await here.heard(PROXY, None)
    assert await keys(db) == []
    clock.now += LOOK_AGAIN + 1
    await there.heard(PROXY, refusal("account"))
    assert await keys(db) == [ACCOUNT]


async def test_calls_that_go_well_ask_the_store_once_a_minute(db: Database, clock: HandClock) -> None:
    refusals = Refusals(Troubles(db), "a", clock)
    asked: list[object] = []
    sa.event.listen(db.engine.sync_engine, "before_cursor_execute", lambda *seen: asked.append(seen))
    for _ in range(50):
        await refusals.heard(PROXY, None)
    assert len(asked) == 1


async def test_a_store_that_fails_takes_nothing_from_the_call(db: Database, clock: HandClock) -> None:
    async with db.engine.connect() as connection:
        await connection.exec_driver_sql("alter table troubles rename to away")
    await Refusals(Troubles(db), "a", clock).heard(PROXY, refusal("token"))
