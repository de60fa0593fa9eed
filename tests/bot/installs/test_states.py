"""Whoever comes back from Slack is whoever left: nothing forged, borrowed, stale or used is taken."""

import base64

import pytest

from bot.installs.states import States
from bot.store import Database
from bot.store.sealing import Sealing
from bot.store.used_states import UsedStates
from tests.bot.conftest import db

__all__ = ["db"]  # on either kind of database

KEY, OTHER = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))


class Watch:
    now = 1000.0


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def states(db: Database, watch: Watch) -> States:
    return made(db, watch, KEY)


def made(db: Database, watch: Watch, key: str) -> States:
    return States(Sealing([key]), UsedStates(db), lambda: watch.now)


async def test_it_is_taken_once_and_by_any_process(states: States, db: Database, watch: Watch) -> None:
    state = states.issue("ana's")
    assert await made(db, watch, KEY).take(state, "ana's")
    assert not await states.take(state, "ana's")


async def test_another_browser_is_not_let_in_and_uses_nothing_up(states: States) -> None:
    state = states.issue("ana's")
    for browser in ("ben's", ""):
        assert not await states.take(state, browser)
    assert await states.take(state, "ana's")


async def test_after_ten_minutes_it_is_stale(states: States, watch: Watch) -> None:
    kept, late = states.issue("ana's"), states.issue("ana's")
    watch.now += 599
    assert await states.take(kept, "ana's")
    watch.now += 1
    assert not await states.take(late, "ana's")


async def test_what_we_did_not_issue_is_not_taken(states: States, db: Database, watch: Watch) -> None:
    sealing = Sealing([KEY])
    strangers = ("", "x", "ö", made(db, watch, OTHER).issue("ana's"))
    other_things = (sealing.seal("xoxb-1"), sealing.seal("{}"), sealing.seal("[]"), sealing.seal("1"))
    others = sealing.seal('["other", "n", "m", 9e9]')
    for state in (*strangers, *other_things, others):
        assert not await states.take(state, "ana's")


async def test_two_tabs_of_one_browser_do_not_disturb_each_other(states: States) -> None:
    one, two = states.issue("ana's"), states.issue("ana's")
    assert await states.take(two, "ana's")
    assert await states.take(one, "ana's")
