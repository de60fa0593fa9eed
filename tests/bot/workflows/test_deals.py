"""The open deals of a call's account, as far as Chorus shows them to the asker."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.app import App
from bot.people import Person, Stranger
from bot.workflows.deals import MOST, open_deals
from sandbox.company import Account, Meeting
from sandbox.world import World
from tests.conftest import Start
from tools import chorus
from tools.chorus import Conversation
from tools.errors import UpstreamError
from tools.requests import Request

LIST = "list_all_chorus_conversations"
GET = "get_single_chorus_conversation_by_id"


@pytest.fixture
async def app(start: Start) -> AsyncIterator[App]:
    async with start() as app:
        yield app


@pytest.fixture
def meeting(world: World) -> Meeting:
    """Ana's last call."""
    return world.company.last_finished(world.company.person("ana"))


async def person(app: App, world: World, name: str) -> Person:
    member = await app.house.directory.member(world.company.person(name).slack_id)
    found = await app.house.directory.recognise(member, app.house.team)
    assert not isinstance(found, Stranger)
    return found


async def seen(app: App, meeting: Meeting) -> Conversation:
    return chorus.conversation(await app.house.desk.fetch(Request("conversations", "get", meeting.id)))


async def deals(app: App, world: World, meeting: Meeting, name: str = "ana") -> list[dict[str, Any]]:
    return await open_deals(await person(app, world, name), await seen(app, meeting), 0)


def calls_of(world: World, account: Account | None, owner: str = "ana") -> list[Meeting]:
    """Somebody's calls with an account, the newest first."""
    mine = [m for m in world.company.meetings if m.account == account and m.owner.key == owner]
    return sorted((m for m in mine if m.deal and not m.private), key=lambda m: m.start, reverse=True)


async def test_the_deal_is_named_with_its_stage_and_the_day_of_its_last_call(
    app: App, world: World, meeting: Meeting
) -> None:
    (deal,) = await deals(app, world, meeting)
    assert meeting.deal
    newest = calls_of(world, meeting.account)[0]
    assert deal == {
        "id": meeting.deal.id,
        "name": meeting.deal.name,
        "stage": meeting.deal.stage,
        "last_call": newest.start.date().isoformat(),
    }


async def test_a_closed_deal_is_left_out(app: App, world: World) -> None:
    call = next(
        m
        for m in world.company.meetings
        if m.deal and not m.deal.is_open and m.status == "done" and not m.private and m.account
    )
    found = await deals(app, world, call, call.owner.key)
    assert call.deal
    assert call.deal.id not in [deal["id"] for deal in found]


async def test_a_call_without_an_account_has_no_deals_and_chorus_is_not_asked(
    app: App, world: World, meeting: Meeting
) -> None:
    call = (await seen(app, meeting)).model_copy(update={"account_id": None, "account_name": None})
    asker, before = await person(app, world, "ana"), len(world.truto.calls(LIST))
    assert await open_deals(asker, call, 0) == []
    assert len(world.truto.calls(LIST)) == before


async def test_without_the_crms_id_the_accounts_name_tells_ignoring_case(
    app: App, world: World, meeting: Meeting
) -> None:
    call = await seen(app, meeting)
    named = call.model_copy(update={"account_id": None, "account_name": (call.account_name or "").upper()})
    assert len(await open_deals(await person(app, world, "ana"), named, 0)) == 1


async def test_deals_of_calls_the_asker_may_not_read_are_not_told(
    app: App, world: World, meeting: Meeting
) -> None:
    readable = {
        m.deal.id
        for m in calls_of(world, meeting.account)
        if m.deal and any(p.email == world.company.person("ben").email for p in m.participants)
    }
    assert {deal["id"] for deal in await deals(app, world, meeting, "ben")} <= readable


async def test_many_deals_are_cut_to_the_newest(app: App, world: World, meeting: Meeting) -> None:
    others = [d for d in world.company.deals if d.is_open and d != meeting.deal]
    mine = [m for m in world.company.finished(world.company.person("ana")) if m.id != meeting.id]
    for deal, other in zip(others, mine[: MOST + 2], strict=False):
        recording = world.truto.chorus.recordings[other.id]
        world.truto.chorus.match(other.id, deal)
        recording.meeting = replace(recording.meeting, account=meeting.account)
    found = await deals(app, world, meeting)
    assert len(found) == MOST
    days = [deal["last_call"] for deal in found]
    assert days == sorted(days, reverse=True)


async def test_calls_older_than_half_a_year_do_not_count(app: App, world: World, meeting: Meeting) -> None:
    call = await seen(app, meeting)
    world.clock.advance(timedelta(days=200))
    assert await open_deals(await person(app, world, "ana"), call, 0) == []


async def test_a_call_that_is_gone_meanwhile_leaves_its_deal_with_an_unknown_stage(
    app: App, world: World, meeting: Meeting
) -> None:
    asker, call = await person(app, world, "ana"), await seen(app, meeting)
    world.truto.faults.add("404", match=GET)
    (deal,) = await open_deals(asker, call, 0)
    assert deal["stage"] is None
    assert meeting.deal
    assert deal["name"] == meeting.deal.name


async def test_an_outage_is_the_callers_to_handle(app: App, world: World, meeting: Meeting) -> None:
    asker, call = await person(app, world, "ana"), await seen(app, meeting)
    world.truto.faults.add("500", match=LIST)
    with pytest.raises(UpstreamError):
        await open_deals(asker, call, 0)


async def test_pages_that_go_round_for_ever_are_read_five_times_at_most(
    app: App, world: World, meeting: Meeting
) -> None:
    world.truto.options.page_size = 2
    await deals(app, world, meeting)
    assert len(world.truto.calls(LIST)) == 5
