"""After the call: once Chorus has written it up, the thread gets the summary, what is missing, and Push to CRM."""

from dataclasses import replace
from datetime import timedelta

from bot.slack import after_call_words
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.play import RECORD, WRITE, Play


def owned_by(play: Play, name: str) -> None:
    """Whose call the recorder is in: Chorus knows its owner and who was there."""
    chorus = play.world.truto.chorus
    recording = chorus.recordings[chorus.joins[0].conversation_id]
    recording.meeting = replace(recording.meeting, owner=play.person(name))


def reads(play: Play) -> list[object]:
    """Looks at a call's content."""
    gets = play.world.truto.calls("get_single_chorus_conversation_by_id")
    return [call for call in gets if "action_items" in call.query.get("fields", "")]


async def recorded(play: Play, asker: str = "ana") -> str:
    """A call of Ana's that somebody had recorded, and that was processed a quarter of an hour ago."""
    play.world.truto.options.processing = 60.0
    thread = await play.ask(asker, RECORD)
    await play.until(thread, "Chorus took the link")
    await play.done(thread)
    owned_by(play, "ana")
    play.world.clock.advance(timedelta(seconds=30))
    await play.until(thread, "seen in the call")
    play.world.clock.advance(timedelta(minutes=45))
    await play.until(thread, "has processed")
    return thread


async def test_the_thread_gets_summary_to_do_and_gaps_once_they_are_there(play: Play) -> None:
    thread = await recorded(play)
    report = text_of(await play.until(thread, "After the call"))
    assert f"@{play.person('ana').slack_id}" in report
    assert "Summary" in report
    assert "To do" in report
    assert "Nothing is written to the CRM by this." in report
    assert play.world.truto.calls(WRITE) == []


async def test_the_report_is_for_the_owner_whoever_asked_for_the_recorder(play: Play) -> None:
    report = text_of(await play.until(await recorded(play, "sam"), "After the call"))
    ana, sam = (f"@{play.person(name).slack_id}" for name in ("ana", "sam"))
    assert report.index(ana) < report.index(f"recorder asked for by {sam}")


async def test_an_owner_whom_slack_does_not_know_is_named(play: Play) -> None:
    play.slack.faults.add("500", match="users.lookupByEmail", times=None)
    report = text_of(await play.until(await recorded(play, "sam"), "After the call"))
    assert "owner Ana Ruiz" in report


async def test_a_summary_that_comes_later_is_waited_for(play: Play) -> None:
    play.world.truto.options.summary_after = 1200.0
    thread = await recorded(play)
    assert not any("After the call" in text for text in play.texts(thread))
    play.world.clock.advance(timedelta(minutes=10))
    assert "Summary" in text_of(await play.until(thread, "After the call"))


async def test_push_to_crm_leads_to_a_card_by_the_clickers_rights(play: Play) -> None:
    thread = await recorded(play)
    chorus = play.world.truto.chorus
    deal = next(d for d in play.world.company.deals if d.is_open)
    chorus.match(chorus.joins[0].conversation_id, deal)
    report = await play.until(thread, "After the call", "Push to CRM")
    await play.click("rosa", report, after_call_words.PUSH)
    card = await play.until(thread, "CRM update: your decision")
    assert deal.name in text_of(card)
    assert play.world.truto.calls(WRITE) == []


async def test_a_quiet_channel_hears_only_how_the_recorder_fared(world: World, start: Start) -> None:
    async with start(CHORISTER_QUIET=world.slack.channels["deals"]):
        play = Play(world)
        thread = await recorded(play)
        await play.until(thread, "Chorus has processed the call")
        await play.done(await play.ask("ana", "help"))
        assert not any("After the call" in text for text in play.texts(thread))
        assert reads(play) == [], "nobody even looked"


async def test_whoever_may_not_read_the_call_is_told_nothing_of_it(play: Play) -> None:
    thread = await recorded(play, "ben")
    await play.world.truto.wait_for(lambda: reads(play))
    other = await play.ask("ana", "help")
    await play.done(other)
    assert not any("Summary" in text for text in play.texts(thread))


async def test_without_a_sales_qualification_the_summary_is_told_all_the_same(play: Play) -> None:
    play.world.truto.faults.add("403", match="get_single_chorus_sales_qualification_by_id", times=None)
    thread = await recorded(play)
    report = text_of(await play.until(thread, "After the call"))
    assert "Summary" in report
    assert "no sales qualification" in report
