"""What one person sees, and where its links lead."""

import pytest
from markupsafe import Markup

from sandbox.slack.methods.chat import show_ephemeral
from sandbox.window.cast import places, players
from sandbox.window.held import Held
from sandbox.window.seen import Eyes, Session, shown_place, within
from sandbox.world import World


@pytest.fixture
def ana(world: World) -> Eyes:
    return Eyes(world, players(world)["ana"], Held())


@pytest.mark.parametrize(
    "query, leads",
    [
        ("", "/ana/deals/1780498800.000001#m-1780498800.000001"),
        (
            "?thread_ts=1780498700.000009&amp;cid=C1",
            "/ana/deals/1780498700.000009#m-1780498800.000001",
        ),
    ],
)
def test_a_link_to_a_message_opens_within_the_page(query: str, leads: str) -> None:
    html = Markup(f'<a href="https://seller.slack.com/archives/C1/p1780498800000001{query}">there</a>')
    assert within(html, "seller", "ana", {"C1": "deals"}) == f'<a href="{leads}">there</a>'


def test_any_other_link_stays_as_it_is() -> None:
    html = Markup('<a href="https://other.slack.com/archives/C1/p1780498800000001">x</a>')
    assert within(html, "seller", "ana", {"C1": "deals"}) == html


async def test_a_whisper_stands_where_it_was_said(world: World, ana: Eyes) -> None:
    deals = world.slack.channel("deals")
    ts = await world.slack.say(world.company.person("ben"), "deals", "first")
    show_ephemeral(world.slack.workspace, deals.id, ana.player.id, {"text": "in the channel"})
    show_ephemeral(world.slack.workspace, deals.id, ana.player.id, {"text": "in the thread"}, ts)
    assert [entry.is_fleeting for entry in ana.entries(deals)] == [False, True]
    assert ["in the thread" in entry.body for entry in ana.entries(deals, ts)] == [False, True]


async def test_a_message_has_its_author_its_time_and_its_replies(world: World, ana: Eyes) -> None:
    deals = world.slack.channel("deals")
    ts = await world.slack.say(world.company.person("ben"), "deals", "first")
    await world.slack.say(ana.player.id, "deals", "second", thread_ts=ts)
    (entry,) = ana.entries(deals)
    assert (entry.author, entry.initials, entry.by_bot, entry.replies) == ("Ben Cole", "BC", False, 1)
    assert entry.day == "Wednesday, 3 June"
    assert len(ana.entries(deals, ts)) == 2


async def test_a_thread_the_app_works_on_says_so(world: World, ana: Eyes) -> None:
    deals, sessions = world.slack.channel("deals"), world.slack.workspace.sessions
    assert ana.session(deals, "1.0") == Session(False, False, "", "")
    sessions.set_status(deals.id, "1.0", "processing")
    sessions.rename(deals.id, "1.0", "Push my call")
    assert ana.session(deals, "1.0") == Session(True, True, "Push my call", "")
    sessions.set_status(deals.id, "1.0", "active")
    assert not ana.session(deals, "1.0").is_working


async def test_suggested_prompts_stand_where_the_app_put_them(world: World, ana: Eyes) -> None:
    dm = world.slack.workspace.direct(ana.player.id)
    world.slack.workspace.sessions.prompts[(dm.id, None)] = {
        "title": None,
        "prompts": [{"title": "Push", "message": "Push my call."}],
    }
    assert ana.prompts(dm, None) == [("Push", "Push my call.")]
    assert ana.prompts(dm, "1.0") == []


def test_a_place_is_found_by_its_name_in_the_address(world: World) -> None:
    there = places(world, players(world)["ana"])
    found = shown_place(there, "deals")
    assert found is not None
    assert found.title == "deals"
    assert shown_place(there, "moon") is None
