"""Every way to a recorder: a mention, a link alone, the menu of a message, a command, a direct message, an edit, an app."""

import pytest

from handlers.shortcuts import RECORD_CALL
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.play import JOIN, Play

LINK = "https://zoom.us/j/987654321"


async def test_the_menu_of_a_message_sends_the_recorder_into_its_thread(play: Play) -> None:
    ts = await play.say("ben", f"customer call at {LINK}")
    await play.until(ts, "Shall Chorus record it?")
    await play.slack.shortcut(play.person("ana"), play.channel, ts, RECORD_CALL)
    await play.until(ts, "Chorus took the link")
    (join,) = play.world.truto.calls(JOIN)
    assert join.body == {"invitation_text": LINK}
    assert not play.world.claude.journal, "no Claude call where the intent is plain"


@pytest.mark.parametrize(
    "text, said",
    [("lunch at noon?", "no meeting link"), ("see https://zoom.us/my/ana", "the name of a personal room")],
)
async def test_a_message_without_a_usable_link_is_answered_in_private(
    play: Play, text: str, said: str
) -> None:
    ts = await play.say("ben", text)
    await play.slack.shortcut(play.person("ana"), play.channel, ts, RECORD_CALL)
    heard = await play.slack.wait_for(
        lambda: next((c for c in play.slack.journal if c.method == "response_url"), None)
    )
    assert said in heard.args["text"]
    assert play.world.truto.calls(JOIN) == []


async def test_the_command_sends_the_recorder_and_begins_a_thread_of_its_own(play: Play) -> None:
    answer = await play.command("ana", f"record {LINK}")
    assert "the thread says what becomes of it" in answer
    begun = await play.slack.wait_for(
        lambda: next(
            (m for m in play.slack.messages(play.channel) if "asks for the recorder" in text_of(m)), None
        )
    )
    await play.until(begun["ts"], "Chorus took the link")
    assert len(play.world.truto.calls(JOIN)) == 1


@pytest.mark.parametrize(
    "text, said",
    [
        ("record", "I expected the link of a meeting"),
        ("record https://zoom.us/my/ana", "the name of a personal room"),
        (f"record {LINK} https://zoom.us/j/123456789", "One meeting at a time"),
    ],
)
async def test_a_command_without_a_usable_link_says_what_is_wrong(play: Play, text: str, said: str) -> None:
    assert said in await play.command("ana", text)
    assert play.world.truto.calls(JOIN) == []


async def test_while_recorders_are_off_the_menu_and_the_command_say_so_at_once(play: Play) -> None:
    await play.command("rosa", "joins off")
    assert "switched off here" in await play.command("ana", f"record {LINK}")
    ts = await play.say("ben", f"customer call at {LINK}")
    await play.slack.shortcut(play.person("ana"), play.channel, ts, RECORD_CALL)
    heard = await play.slack.wait_for(
        lambda: next((c for c in play.slack.journal if c.method == "response_url"), None)
    )
    assert "switched off here" in heard.args["text"]
    assert play.texts(ts) == []


async def test_while_recorders_are_off_an_auto_join_channel_hears_nothing(world: World, start: Start) -> None:
    async with start(CHORISTER_JOINS="off", CHORISTER_AUTO_JOIN=world.slack.channels["deals"]):
        play = Play(world)
        ts = await play.say("ana", f"demo {LINK}")
        assert "switched off" in " ".join(await play.done(await play.ask("ben", f"join {LINK}")))
        assert play.texts(ts) == []


async def test_a_posted_link_whose_recorder_is_under_way_is_not_offered_again(play: Play) -> None:
    first = await play.ask("ana", f"join {LINK}")
    await play.until(first, "Chorus took the link")
    ts = await play.say("ben", f"customer call at {LINK}")
    said = text_of(
        await play.until(ts, "A recorder was already asked for", "by Ana Ruiz", "The thread: http")
    )
    assert "Shall Chorus record it?" not in said


async def test_a_link_alone_in_a_direct_message_needs_no_claude(play: Play) -> None:
    direct = Play(play.world, play.slack.dm(play.person("ana")))
    ts = await direct.say("ana", LINK)
    await direct.until(ts, "Chorus took the link")
    assert not play.world.claude.journal


async def test_a_message_that_gets_a_link_by_an_edit_is_offered_the_recorder_once(play: Play) -> None:
    ts = await play.say("ana", "demo at three")
    await play.slack.edit(play.person("ana"), play.channel, ts, f"demo at three: {LINK}")
    await play.until(ts, "Shall Chorus record it?")
    await play.slack.edit(play.person("ana"), play.channel, ts, f"demo at four: {LINK}")
    other = await play.say("ben", f"and {LINK.replace('987654321', '123456789')}")
    await play.until(other, "Shall Chorus record it?")
    assert len(play.replies(ts)) == 1


async def test_an_edit_in_an_auto_join_channel_sends_the_recorder(world: World, start: Start) -> None:
    async with start(CHORISTER_AUTO_JOIN=world.slack.channels["deals"]):
        play = Play(world)
        ts = await play.say("ana", "demo at three")
        await play.slack.edit(play.person("ana"), play.channel, ts, f"demo now: {LINK}")
        await play.until(ts, "Chorus took the link")


CALENDAR = {"app_id": "A0CALENDAR"}
ATTACHED = {"attachments": [{"title": "Demo", "fields": [{"title": "Where", "value": f"<{LINK}|Zoom>"}]}]}


async def test_a_calendar_app_on_the_list_is_read_in_its_attachments_and_another_app_is_not(
    world: World, start: Start
) -> None:
    async with start(CHORISTER_LINK_APPS="A0CALENDAR", CHORISTER_AUTO_JOIN=world.slack.channels["deals"]):
        play = Play(world)
        other = await play.slack.say("B0OTHER", play.channel, "Demo", extra=ATTACHED)
        ts = await play.slack.say("B0CALENDAR", play.channel, "Demo", extra=CALENDAR | ATTACHED)
        await play.until(ts, "Shall Chorus record it?")
        assert len(play.replies(other)) == 1, "its own post, and no answer to it"
        assert world.truto.calls(JOIN) == [], "nobody asked for it, so a person has to click"


async def test_an_edit_by_such_an_app_counts_with_its_attachments_too(world: World, start: Start) -> None:
    async with start(CHORISTER_LINK_APPS="A0CALENDAR"):
        play = Play(world)
        ts = await play.slack.say("B0CALENDAR", play.channel, "Demo", extra=CALENDAR)
        await play.slack.edit("B0CALENDAR", play.channel, ts, "Demo, moved", ATTACHED)
        await play.until(ts, "Shall Chorus record it?")
