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


async def test_where_the_asker_may_not_read_the_call_its_owner_gets_the_report_alone(play: Play) -> None:
    thread = await recorded(play, "ben")
    await play.until(thread, "Chorus has written up the call; its owner has the summary.")
    direct = play.slack.dm(play.person("ana"))
    (report,) = [text_of(m) for m in play.slack.messages(direct)]
    assert "After the call" in report
    assert f"recorder asked for by @{play.person('ben').slack_id}" in report
    assert not any("Summary" in text for text in play.texts(thread))


async def test_where_slack_does_not_know_the_owner_nothing_is_told(play: Play) -> None:
    play.slack.faults.add("error", match="users.lookupByEmail", times=None, error="users_not_found")
    thread = await recorded(play, "ben")
    await play.world.truto.wait_for(lambda: reads(play))
    await play.done(await play.ask("ana", "help"))
    assert not any("Summary" in text or "has the summary" in text for text in play.texts(thread))


async def test_push_to_crm_is_refused_in_private_to_whoever_may_not_read_the_call(play: Play) -> None:
    thread = await recorded(play)
    chorus = play.world.truto.chorus
    chorus.match(chorus.joins[0].conversation_id, next(d for d in play.world.company.deals if d.is_open))
    report = await play.until(thread, "After the call", "Push to CRM")
    said = len(play.texts(thread))
    await play.click("ben", report, after_call_words.PUSH)
    await play.slack.wait_for(lambda: play.whispers("ben"))
    assert "Only those who may read this call" in play.whispers("ben")[0]
    assert len(play.texts(thread)) == said


async def test_without_a_sales_qualification_the_summary_is_told_all_the_same(play: Play) -> None:
    play.world.truto.options.sqf_after = 1e6
    thread = await recorded(play)
    report = text_of(await play.until(thread, "After the call"))
    assert "Summary" in report
    assert "no sales qualification" in report
    assert "Ask me to push this call to the CRM and I have Chorus make one." in report
    assert len(reads(play)) == 3, "it was not waited for much longer"


async def test_where_chorus_makes_none_the_report_promises_none(play: Play) -> None:
    play.world.truto.options.hidden_tools = {"create_a_chorus_sales_qualification"}
    play.world.truto.options.sqf_after = 1e6
    report = text_of(await play.until(await recorded(play), "After the call"))
    assert "have Chorus make one" not in report
    assert "Push to CRM" not in report
