"""A recorder's watch when things cross each other: a stop and a look, a second try that fails, Slack away at the end."""

from datetime import timedelta

from bot.app import App
from bot.slack import recorder_words as words
from bot.store.joins import Join
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.play import JOIN, RECORD, Play

POLLS = "get_single_chorus_conversation_by_id"


async def unseen(play: Play) -> tuple[str, dict]:
    """A recorder that was asked for and is not seen in time: the thread, and the message with its buttons."""
    play.world.truto.options.live_after = 600
    thread = await play.ask("ana", RECORD)
    await play.until(thread, "Chorus took the link")
    await play.done(thread)
    play.world.clock.advance(timedelta(minutes=6))
    return thread, await play.until(thread, "not seen in the call")


async def held(app: App) -> Join:
    found = await app.house.joins.get("zoom:987654321")
    assert found is not None
    return found


async def test_a_stop_that_meets_a_look_under_way_is_not_talked_over(world: World, start: Start) -> None:
    async with start(CHORISTER_POLL="1") as app:
        play = Play(world)
        thread, late = await unseen(play)
        world.truto.faults.add("slow", match=POLLS, seconds=1.0)
        world.clock.advance(timedelta(minutes=10))
        looks = len(world.truto.calls(POLLS))
        await world.truto.wait_for(lambda: len(world.truto.calls(POLLS)) > looks)
        await play.click("ben", late, words.STOP)
        await play.until(thread, "asked to stop watching")
        world.clock.advance(timedelta(hours=2))
        await play.done(await play.ask("ana", "help"))
        assert (await held(app)).state == "stopped"
        assert not any("shows this call as live" in text for text in play.texts(thread))


async def test_a_second_try_that_chorus_refuses_leaves_the_first_one_watched(
    world: World, start: Start
) -> None:
    async with start() as app:
        play = Play(world)
        thread, late = await unseen(play)
        first = await held(app)
        world.truto.faults.add("400", match=JOIN)
        await play.click("ben", late, words.RETRY)
        await play.until(thread, "but it was not sent")
        assert (await held(app)).token == first.token
        world.clock.advance(timedelta(minutes=6))
        await play.until(thread, "shows this call as live")
        second = await play.ask("sam", RECORD)
        assert "already asked for" in " ".join(await play.done(second))
        assert len(world.truto.calls(JOIN)) == 2


async def test_a_second_try_whose_answer_is_lost_is_followed_by_what_the_first_one_learned(
    play: Play,
) -> None:
    thread, late = await unseen(play)
    play.world.truto.faults.add("lost_reply", match=JOIN)
    await play.click("ben", late, words.RETRY)
    await play.until(thread, "not known whether Chorus took the link")
    play.world.clock.advance(timedelta(minutes=6))
    await play.until(thread, "shows this call as live")


async def test_a_room_whose_call_was_given_up_gets_a_recorder_again(world: World, start: Start) -> None:
    world.truto.options.longest_call = 40 * 3600.0
    async with start() as app:
        play = Play(world)
        thread = await play.ask("ana", RECORD)
        await play.until(thread, "Chorus took the link")
        world.clock.advance(timedelta(seconds=30))
        await play.until(thread, "shows this call as live")
        world.clock.advance(timedelta(hours=13))
        await play.until(thread, "no longer watched")
        assert (await held(app)).state == "ended"
        await play.done(await play.ask("sam", RECORD))
        assert len(world.truto.calls(JOIN)) == 2


async def test_where_slack_takes_no_message_the_meeting_is_still_known_to_be_over(
    world: World, start: Start
) -> None:
    world.truto.options.processing = 60.0
    async with start(CHORISTER_AUTO_JOIN=world.slack.channels["deals"]) as app:
        play = Play(world)
        world.slack.faults.add("error", match="chat.postMessage", error="is_archived", times=None)
        await play.say("ana", "demo https://zoom.us/j/987654321")
        await world.truto.wait_for(lambda: world.truto.calls(JOIN))
        world.clock.advance(timedelta(seconds=30))
        await world.truto.wait_for(lambda: world.truto.calls(POLLS))
        world.clock.advance(timedelta(minutes=50))
        looks = len(world.truto.calls(POLLS))
        await world.truto.wait_for(lambda: len(world.truto.calls(POLLS)) > looks + 1)
        assert (await held(app)).state in ("ended", "processed")


async def test_the_end_is_told_however_long_slack_was_away(play: Play) -> None:
    play.world.truto.options.processing = 60.0
    thread = await play.ask("ana", RECORD)
    await play.until(thread, "Chorus took the link")
    await play.done(thread)
    play.world.clock.advance(timedelta(seconds=30))
    await play.until(thread, "shows this call as live")
    play.slack.faults.add("500", match="chat.update", times=45)
    play.world.clock.advance(timedelta(minutes=50))
    await play.until(thread, "Chorus has processed the call")
    assert sum(text_of(m).startswith("*Zoom") for m in play.replies(thread)) == 1
