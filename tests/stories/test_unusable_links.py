"""A link that no recorder can follow: whoever posted it hears why, in private and once; nobody else is bothered."""

import pytest

from sandbox.world import World
from tests.conftest import Start
from tests.play import JOIN, Play

LINK = "https://zoom.us/j/987654321"
ROOM = "https://zoom.us/my/ana"
ATTACHED = {"app_id": "A0CALENDAR", "attachments": [{"text": ROOM}]}


@pytest.mark.parametrize("auto", [True, False])
async def test_whoever_posted_it_hears_why_in_private(world: World, start: Start, auto: bool) -> None:
    async with start(**({"CHORISTER_AUTO_JOIN": world.slack.channels["deals"]} if auto else {})):
        play = Play(world)
        thread = await play.say("ana", f"demo at {ROOM} or {ROOM}?pwd=1")
        await play.slack.wait_for(lambda: play.whispers("ana"))
        (said,) = play.whispers("ana")
        assert "the name of a personal room" in said
        assert play.texts(thread) == []


async def test_a_good_link_beside_it_is_offered_all_the_same(play: Play) -> None:
    thread = await play.say("ana", f"demo at {LINK}, not {ROOM}")
    await play.until(thread, "Shall Chorus record it?")
    await play.slack.wait_for(lambda: play.whispers("ana"))
    assert "personal room" in play.whispers("ana")[0]


async def test_an_edit_that_brings_another_one_is_not_told_again(play: Play) -> None:
    ts = await play.say("ana", f"demo at {ROOM}")
    await play.slack.wait_for(lambda: play.whispers("ana"))
    await play.slack.edit(play.person("ana"), play.channel, ts, f"{ROOM} or https://zoom.us/my/ben")
    await play.until(await play.say("ben", LINK), "Shall Chorus record it?")
    assert len(play.whispers("ana")) == 1


async def test_a_mention_goes_on_with_the_good_link(play: Play) -> None:
    thread = await play.ask("ana", f"get Chorus into {LINK}, not {ROOM}")
    await play.until(thread, "Chorus took the link")
    await play.slack.wait_for(lambda: play.whispers("ana"))
    assert "personal room" in play.whispers("ana")[0]


async def test_nobody_hears_of_it_while_recorders_are_off_or_where_an_app_posted_it_or_others_listen(
    world: World, start: Start
) -> None:
    async with start(CHORISTER_LINK_APPS="A0CALENDAR"):
        play, shared = Play(world), Play(world, world.slack.channels["shared-acme"])
        await shared.say("ben", f"demo at {ROOM}")
        await world.slack.say("B0CALENDAR", play.channel, "Demo", extra=ATTACHED)
        await play.command("rosa", "joins off")
        await play.say("ben", f"demo at {ROOM}")
        await play.ask("ben", f"join {LINK}, not {ROOM}")
        await play.command("rosa", "joins on")
        await play.say("ana", f"demo at {ROOM}")
        await play.slack.wait_for(lambda: play.whispers("ana"))
        assert play.whispers("ben") == []
        assert len(world.slack.ephemerals) == 3, "two answers to a command, and Ana's"
        assert world.truto.calls(JOIN) == []
