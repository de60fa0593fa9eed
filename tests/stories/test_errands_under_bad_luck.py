"""An errand that meets silence, refusals, lost answers, crashes: nothing is sent twice, and the card says what is known."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from bot.slack import errand_words as words
from bot.workflows.expire_errands import expire_errands, finish_errand
from bot.workflows.run_errand import run_errand
from sandbox.world import World
from tests.conftest import Start
from tests.desk import ALLOWED, CREATE, DELETE, Desk, errand_of


async def test_silence_expires_and_a_late_click_changes_nothing(desk: Desk) -> None:
    thread, card = await desk.create()
    desk.world.clock.advance(timedelta(hours=25))
    await desk.click("rosa", card, words.APPROVE)
    await desk.until(thread, "expired", "Nothing was done")
    await desk.slack.wait_for(lambda: desk.whispers("rosa"))
    assert "expired before anybody decided" in desk.whispers("rosa")[0]
    await desk.done(thread)
    assert "no refusal" in desk.told()[0]["known"]
    assert desk.world.truto.calls(CREATE) == []


async def test_the_clock_expires_a_card_and_the_run_goes_on(desk: Desk) -> None:
    thread, card = await desk.delete()
    form = await desk.confirmation("ana", card)
    desk.world.clock.advance(timedelta(hours=25))
    await expire_errands(desk.world.clock.now(), {})
    await desk.until(thread, "Deleting in Chorus: expired")
    await desk.done(thread)
    assert await desk.type("ana", form, desk.call.subject) == {}, "a form that was open all the while"
    await desk.slack.wait_for(lambda: desk.whispers("ana"))
    assert "expired before anybody decided" in desk.whispers("ana")[0]
    assert desk.world.truto.calls(DELETE) == []


async def test_a_click_after_a_restart_is_as_good(world: World, start: Start) -> None:
    async with start(**ALLOWED):
        thread, card = await Desk(world).create()
    # The engine takes the loop's threads with it; another process has its own.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(8))
    async with start(**ALLOWED):
        desk = Desk(world)
        await desk.click("rosa", card, words.APPROVE)
        await desk.until(thread, "Chorus took it")
        await desk.done(thread)
    assert len(world.truto.calls(CREATE)) == 1


async def test_what_was_not_there_before_is_told_as_that_and_nothing_is_sent(desk: Desk) -> None:
    thread, card = await desk.delete()
    desk.world.truto.chorus.delete(desk.call.id, force=True)
    desk.world.clock.advance(60)
    await desk.confirm("ana", card)
    await desk.until(thread, "was not there", "Nothing was sent")
    await desk.done(thread)
    assert desk.world.truto.calls(DELETE) == []
    assert desk.told()[0]["outcome"] == "not there"


async def test_a_refusal_is_told_in_chorus_own_words(desk: Desk) -> None:
    quoted = next(iter(desk.world.truto.chorus.shelves["playlist_moments"].rows.values()))["callid"]
    thread = await desk.asks_for(DELETE, {"id": quoted}, "rosa")
    form = await desk.confirmation("rosa", await desk.until(thread, "your decision"))
    phrase = form["blocks"][-1]["label"]["text"].removeprefix("Type: ")
    await desk.type("rosa", form, phrase)
    await desk.until(thread, "Deleting in Chorus: not done", "use force_delete")
    await desk.done(thread)
    assert desk.told()[0]["outcome"] == "refused"


async def test_a_write_whose_answer_is_lost_is_unverified_and_not_sent_again(desk: Desk) -> None:
    desk.world.truto.faults.add("lost_reply", match=CREATE)
    thread, card = await desk.create()
    await desk.click("rosa", card, words.APPROVE)
    await desk.until(thread, "unverified", "not sent again")
    await desk.done(thread)
    assert len(desk.world.truto.calls(CREATE)) == 1
    assert "nobody knows" in desk.told()[0]["known"]


async def test_a_gateway_error_is_not_answered_by_sending_again(desk: Desk) -> None:
    desk.world.truto.faults.add("504", match=CREATE)
    thread, card = await desk.create()
    await desk.click("rosa", card, words.APPROVE)
    await desk.until(thread, "unverified")
    assert len(desk.world.truto.calls(CREATE)) == 1


async def test_a_rate_limit_is_waited_out(desk: Desk) -> None:
    desk.world.truto.faults.add("429", match=CREATE, retry_after=5)
    thread, card = await desk.create()
    await desk.click("rosa", card, words.APPROVE)
    await desk.until(thread, "Chorus took it")
    assert [c.status for c in desk.world.truto.calls(CREATE)] == [429, 200]


async def test_a_deletion_whose_answer_is_lost_is_found_out_by_looking(desk: Desk) -> None:
    desk.world.truto.options.delete_after = 0
    desk.world.truto.faults.add("lost_reply", match=DELETE)
    thread, card = await desk.delete()
    await desk.confirm("ana", card)
    await desk.until(thread, "Deleting in Chorus: done")
    assert len(desk.world.truto.calls(DELETE)) == 1


async def test_a_step_that_is_repeated_sends_nothing_twice(desk: Desk) -> None:
    thread, card = await desk.create()
    await desk.click("rosa", card, words.APPROVE)
    await desk.until(thread, "Chorus took it")
    id = errand_of(card)
    errands = desk.app.house.errands
    once = await run_errand(id, desk.channel, 0)
    await errands.set_outcome(id, None)  # type: ignore[arg-type]  # the crash came before the outcome was kept
    again = await run_errand(id, desk.channel, 0)
    assert once["errand"]["outcome"] == again["errand"]["outcome"]
    assert len(desk.world.truto.calls(CREATE)) == 1


async def test_what_a_crash_left_on_the_way_is_unverified_and_not_sent(desk: Desk) -> None:
    thread, card = await desk.create()
    id = await desk.was_approved(card)
    await desk.app.house.audit.record(f"errand:{id}", "sent", "UROSA1", 0.0, key="earlier:0")
    await finish_errand(id)
    await desk.until(thread, "unverified", "interrupted while it was sending")
    assert desk.world.truto.calls(CREATE) == []


async def test_an_approval_that_broke_off_is_finished_by_the_clock(desk: Desk) -> None:
    thread, card = await desk.create()
    await desk.was_approved(card)
    desk.world.clock.advance(600)
    await expire_errands(desk.world.clock.now(), {})
    await desk.until(thread, "Chorus took it")
    await desk.done(thread)
    assert len(desk.world.truto.calls(CREATE)) == 1


async def test_what_was_sent_and_then_forgotten_is_told_by_the_clock(desk: Desk) -> None:
    thread, card = await desk.create()
    id = await desk.was_approved(card)
    await desk.app.house.errands.set_outcome(id, {"status": "taken", "say": ""})
    for minutes in (10, 70):
        desk.world.clock.advance(timedelta(minutes=minutes))
        await expire_errands(desk.world.clock.now(), {})
        await desk.until(thread, "Chorus took it")
        await desk.done(thread)
    assert len(desk.answers(thread)) == 1
    assert desk.world.truto.calls(CREATE) == []


async def test_whoever_approves_hears_of_a_long_wait_before_it_is_sent(desk: Desk) -> None:
    thread, card = await desk.create()
    desk.world.truto.faults.add("429", match=CREATE, style="retry_after", retry_after=200)
    await desk.click("rosa", card, words.APPROVE)
    await desk.slack.wait_for(lambda: desk.whispers("rosa"))
    assert "Going on" in desk.whispers("rosa")[0], "whoever clicked hears of the wait"
    await desk.until(thread, "Chorus took it")
    await desk.done(thread)
