"""kill -9 at the worst moments: the next process goes on from where it was, and nothing happens twice."""

from pathlib import Path

from bot.slack import cards
from sandbox.slack.render import text_of
from tests.crash.bots import bot, listening
from tests.play import PUSH, RECORD, REVIEW, WRITE, Play

SQF = "get_single_chorus_sales_qualification_by_id"


async def test_a_card_that_waited_through_a_kill_is_approved_and_written_once(
    live: Play, tmp_path: Path
) -> None:
    async with bot(live, tmp_path):
        thread = await live.ask("ana", PUSH)
        card = await live.until(thread, "your decision")
        await live.until(thread, "Waiting for a decision")
    since = len(live.slack.journal)
    async with bot(live, tmp_path):
        await listening(live, since)
        await live.click("ana", card, cards.APPROVE)
        await live.until(thread, "CRM update: written")
        said = await live.done(thread)
    assert len(live.world.truto.calls(WRITE)) == 1
    assert sum("CRM update" in text for text in said if "→" in text) == 1, "one card"
    assert "Approved and written" in said[-1]


async def test_a_review_goes_on_from_where_it_was_killed(live: Play, tmp_path: Path) -> None:
    truto = live.world.truto
    truto.options.latency = 0.05
    truto.options.rate_limits = False
    async with bot(live, tmp_path):
        thread = await live.ask("sam", REVIEW)
        await truto.wait_for(lambda: len(truto.calls(SQF)) >= 1)
    pages, before = len(truto.calls("list_all_chorus_conversations")), len(truto.calls(SQF))
    async with bot(live, tmp_path):
        said = await live.done(thread)
        read = [c.path for c in truto.calls(SQF)]
        assert len(truto.calls("list_all_chorus_conversations")) == pages, "no page is listed again"
        assert len(read) <= len(set(read)) + before, "only what was under way is read again"
    assert len(said) == 3, "the plan, the alert, the answer"
    assert sum("you asked for this review" in text for text in said) == 1


async def test_a_write_under_way_when_killed_reaches_the_crm_once(live: Play, tmp_path: Path) -> None:
    truto = live.world.truto
    truto.faults.add("slow", match=WRITE, seconds=3)
    async with bot(live, tmp_path):
        thread = await live.ask("ana", PUSH)
        card = await live.until(thread, "your decision")
        await live.click("ana", card, cards.APPROVE)
        await truto.wait_for(lambda: truto.crm.writes)
    async with bot(live, tmp_path):
        await live.until(thread, "CRM update: written")
        await live.done(thread)
    fields = [w.field for w in truto.crm.writes]
    assert len(fields) == len(set(fields)), "no field is written twice"
    assert len({c.headers["idempotency-key"] for c in truto.calls(WRITE)}) == 1


async def test_a_recorder_is_followed_to_its_end_across_a_kill(live: Play, tmp_path: Path) -> None:
    options = live.world.truto.options
    options.live_after, options.longest_call, options.processing = 2.0, 15.0, 4.0
    async with bot(live, tmp_path):
        thread = await live.ask("ana", RECORD)
        await live.until(thread, "Chorus took the link")
    async with bot(live, tmp_path):
        await live.until(thread, "seen in the call")
        await live.done(thread)
    async with bot(live, tmp_path):
        await live.until(thread, "Chorus has processed the call")
    assert len(live.world.truto.calls("chorus_conversations_join")) == 1
    assert sum("Zoom 987654321" in t and "Chorus" in t for t in map(text_of, live.replies(thread))) == 1


async def test_a_message_sent_while_the_bot_was_dead_is_answered_after_the_start(
    live: Play, tmp_path: Path
) -> None:
    thread = await live.ask("ana", "help")
    async with bot(live, tmp_path):
        assert "sandbox planner" in (await live.done(thread))[-1]
