"""A call that Chorus has not analysed: it is made on a click, waited for, and the request goes on by itself."""

import asyncio
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot.slack import generate_words as words
from sandbox.claude import tool_use
from sandbox.company import Meeting
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.play import PUSH, WRITE, Play

CREATE = "create_a_chorus_sales_qualification"
CALL = "get_single_chorus_conversation_by_id"
READ = "get_single_chorus_sales_qualification_by_id"


def never_analysed(world: World, name: str = "ana") -> Meeting:
    """Somebody's last meeting, of which Chorus made no qualification."""
    meeting = world.company.last_finished(world.company.person(name))
    world.truto.chorus.forget_qualification(meeting.id)
    return meeting


async def offered(play: Play, name: str = "ana", text: str = PUSH) -> tuple[str, dict[str, Any]]:
    """Ask, and wait for the offer and the end of the turn; returns the thread and the offer."""
    thread = await play.ask(name, text)
    offer = await play.until(thread, "Shall it make one")
    await play.done(thread)
    return thread, offer


def shown(play: Play, thread: str, ts: str) -> str:
    """What a message says now."""
    return next(text_of(m) for m in play.replies(thread) if m["ts"] == ts)


async def test_a_missing_qualification_is_offered_to_be_made_and_nothing_is_asked_before_a_click(
    play: Play,
) -> None:
    meeting = never_analysed(play.world)
    thread, offer = await offered(play)
    assert f"Chorus has no sales qualification of “{meeting.subject}” yet" in text_of(offer)
    assert "Have Chorus make one" in str(offer["blocks"])
    assert "The thread offers to have it made" in play.answers(thread)[-1]
    assert play.world.truto.calls(CREATE) == []


async def test_after_the_click_it_is_made_and_the_request_goes_on_to_its_card(play: Play) -> None:
    meeting = never_analysed(play.world)
    thread, offer = await offered(play)
    await play.click("ana", offer, words.MAKE)
    card = await play.until(thread, "your decision")
    assert meeting.deal
    assert meeting.deal.name in text_of(card)
    said = shown(play, thread, offer["ts"])
    assert "Chorus has made the sales qualification" in said
    assert "Going on with the request" in said
    (call,) = play.world.truto.calls(CREATE)
    assert call.body == {"recording_id": meeting.id}


async def test_one_that_takes_minutes_is_waited_for_and_the_message_says_since_when(play: Play) -> None:
    never_analysed(play.world)
    play.world.truto.options.create_takes = 240
    thread, offer = await offered(play)
    await play.click("ana", offer, words.MAKE)
    await play.until(
        thread, "Asked Chorus at 15:00 UTC to make a sales qualification", "I look for it until 21:00"
    )
    play.world.clock.advance(300)
    await play.until(thread, "Chorus has made the sales qualification", "at 15:05")
    await play.until(thread, "your decision")
    assert len(play.world.truto.calls(CREATE)) == 1


async def test_a_manager_may_click_and_the_request_goes_on_as_the_askers(play: Play) -> None:
    never_analysed(play.world)
    thread, offer = await offered(play)
    await play.click("sam", offer, words.MAKE)
    await play.click("ana", await play.until(thread, "your decision"), "proposal_approve")
    await play.until(thread, "CRM update: written")
    assert len(play.world.truto.calls(WRITE)) == 1


async def test_nothing_is_offered_for_a_call_whose_readers_chorus_did_not_name(play: Play) -> None:
    meeting = never_analysed(play.world)
    play.world.truto.faults.add("404", match=CALL)
    play.world.claude.script([tool_use(READ, {"id": meeting.id})], "There is nothing.")
    thread = await play.ask("ben", "what does Ana's last call lack?")
    said = "\n".join(await play.done(thread))
    assert len(play.world.truto.calls(CALL)) == 1, "its name is not read for somebody who may not know it"
    assert "Shall it make one" not in said
    assert meeting.subject not in said


async def test_a_colleague_who_may_not_read_the_call_cannot_click(play: Play) -> None:
    never_analysed(play.world)
    thread, offer = await offered(play)
    await play.click("ben", offer, words.MAKE)
    await play.slack.wait_for(lambda: play.whispers("ben"))
    assert "not yours" in play.whispers("ben")[0]
    await play.click("ivo", offer, words.MAKE)
    await play.slack.wait_for(lambda: play.whispers("ivo"))
    assert "no Chorus user" in play.whispers("ivo")[0]
    assert play.world.truto.calls(CREATE) == []
    await play.click("ana", offer, words.MAKE)
    await play.until(thread, "your decision")


async def test_two_clicks_make_one_and_the_second_is_told_so(play: Play) -> None:
    never_analysed(play.world)
    play.world.truto.options.create_takes = 60
    thread, offer = await offered(play)
    await asyncio.gather(*(play.click(name, offer, words.MAKE) for name in ("ana", "sam")))
    await play.until(thread, "Asked Chorus at")
    await play.slack.wait_for(lambda: play.whispers("ana") + play.whispers("sam"))
    assert "already asked" in " ".join(play.whispers("ana") + play.whispers("sam"))
    play.world.clock.advance(61)
    await play.until(thread, "your decision")
    assert len(play.world.truto.calls(CREATE)) == 1


async def test_asked_twice_there_is_one_offer_and_once_clicked_none(play: Play) -> None:
    never_analysed(play.world)
    play.world.truto.options.create_takes = 60
    thread, offer = await offered(play)
    await play.say("ana", PUSH, thread)
    await play.done(thread, runs=2)
    assert sum("Shall it make one?" in text for text in play.texts(thread)) == 1
    await play.click("ana", offer, words.MAKE)
    await play.until(thread, "Asked Chorus at")
    await play.say("ana", PUSH, thread)
    await play.done(thread, runs=3)
    assert "Chorus was asked to make it" in play.answers(thread)[-1]
    assert not any("Shall it make one?" in text for text in play.texts(thread))


async def test_a_call_that_chorus_still_processes_is_waited_for_before_it_is_asked(play: Play) -> None:
    truto = play.world.truto
    meeting = next(
        m for m in play.world.company.meetings if m.status == "processing" and m.processed_at > m.end
    )
    recording = truto.chorus.recordings[meeting.id]
    recording.stuck = True
    truto.chorus.forget_qualification(meeting.id)
    thread, offer = await offered(
        play, meeting.owner.key, f"push the fields of meeting {meeting.id} into the CRM"
    )
    assert "Chorus is still processing" in text_of(offer)
    await play.click(meeting.owner.key, offer, words.MAKE)
    await play.until(thread, "Chorus is still processing", "as of 15:00 UTC", "I look again until 21:00")
    assert truto.calls(CREATE) == []
    recording.stuck = False
    play.world.clock.advance(timedelta(hours=3))
    await play.until(thread, "Chorus has made the sales qualification")
    assert len(truto.calls(CREATE)) == 1


async def test_a_conflict_is_no_refusal_and_still_processing_is_said_with_the_time(play: Play) -> None:
    meeting = never_analysed(play.world)
    play.world.truto.faults.add("409", match=CREATE, remote=True)
    thread, offer = await offered(play)
    await play.click("ana", offer, words.MAKE)
    await play.until(
        thread, "Chorus is still processing this call, as of 15:00 UTC", "I look again until 21:00"
    )
    play.world.truto.chorus.create_qualification(play.world.truto.chorus.recordings[meeting.id])
    await play.until(thread, "your decision")
    assert len(play.world.truto.calls(CREATE)) == 1


async def test_a_lost_answer_is_not_asked_for_again_and_the_qualification_is_found(play: Play) -> None:
    never_analysed(play.world)
    play.world.truto.options.create_takes = 60
    play.world.truto.faults.add("lost_reply", match=CREATE)
    thread, offer = await offered(play)
    await play.click("ana", offer, words.MAKE)
    await play.until(thread, "The connection broke before it answered", "not known")
    play.world.clock.advance(61)
    await play.until(thread, "your decision")
    assert len(play.world.truto.calls(CREATE)) == 1


async def test_a_refusal_is_told_in_chorus_words_and_can_be_asked_for_again(play: Play) -> None:
    never_analysed(play.world)
    raw = {"errors": [{"detail": "No framework is active"}]}
    play.world.truto.faults.add("empty_message", match=CREATE, raw=raw)
    thread, offer = await offered(play)
    await play.click("ana", offer, words.MAKE)
    await play.until(thread, "Chorus makes no sales qualification", "No framework is active", "ask me again")
    await play.say("ana", PUSH, thread)
    again = await play.until(thread, "Shall it make one?")
    assert again["ts"] != offer["ts"]
    await play.click("ana", again, words.MAKE)
    await play.until(thread, "your decision")


async def test_where_the_account_cannot_make_one_it_is_only_said(play: Play) -> None:
    never_analysed(play.world)
    play.world.truto.options.hidden_tools.add(CREATE)
    thread = await play.ask("ana", PUSH)
    said = " ".join(await play.done(thread))
    assert "I could not read the sales qualification" in said
    assert "Shall it make one?" not in said
    assert "The thread offers" not in said


async def test_after_six_hours_nobody_looks_any_more_and_that_is_said(play: Play) -> None:
    never_analysed(play.world)
    play.world.truto.options.create_takes = 24 * 3600
    thread, offer = await offered(play)
    await play.click("ana", offer, words.MAKE)
    await play.until(thread, "Asked Chorus at")
    play.world.clock.advance(timedelta(hours=6, minutes=1))
    await play.until(thread, "as of 21:01 UTC, and I no longer look", "ask me again")


async def test_without_a_place_for_the_record_chorus_is_not_asked(world: World, start: Start) -> None:
    never_analysed(world)
    async with start() as app:
        play = Play(world)
        thread, offer = await offered(play)
        async with app.house.audit._db.engine.begin() as connection:
            await connection.execute(sa.text("alter table audit rename to gone"))
        await play.click("ana", offer, words.MAKE)
        await play.slack.wait_for(lambda: play.whispers("ana"))
        assert world.truto.calls(CREATE) == []
        async with app.house.audit._db.engine.begin() as connection:
            await connection.execute(sa.text("alter table gone rename to audit"))
        await play.click("ana", offer, words.MAKE)
        await play.until(thread, "your decision")


async def test_no_more_than_three_are_offered_in_one_turn(play: Play) -> None:
    meetings = play.world.company.finished(play.person("ana"))[:5]
    for meeting in meetings:
        play.world.truto.chorus.forget_qualification(meeting.id)
    play.world.claude.script([tool_use(READ, {"id": meeting.id}) for meeting in meetings], "None is there.")
    thread = await play.ask("ana", "compare my last five calls")
    await play.done(thread)
    assert sum("Shall it make one?" in text for text in play.texts(thread)) == 3


async def test_somebody_elses_call_is_not_offered(play: Play) -> None:
    meeting = never_analysed(play.world)
    thread = await play.ask("ben", f"push the fields of meeting {meeting.id} into the CRM")
    said = " ".join(await play.done(thread))
    assert "may not read it" in play.whispers("ben")[0]
    assert "may not read it" not in said
    assert "Shall it make one?" not in said


async def test_a_write_back_that_claude_asks_for_without_reading_leads_to_the_offer_too(play: Play) -> None:
    meeting = never_analysed(play.world)
    changes = [{"field_name": "Metrics", "new_value": "x"}]
    arguments = {"meeting_id": meeting.id, "crm_changes": changes, "opportunity_id": meeting.deal.id}
    play.world.claude.script(
        [tool_use(WRITE, arguments | {"object_type": "Opportunity"})], "It is not there yet."
    )
    _, offer = await offered(play)
    assert meeting.subject in text_of(offer)
