"""A token is renewed once, by one process, before it ends; what cannot be renewed is used to its end, and told."""

import asyncio
from collections.abc import Callable

import pytest

from bot.installs.grants import Granting
from bot.installs.known import Known
from bot.installs.renewing import AT_MOST, Renewing, is_due
from bot.store import Database
from bot.store.installations import Installation, Installations
from bot.store.sealing import Sealing
from sandbox.worlds import GROUP, NORTH, Worlds
from tests.bot.conftest import db
from tests.bot.installs.conftest import added, granting_in

__all__ = ["db"]  # on either kind of database


class Office:
    """One process: its own rows, what it told of, what it suspects."""

    def __init__(self, db: Database, sealing: Sealing, worlds: Worlds) -> None:
        def now() -> float:
            return worlds.clock.now().timestamp()

        self.installations = Installations(db, sealing)
        self.known = Known(self.installations, now)
        self.troubles: list[tuple[str, str | None]] = []
        self.suspected: list[str] = []
        self.renewing = Renewing(
            self.installations,
            self.known,
            granting_in(worlds),
            now,
            "https://bot.example/",
            self.trouble,
            self.suspect,
        )

    async def trouble(self, key: str, say: str | None) -> None:
        self.troubles.append((key, say))

    async def suspect(self, key: str) -> None:
        self.suspected.append(key)


@pytest.fixture
def process(db: Database, sealing: Sealing, worlds: Worlds) -> Callable[[], Office]:
    return lambda: Office(db, sealing, worlds)


@pytest.fixture
async def north(granting: Granting, installations: Installations) -> Installation:
    return await added(granting, installations)


def asked(worlds: Worlds) -> int:
    return len([c for c in worlds.slack.journal if c.args.get("grant_type") == "refresh_token"])


async def test_two_processes_at_once_renew_each_token_once(
    process: Callable[[], Office],
    north: Installation,
    granting: Granting,
    installations: Installations,
    worlds: Worlds,
) -> None:
    await added(granting, installations, GROUP.key)
    one, other = process(), process()
    assert await one.renewing.renew_due() == 0, "ten hours ahead there is nothing to do"
    worlds.clock.advance(10 * 3600 + 1)
    renewed = await asyncio.gather(
        one.renewing.renew_due(), other.renewing.renew_due(), one.renewing.renew(NORTH.key)
    )
    assert sum(map(int, renewed)) == 2
    assert asked(worlds) == 2
    fresh = await installations.get(NORTH.key)
    assert fresh.token != north.token
    assert await granting.objection(fresh.token) == ""
    assert not is_due(fresh, worlds.clock.now().timestamp())
    assert sorted(one.troubles + other.troubles) == [(GROUP.key, None), (NORTH.key, None)]


async def test_who_dies_with_it_in_hand_is_followed_after_a_minute(
    process: Callable[[], Office], north: Installation, installations: Installations, worlds: Worlds
) -> None:
    worlds.clock.advance(11 * 3600)
    now = worlds.clock.now().timestamp()
    assert await installations.take(north, "dead", now, now + AT_MOST)
    here = process()
    assert await here.renewing.renew_due() == 0
    worlds.clock.advance(AT_MOST)
    assert await here.renewing.renew_due() == 1


async def test_a_lost_answer_is_tried_again_and_then_told_while_the_old_token_still_works(
    process: Callable[[], Office],
    north: Installation,
    installations: Installations,
    granting: Granting,
    worlds: Worlds,
    caplog: pytest.LogCaptureFixture,
) -> None:
    worlds.clock.advance(11 * 3600)
    worlds.slack.faults.add("lost_reply", match="oauth.v2.access")
    here = process()
    assert await here.renewing.renew_due() == 0
    assert here.troubles == [], "it may have been the network alone"
    assert await here.renewing.renew_due() == 0
    ((key, say),) = here.troubles
    assert key == NORTH.key
    assert say == (
        "Slack does not renew Chorister's access, which ends at 2026-06-04 03:00 UTC. "
        "Please add Chorister again at https://bot.example/slack/install; nothing is lost by that."
    )
    assert here.suspected == []
    assert (await installations.get(NORTH.key)).token == north.token
    assert await granting.objection(north.token) == ""
    assert "was not renewed: invalid_refresh_token" in caplog.text
    assert "xox" not in caplog.text


async def test_a_refusal_of_a_workspace_that_left_is_a_suspicion_and_no_trouble(
    process: Callable[[], Office], north: Installation, worlds: Worlds
) -> None:
    worlds.clock.advance(11 * 3600)
    worlds.slack.grants.end(NORTH, "account_inactive")
    here = process()
    assert await here.renewing.renew_due() == 0
    assert (here.suspected, here.troubles) == ([NORTH.key], [])


async def test_a_token_that_lasts_is_left_alone(
    process: Callable[[], Office], granting: Granting, installations: Installations, worlds: Worlds
) -> None:
    object.__setattr__(worlds.slack.client, "rotates", False)
    await added(granting, installations)
    worlds.clock.advance(10**7)
    assert await process().renewing.renew_due() == 0
    assert not await process().renewing.renew("T0NOBODY1")
    assert asked(worlds) == 0
