"""A recorder is followed to the end of its call: one message, edited, that says what is known and no more."""

from datetime import timedelta

from bot.slack import recorder_words
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.play import JOIN, RECORD, Message, Play

POLLS = "get_single_chorus_conversation_by_id"


def message(play: Play, thread: str) -> Message:
    """The one message that follows the recorder."""
    (found,) = [m for m in play.replies(thread) if text_of(m).startswith("*Zoom 987654321*")]
    return found


async def asked(play: Play) -> str:
    thread = await play.ask("ana", RECORD)
    await play.until(thread, "Chorus took the link")
    await play.done(thread)
    return thread


async def test_live_ended_processed_in_one_message(play: Play) -> None:
    play.world.truto.options.processing = 600.0
    thread = await asked(play)
    first = message(play, thread)
    play.world.clock.advance(timedelta(seconds=30))
    await play.until(thread, "seen in the call", "live")
    play.world.clock.advance(timedelta(minutes=35))
    await play.until(thread, "the recording has ended", "Chorus is working on the recording")
    play.world.clock.advance(timedelta(minutes=20))
    await play.until(thread, "Chorus has processed the call")
    assert message(play, thread)["ts"] == first["ts"]
    assert len(play.world.truto.calls(JOIN)) == 1


async def test_one_that_nobody_admits_is_said_to_be_unseen_after_five_minutes_and_then_why(
    play: Play,
) -> None:
    play.world.truto.options.admit = False
    thread = await asked(play)
    play.world.clock.advance(timedelta(minutes=4))
    assert "not seen" not in text_of(message(play, thread))
    play.world.clock.advance(timedelta(minutes=1, seconds=1))
    await play.until(thread, "not seen in the call", "Is it in the waiting room?")
    play.world.clock.advance(timedelta(minutes=30))
    await play.until(thread, "not recorded: nobody let the recorder in")
    assert len(play.world.truto.calls(JOIN)) == 1, "it is not sent again by itself"


async def test_one_that_is_admitted_late_is_seen_after_all(play: Play) -> None:
    play.world.truto.options.live_after = 600.0
    thread = await asked(play)
    play.world.clock.advance(timedelta(minutes=6))
    await play.until(thread, "not seen in the call")
    play.world.clock.advance(timedelta(minutes=6))
    seen = await play.until(thread, "seen in the call", "shows this call as live")
    assert "Try again" not in text_of(seen)


async def test_processing_that_does_not_end_is_said_after_an_hour(play: Play) -> None:
    play.world.truto.options.never_finishes = True
    thread = await asked(play)
    play.world.clock.advance(timedelta(hours=1))
    await play.until(thread, "the recording has ended")
    play.world.clock.advance(timedelta(minutes=61))
    await play.until(thread, "still not processed it")


async def test_a_recorder_that_was_asked_for_again_is_followed_though_chorus_has_it_already(
    play: Play,
) -> None:
    play.world.truto.options.live_after = 600.0
    thread = await asked(play)
    play.world.clock.advance(timedelta(minutes=6))
    late = await play.until(thread, "not seen in the call")
    await play.click("ben", late, recorder_words.RETRY)
    await play.until(thread, "asked for again; what becomes of it is below")
    await play.until(thread, "a recorder is already in this meeting")
    play.world.clock.advance(timedelta(minutes=5))
    await play.until(thread, "shows this call as live")


async def test_a_second_request_elsewhere_does_not_promise_words_below(play: Play) -> None:
    play.world.truto.options.live_after = 600.0
    thread = await asked(play)
    play.world.clock.advance(timedelta(minutes=6))
    await play.until(thread, "not seen in the call")
    other = await play.ask("ben", RECORD)
    await play.until(other, "a recorder is already in this meeting")
    await play.until(thread, "asked for again; what becomes of it is said where somebody asked")


async def test_while_chorus_cannot_be_asked_nothing_is_said_of_the_call(play: Play) -> None:
    thread = await asked(play)
    play.world.truto.faults.add("500", match=POLLS, times=None)
    play.world.clock.advance(timedelta(minutes=6))
    await play.until(thread, "Chorus cannot be asked just now")
    assert not any("not seen" in text for text in play.texts(thread))
    play.world.truto.faults.clear()
    await play.until(thread, "shows this call as live")


async def test_a_recorder_that_was_never_sent_can_be_asked_for_again(play: Play) -> None:
    play.world.truto.faults.add("429", match=JOIN, times=None, retry_after=1)
    thread = await play.ask("ana", RECORD)
    await play.done(thread)
    play.world.truto.faults.clear()
    other = await play.ask("ben", RECORD)
    await play.until(other, "Chorus took the link")


async def test_a_watch_that_somebody_stopped_says_so_and_looks_no_more(world: World, start: Start) -> None:
    world.truto.options.admit = False
    async with start(CHORISTER_NOT_SEEN_AFTER="3"):
        play = Play(world)
        thread = await asked(play)
        play.world.clock.advance(timedelta(seconds=4))
        late = await play.until(thread, "not seen in the call")
        await play.click("ben", late, recorder_words.STOP)
        await play.until(thread, "asked to stop watching", "was not called back")
        call, polls = world.truto.chorus.joins[0].conversation_id, world.truto.calls

        def looks() -> int:
            return sum(call in look.path for look in polls(POLLS))

        before = looks()
        other = await play.ask("ben", RECORD.replace("987654321", "123456789"))
        await play.until(other, "Chorus took the link")
        await play.done(other)
        assert "asked to stop watching" in text_of(message(play, thread))
        assert looks() <= before + 1, "the one that was under way"


async def test_the_next_meeting_in_the_same_room_does_not_end_the_watch_of_the_first(play: Play) -> None:
    play.world.truto.options.processing = 3600.0
    one = await asked(play)
    play.world.clock.advance(timedelta(minutes=35))
    await play.until(one, "the recording has ended")
    two = await asked(play)
    assert len(play.world.truto.calls(JOIN)) == 2, "the call before is over"
    play.world.clock.advance(timedelta(minutes=61))
    await play.until(one, "Chorus has processed the call")
    await play.until(two, "the recording has ended")


async def test_while_chorus_is_away_the_watch_goes_on(play: Play) -> None:
    thread = await asked(play)
    play.world.truto.faults.add("500", match=POLLS, times=3)
    play.world.clock.advance(timedelta(seconds=30))
    await play.until(thread, "seen in the call")


async def test_a_call_that_chorus_shows_no_more_is_said_to_be_gone(play: Play) -> None:
    thread = await asked(play)
    play.world.clock.advance(timedelta(seconds=30))
    await play.until(thread, "shows this call as live")
    chorus = play.world.truto.chorus
    chorus.delete(chorus.joins[0].conversation_id, force=True)
    play.world.clock.advance(timedelta(minutes=45))
    gone = await play.until(thread, "Chorus does not show this call any more", "may have been deleted")
    assert all(block["type"] != "actions" for block in gone["blocks"])
    await play.until(await play.ask("ben", RECORD), "Chorus took the link")
    assert not any("After the call" in text for text in play.texts(thread))
