"""A digest day by day: what changed is told, what did not is quiet, what could not be read is named, and it comes once."""

import re
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from bot.durable import finished, start_once
from bot.store.tables import readings
from bot.workflows.digest import send_digest
from sandbox.slack.render import text_of
from sandbox.truto.answers import Answer
from sandbox.truto.journal import Call
from tests.digests import Digests


async def test_same_facts_twice_and_the_second_run_posts_nothing(digests: Digests) -> None:
    first = await digests.send()
    assert first is not None
    assert "First reading" in text_of(first)
    assert await digests.send() is None
    state, note = await digests.state()
    assert (state, note.startswith("nothing changed, ")) == ("quiet", True)


async def test_a_period_is_sent_once_however_often_it_is_started(digests: Digests) -> None:
    await digests.send("2026-06-03")
    for _ in range(3):
        await start_once("digest:S1:2026-06-03", send_digest, digests.schedule.to_json(), "2026-06-03")
    await finished("digest:S1:2026-06-03")
    assert len(digests.messages()) == 1


async def test_when_chorus_fails_for_two_of_the_reps_they_are_named_and_nothing_of_theirs_is_cleared(
    digests: Digests,
) -> None:
    await digests.send()
    before = await digests.standings()
    lost = {str(digests.play.person(name).chorus_user_id) for name in ("ana", "ben")}

    def theirs(call: Call) -> bool:
        return call.query.get("user_id") in lost

    digests.play.world.truto.faults.add("500", match=theirs, times=None)
    message = await digests.send()
    assert message is not None
    said = text_of(message)
    assert "the calls of Ana Ruiz (" in said
    assert "the calls of Ben Cole (" in said
    assert "Nothing of it is cleared." in said
    assert "Cleared:" not in said
    assert await digests.standings() == before


async def test_an_emptied_store_means_a_first_reading_without_arrows(digests: Digests) -> None:
    await digests.send()
    async with digests.app.house.readings._db.engine.connect() as connection:
        await connection.execute(sa.delete(readings))
    message = await digests.send()
    assert message is not None
    said = text_of(message)
    assert "First reading" in said
    assert not any(sign in said for sign in "▲●")


async def test_a_deal_that_gets_worse_is_told_with_old_and_new_level(digests: Digests) -> None:
    await digests.send()
    digests.play.world.clock.advance(timedelta(days=35))
    message = await digests.send()
    assert message is not None
    said = text_of(message)
    assert "▲" in said
    assert ", was " in said
    assert "no meeting held for" in said


async def test_a_closed_deal_leaves_with_a_word(digests: Digests) -> None:
    await digests.send()
    gone = sorted(await digests.standings())[0]
    digests.play.world.truto.crm.edit(gone, "StageName", "Closed Lost", digests.play.world.clock.now())
    message = await digests.send()
    assert message is not None
    assert "(closed: Closed Lost)" in text_of(message)


async def test_into_a_channel_that_another_company_reads_nothing_is_sent(digests: Digests) -> None:
    shared = digests.play.slack.channels["shared-acme"]
    digests.schedule = replace(digests.schedule, channel=shared)
    assert await digests.send() is None
    assert await digests.state() == ("failed", "another company can read that channel")
    assert digests.play.slack.messages(shared) == []


async def test_what_the_bot_may_not_post_is_said_to_have_failed(digests: Digests) -> None:
    digests.schedule = replace(digests.schedule, channel=digests.play.slack.channels["random"])
    assert await digests.send() is None
    state, note = await digests.state()
    assert state == "failed"
    assert "is the bot still in that channel?" in note


async def test_a_digest_that_keeps_failing_is_told_to_the_admins_once(digests: Digests) -> None:
    digests.schedule = replace(digests.schedule, channel=digests.play.slack.channels["random"])
    rosa = digests.play.person("rosa")
    for n in range(4):
        assert await digests.send() is None
        direct = digests.play.slack.messages(digests.play.slack.dm(rosa))
        told = [m for m in direct if "times in a row" in text_of(m)]
        assert len(told) == (n >= 2)
    assert "failed 3 times in a row: Slack did not take the message" in text_of(told[0])


async def test_amounts_are_hidden_where_the_schedule_says_so(digests: Digests) -> None:
    digests.schedule = replace(digests.schedule, hide_amounts=True, grouping="deal")
    message = await digests.send()
    assert message is not None
    assert not re.search(r"\d+k\b", text_of(message))
    assert "due this quarter" not in text_of(message)


async def test_an_answer_that_is_no_list_is_no_all_clear(digests: Digests) -> None:
    await digests.send()
    before = await digests.standings()
    digests.play.world.truto.handlers["conversations", "list"] = lambda call: Answer(body={"message": "ok"})
    message = await digests.send()
    assert message is not None
    assert "the calls of Ana Ruiz (Chorus answered with no list of calls)" in text_of(message)
    assert "All clear" not in text_of(message)
    assert await digests.standings() == before
