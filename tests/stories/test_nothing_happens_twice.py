"""One message, one run; one approval, one write; one meeting, one recorder: whatever Slack and people repeat."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn

from bot.app import App
from bot.serve import web_app
from bot.slack import cards
from bot.web_server import Server
from sandbox.claude import tool_use
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.play import JOIN, PUSH, RECORD, WRITE, Play


async def test_both_events_of_a_mention_three_retries_and_both_transports_make_one_run(
    world: World, start: Start
) -> None:
    async with start(SLACK_SIGNING_SECRET=world.slack.signing_secret) as app, http_door(app, world):
        play = Play(world)
        world.slack.transport = "socket"
        thread = await play.ask("ana", RECORD)
        both = [d for d in world.slack.events if d.event.get("ts") == thread]
        assert {d.event["type"] for d in both} == {"message", "app_mention"}
        assert len({d.event_id for d in both}) == 2
        for delivered in both:
            await world.slack.redeliver(delivered, times=3)
            await world.slack.redeliver(delivered, times=3, transport="http")
        said = await play.done(thread)
        await world.slack.wait_for(lambda: all(d.acked_after is not None for d in world.slack.events) or None)
        assert sum(text.startswith("Done") for text in said) == 1
        assert len(said) == 4, "the plan, a word on consent, the recorder's state, the answer"
        assert len(world.truto.calls(JOIN)) == 1


@asynccontextmanager
async def http_door(app: App, world: World) -> AsyncIterator[None]:
    """The same bot also listens for signed HTTP, as it would behind a load balancer."""
    config = uvicorn.Config(web_app(app), log_level="warning", lifespan="off")
    server = Server(config)
    with socket.create_server(("127.0.0.1", 0)) as door:
        world.slack.http_target = f"http://127.0.0.1:{door.getsockname()[1]}/slack/events"
        task = asyncio.ensure_future(server.serve(sockets=[door]))
        try:
            yield
        finally:
            server.should_exit = True
            await task


async def test_two_people_and_two_clicks_on_approve_make_one_write(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    await asyncio.gather(
        play.click("ana", card, cards.APPROVE),
        play.click("ana", card, cards.APPROVE),
        play.click("sam", card, cards.APPROVE),
    )
    await play.until(thread, "CRM update: written")
    await play.done(thread)
    assert len(play.world.truto.calls(WRITE)) == 1
    await play.slack.wait_for(lambda: len(play.whispers("ana")) + len(play.whispers("sam")) >= 2)
    for said in [*play.whispers("ana"), *play.whispers("sam")]:
        assert "already approved" in said


async def test_the_second_asker_for_a_meeting_is_told_who_asked_and_where(play: Play) -> None:
    first = await play.ask("ana", RECORD)
    await play.done(first)
    second = await play.ask("ben", "please record https://zoom.us/j/987654321?from=addon")
    await play.done(second)
    said = " ".join(play.texts(second))
    assert "already asked for" in said
    assert "Ana Ruiz" in said
    assert "The thread: https://" in said
    assert "✓ A recorder was asked for before" in said
    assert len(play.world.truto.calls(JOIN)) == 1


async def test_where_a_private_place_was_first_the_second_asker_gets_no_link_to_it(play: Play) -> None:
    direct = Play(play.world, play.slack.dm(play.person("ana")))
    first = await direct.say("ana", "https://zoom.us/j/987654321")
    await direct.until(first, "Chorus took the link")
    thread = await play.ask("ben", RECORD)
    said = " ".join(await play.done(thread))
    assert "in a place that not everybody can read" in said
    assert "/archives/" not in said


async def test_two_who_ask_in_the_same_moment_send_one_recorder(play: Play) -> None:
    threads = await asyncio.gather(play.ask("ana", RECORD), play.ask("ben", RECORD))
    for thread in threads:
        await play.done(thread)
    assert len(play.world.truto.calls(JOIN)) == 1


async def test_a_recorder_that_chorus_already_has_is_good_news(play: Play) -> None:
    play.world.truto.faults.add("409", match=JOIN)
    thread = await play.ask("ana", RECORD)
    said = " ".join(await play.done(thread))
    assert "already in this meeting" in said
    assert "did not work" not in said


async def test_a_post_whose_answer_is_lost_is_found_and_not_repeated(play: Play) -> None:
    play.slack.faults.add("lost_reply", match="chat.postMessage", times=2)
    thread = await play.ask("ana", "help")
    said = await play.done(thread)
    assert len(said) == len({text_of(m) for m in play.replies(thread)}) == 2


async def test_a_join_whose_answer_is_lost_is_neither_denied_nor_repeated(play: Play) -> None:
    play.world.truto.faults.add("lost_reply", match=JOIN)
    thread = await play.ask("ana", RECORD)
    said = " ".join(await play.done(thread))
    assert "not known whether Chorus took the link" in said
    again = await play.ask("ben", RECORD)
    assert "already asked for" in " ".join(await play.done(again))
    assert len(play.world.truto.calls(JOIN)) == 1


async def test_only_the_link_the_asker_wrote_is_sent_and_only_one(play: Play) -> None:
    two = "https://zoom.us/j/987654321 and https://zoom.us/j/666666666 too"
    play.world.claude.script([tool_use(JOIN, {"invitation_text": two})], "Not sent.")
    await play.done(await play.ask("ana", RECORD))
    assert play.world.truto.calls(JOIN) == []

    play.world.claude.script(
        [tool_use(JOIN, {"invitation_text": "join https://zoom.us/j/987654321 now, all"})], "Sent."
    )
    await play.done(await play.ask("ana", RECORD))
    (join,) = play.world.truto.calls(JOIN)
    assert join.body == {"invitation_text": "https://zoom.us/j/987654321"}


async def test_the_next_meeting_in_the_same_room_gets_a_recorder_of_its_own(play: Play) -> None:
    await play.done(await play.ask("ana", RECORD))
    play.world.clock.advance(10)
    (join,) = play.world.truto.chorus.joins
    play.world.truto.chorus.end(join.conversation_id)
    play.world.clock.advance(60)
    await play.done(await play.ask("ben", RECORD))
    assert len(play.world.truto.calls(JOIN)) == 2
