"""Stop: who may, what it ends, what it leaves alone, and what each press is told."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.durable import finished
from bot.people import OUTSIDER
from bot.slack import session_words as words
from bot.workflows.stop import mark_stopped
from bot.workflows.work import leave_thread, mark_ended
from sandbox.slack.render import text_of
from sandbox.slack.users import GUEST
from sandbox.world import World
from tests.conftest import Start
from tests.halting import Halting
from tests.play import JOIN, RECORD
from tests.prometheus import read
from tests.stories.test_after_the_call import owned_by

ASKED = "Summarise my last call."
LIST = "list_all_chorus_conversations"


@pytest.fixture
async def play(world: World, start: Start) -> AsyncIterator[Halting]:
    async with start(CHORISTER_POLL="3000") as app:
        made = Halting(world)
        made.app = app
        yield made


async def held(play: Halting, name: str = "ana", thread: str | None = None) -> str:
    """Somebody asks, and Claude does not answer; the message's ts, which names a thread of its own."""
    known = len(play.world.claude.asked)
    play.world.claude.faults.add("hold", match="messages")
    asked = await play.ask(name, ASKED, thread)
    await play.world.claude.wait_for(lambda: len(play.world.claude.asked) > known)
    return asked


async def ended(play: Halting, thread: str) -> None:
    """The first run of a thread is not on record any more; its session rests a moment before that."""
    await play.over(thread)
    await finished(f"turn:{play.app.house.team}:{play.channel}:{thread}")


async def stopped(play: Halting, thread: str, by: str = "ana") -> str:
    """The run has ended; its last words."""
    said = await play.until(thread, f"Stopped by @{play.person(by).slack_id}")
    await play.over(thread)
    return text_of(said)


async def test_who_asked_their_manager_and_admins_may_stop_a_run_and_nobody_else(play: Halting) -> None:
    for name in ("ana", "sam", "rosa"):
        thread = await held(play)
        await play.press(play.person(name), thread)
        assert "Nothing was sent or written." in await stopped(play, thread, name)
    thread = await held(play)
    await play.press(play.person("ben"), thread)
    assert play.whispers("ben") == [words.NOT_YOURS]
    await play.press(GUEST, thread)
    assert play.slack.status("deals", thread) == "processing"
    play.world.claude.release()
    assert "Stopped" not in "\n".join(await play.done(thread))


async def test_runs_that_end_together_leave_no_thread_at_work(play: Halting) -> None:
    for _ in range(4):
        thread = await held(play)
        beside = await held(play, "ben", thread)
        await play.press(play.person("rosa"), thread)
        turns = [f"turn:{play.app.house.team}:{play.channel}:{ts}" for ts in (thread, beside)]
        await asyncio.gather(*map(finished, turns))
        assert play.slack.status("deals", thread) == "active"


async def test_the_word_typed_in_the_thread_does_the_same_as_the_button(play: Halting) -> None:
    thread = await held(play)
    await play.say("ana", "Stop it, please!", thread)
    await stopped(play, thread)
    await ended(play, thread)
    told = read(play.app.watch.measures.page())
    assert (
        told["chorister_runs_total turn stopped"]
        == told["chorister_claude_answers_total claude-opus-5-5 cut_off"]
    )
    await play.say("ana", "cancel", thread)
    await play.slack.wait_for(lambda: play.whispers("ana") or None)
    assert play.whispers("ana") == [words.NOTHING]


async def test_a_word_by_itself_in_a_direct_message_stops_what_runs_there(play: Halting) -> None:
    play.channel = play.slack.dm(play.person("ana"))
    thread = await held(play)
    session = play.slack.workspace.sessions.all[(play.channel, thread)]
    assert (session.title, session.initiator) == (ASKED, play.person("ana").slack_id)
    await play.say("ana", "stop")
    await stopped(play, thread)
    await play.goes_on(thread)
    assert session.title == ASKED


async def test_another_process_hears_of_a_stop_from_the_store(play: Halting) -> None:
    thread = await held(play)
    (run,) = await play.app.house.works.at(play.channel, thread)
    assert await play.app.house.works.stop(run.key, "UANA000001")
    await stopped(play, thread)


async def test_a_run_that_waits_for_chorus_or_for_claude_ends_at_once(play: Halting) -> None:
    play.world.truto.faults.add("429", match=LIST, times=None, retry_after=800)
    play.world.claude.faults.add("429", match="messages", times=None, retry_after=60, after=2)
    for _ in range(2):
        thread = await play.ask("ana", ASKED)
        await play.until(thread, "Going on at")
        await play.press(play.person("ana"), thread)
        await stopped(play, thread)
        assert "(stopped)" in play.texts(thread)[0]
        play.world.truto.faults.clear()


async def test_each_press_that_stops_nothing_is_told_why_in_private(play: Halting) -> None:
    thread = await held(play)
    ana = play.person("ana")
    fault = play.slack.faults.add(
        "hold", match=lambda call: call.method == "chat.update" and "The rest was not done" in str(call.args)
    )
    await play.press(ana, thread)
    await play.slack.wait_for(lambda: fault not in play.slack.faults.pending or None)
    await play.press(ana, thread)
    assert play.whispers("ana") == [words.ALREADY]
    play.slack.release()
    await stopped(play, thread)
    await ended(play, thread)
    await play.late_press(ana, thread)
    await play.late_press(ana, "1.000001")
    assert play.whispers("ana")[1:] == [words.NOTHING, words.NOTHING]


async def test_a_card_and_a_recorder_outlive_the_stop_and_it_says_so(play: Halting) -> None:
    thread, _ = await play.card()
    await ended(play, thread)
    await play.say("ana", "stop", thread)
    await play.slack.wait_for(lambda: play.whispers("ana") or None)
    recorder = await play.ask("ana", RECORD)
    await ended(play, recorder)
    await play.late_press(play.person("ana"), recorder)
    assert play.whispers("ana") == [
        f"{words.NOTHING} {words.CARD_WAITS}",
        f"{words.NOTHING} {words.RECORDER}",
    ]
    assert len(play.world.truto.calls(JOIN)) == 1
    assert "your decision" in play.texts(thread)[1]


async def test_after_an_approval_what_was_written_stands_and_only_the_talk_ends(play: Halting) -> None:
    thread, card = await play.card()
    play.world.claude.faults.add("hold", match="messages")
    await play.approve(card, "Metrics")
    await play.slack.wait_for(lambda: play.slack.status("deals", thread) == "processing" or None)
    await play.world.claude.wait_for(lambda: not play.world.claude.faults.pending)
    await play.press(play.person("ana"), thread)
    assert words.DECIDED in await stopped(play, thread)
    assert [write.field for write in play.world.truto.crm.writes] == ["Metrics__c"]
    await play.goes_on(thread)


async def test_a_recorder_from_a_button_that_has_to_wait_is_not_sent_after_a_stop(play: Halting) -> None:
    play.world.truto.faults.add("429", match=JOIN, retry_after=200)
    thread = await play.say("ana", "our demo: https://zoom.us/j/987654321")
    offer = await play.until(thread, "Shall Chorus record it?")
    await play.click("ben", offer, "recorder_send")
    await play.until(thread, "Going on")
    await play.say("ben", "stop", thread)
    assert "Nothing was sent or written." in await stopped(play, thread, "ben")
    assert [call.status for call in play.world.truto.calls(JOIN)] == [429]
    await play.click("ben", offer, "recorder_send")
    await play.until(thread, "Chorus took the link")


async def test_a_recorder_whose_answer_was_lost_is_told_as_that(play: Halting) -> None:
    play.world.truto.faults.add("502", match=JOIN, times=None)
    thread = await play.ask("ana", RECORD)
    await play.world.truto.wait_for(lambda: play.world.truto.calls(JOIN))
    await play.press(play.person("ana"), thread)
    assert "the recorder for Zoom 987654321 was asked for" in await stopped(play, thread)
    await play.until(thread, "it is not known whether Chorus took the link")


async def test_a_call_is_reported_although_the_run_that_asked_for_its_recorder_was_stopped(
    world: World, start: Start
) -> None:
    async with start() as app:
        play = Halting(world)
        play.app = app
        world.truto.options.processing = 60.0
        world.claude.faults.add("hold", match="messages", after=1)
        thread = await play.ask("ana", RECORD)
        await world.claude.wait_for(lambda: not world.claude.faults.pending)
        await play.press(play.person("ana"), thread)
        assert "Done before: the recorder for Zoom 987654321" in await stopped(play, thread)
        owned_by(play, "ana")
        world.clock.advance(timedelta(seconds=30))
        await play.until(thread, "seen in the call")
        world.clock.advance(timedelta(minutes=45))
        await play.until(thread, "After the call")


async def test_an_admin_who_has_left_stops_nothing(play: Halting) -> None:
    thread, rosa = await held(play), play.person("rosa")
    play.slack.workspace.users[rosa.slack_id]["deleted"] = True
    await play.press(rosa, thread)
    assert play.slack.status("deals", thread) == "processing"
    assert play.whispers("rosa") == [OUTSIDER.say]


async def test_a_step_that_is_repeated_after_a_crash_comes_to_the_same(play: Halting) -> None:
    thread, rosa = await held(play), play.person("rosa").slack_id
    play.slack.faults.add("hold", match="chat.update")
    (run,) = await play.app.house.works.at(play.channel, thread)
    assert [await mark_stopped(play.channel, thread, rosa, [run.key]) for _ in range(2)] == ["", ""]
    assert await mark_stopped(play.channel, thread, "USAM000001", [run.key]) == words.ALREADY
    first, again = [await mark_ended(run.key) for _ in range(2)]
    assert first == again
    assert first
    assert (first["by"], first["shown"]) == (rosa, True)
    assert await mark_stopped(play.channel, thread, rosa, [run.key]) == words.NOTHING
    play.slack.release()
    assert not any([await leave_thread(run.key, play.channel, thread, shown=True) for _ in range(2)])
    assert play.slack.status("deals", thread) == "active"


async def test_where_it_is_no_agent_it_works_without_sessions(play: Halting) -> None:
    method = "agents.sessions.setStatus"
    play.slack.faults.add("error", match=method, error="not_allowed", times=None)
    for _ in range(2):
        await play.done(await play.ask("ana", ASKED))
    assert len(play.slack.calls(method)) == 1


async def test_a_session_is_not_left_at_work_because_slack_was_away(play: Halting) -> None:
    play.slack.faults.add("500", match="agents.sessions.setStatus", times=4, after=1)
    thread = await play.ask("ana", ASKED)
    await play.done(thread)
    await play.over(thread)
    history = play.slack.workspace.sessions.all[(play.channel, thread)].history
    assert history == ["processing", "active"]


async def test_what_claude_had_said_by_then_is_paid_for_and_counted(play: Halting) -> None:
    play.world.claude.faults.add("silence", match="messages")
    thread = await play.ask("ana", ASKED)
    await play.world.claude.wait_for(lambda: [e for e in play.world.claude.asked if e.status == 200])
    await play.press(play.person("ana"), thread)
    await stopped(play, thread)
    (amount,) = (await play.app.house.spending.since("")).values()
    assert amount.tokens > 0
    play.world.claude.release()


async def test_what_one_may_ask_follows_what_one_looks_at(play: Halting) -> None:
    ana, slack = play.person("ana"), play.slack
    shown = slack.workspace.sessions.prompts

    async def titles(*words: str) -> list[str]:
        def found() -> list[str] | None:
            now = [p["title"] for p in shown.get((slack.dm(ana), None), {}).get("prompts", [])]
            return now if all(any(word in title for title in now) for word in words) else None

        return await slack.wait_for(found)

    await slack.open_home(ana, tab="messages")
    jobs = await titles("Push my last meeting")
    assert len(jobs) == 3
    await play.over(await play.ask("ana", RECORD))
    await slack.look_at(ana, "deals")
    assert await titles("What became of the recorder in #deals?") == [
        "What became of the recorder in #deals?",
        *jobs,
    ]
    play.channel = slack.dm(ana)
    context = {"entities": [{"type": "slack#/types/channel_id", "value": slack.channels["deals"]}]}
    play.world.claude.script("Chorus took the link.")
    await slack.say(ana, play.channel, "what became of it?", extra={"app_context": context})
    await play.world.claude.wait_for(
        lambda: "Recorders asked for there: zoom:987654321" in str(play.world.claude.asked[-1].body)
    )
    await slack.look_at(ana, None)
    await slack.wait_for(lambda: len(shown[(slack.dm(ana), None)]["prompts"]) == 3)
    await slack.open_home(GUEST, tab="messages")
    await play.home("ben")
    assert (slack.dm(GUEST), None) not in shown
