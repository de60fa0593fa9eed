"""A day's money and tokens: counted answer by answer, limited by person and workspace, and shown to who may see it."""

import pytest
import sqlalchemy as sa

from bot.agent.allowance import NOTHING, Amount, billed
from bot.app import App
from bot.store.spending import NOBODY
from sandbox.claude import text, tool_use
from sandbox.world import World
from tests.conftest import Start
from tests.digests import Digests
from tests.play import RECORD, Play

LITTLE = "0.0001"
"""Less than any answer costs."""
A_DAY = 86_400
MODEL = "claude-opus-5-5"


def sent(world: World) -> Amount:
    """What Claude billed for whole answers."""
    each = [billed(a.body["model"], a.response["usage"]) for a in world.claude.asked if a.response]
    return sum(each, NOTHING)


async def counted(app: App, person: str | None = None) -> Amount:
    """What we counted of everybody or of one person."""
    spent = await app.house.spending.since("")
    return sum((amount for (who, _), amount in spent.items() if person in (None, who)), NOTHING)


async def refused(play: Play, name: str, words: str) -> None:
    """Somebody's request is not begun: a sentence in place of the first words, and Claude is not asked."""
    asked = len(play.world.claude.asked)
    said = await play.until(await play.ask(name, "help"), "I did not begin with this")
    assert f"since the limit of {words} is reached" in said["text"]
    assert f"<@{play.person('rosa').slack_id}>" in said["text"]
    assert len(play.world.claude.asked) == asked


async def answered(play: Play, name: str, thread: str | None = None, runs: int = 1) -> None:
    thread = await play.ask(name, "help", thread) if thread is None else thread
    assert "sandbox planner" in (await play.done(thread, runs=runs))[-1]


async def test_who_has_reached_their_limit_is_told_so_and_is_free_again_the_next_day(
    world: World, start: Start
) -> None:
    async with start(CHORISTER_PERSON_USD_A_DAY=LITTLE):
        play = Play(world)
        await answered(play, "ana")
        await refused(play, "ana", "$0.00 a day for one person")
        await answered(play, "ben")
        world.clock.advance(A_DAY)
        await answered(play, "ana")


async def test_what_needs_no_claude_still_works(world: World, start: Start) -> None:
    async with start(CHORISTER_PERSON_TOKENS_A_DAY="1"):
        play = Play(world)
        await answered(play, "ana")
        await refused(play, "ana", "1 tokens a day for one person")
        await play.command("ana", "record https://zoom.us/j/987654321")
        await world.truto.wait_for(lambda: world.truto.calls("chorus_conversations_join"))


async def test_the_workspaces_limit_holds_for_everybody(world: World, start: Start) -> None:
    async with start(CHORISTER_WORKSPACE_USD_A_DAY=LITTLE):
        await answered(Play(world), "ana")
        await refused(Play(world), "ben", "$0.00 a day for the whole workspace")


async def test_a_run_that_has_nothing_left_ends_with_what_it_said_on_the_way(
    world: World, start: Start
) -> None:
    async with start(CHORISTER_PERSON_USD_A_DAY=LITTLE):
        play = Play(world)
        world.claude.script([text("I see two calls so far."), tool_use("list_all_chorus_me", {})])
        thread = await play.ask("ana", "find everything")
        said = (await play.done(thread))[-1]
        assert said.startswith("I see two calls so far.")
        assert "Stopped at the limit of $0.00 a day for one person. There is room again from" in said
        assert "4 Jun, 00:00 UTC" in said
        assert f"ask @{play.person('rosa').slack_id}." in said
        assert len(world.claude.asked) == 1
        world.clock.advance(A_DAY)
        await play.say("ana", "help", thread)
        await answered(play, "ana", thread, runs=2)


async def test_a_run_without_a_word_on_the_way_says_that_it_has_no_answer(world: World, start: Start) -> None:
    async with start(CHORISTER_WORKSPACE_USD_A_DAY=LITTLE):
        play = Play(world)
        world.claude.script([tool_use("list_all_chorus_me", {})])
        said = (await play.done(await play.ask("ana", "find everything")))[-1]
        assert "I had to stop before I could answer." in said
        assert "Stopped at the limit of $0.00 a day for the whole workspace" in said


async def test_an_approved_card_is_written_also_when_the_day_is_spent(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        thread, card = await play.card()
        ana, today = play.person("ana").slack_id, world.clock.now().date().isoformat()
        await app.house.spending.add("before", "before", ana, today, Amount(10.0, 0))
        await play.approve(card, "Metrics")
        await play.until(thread, "CRM update: written")
        said = (await play.done(thread))[-1]
        assert "What was done so far stands above." in said
        assert "Stopped at the limit of $10.00 a day for one person." in said
        world.clock.advance(A_DAY)
        await play.say("ana", "help", thread)
        await answered(play, "ana", thread, runs=2)


async def test_where_one_more_answer_fits_in_it_is_claudes_last_words(world: World, start: Start) -> None:
    async with start(CHORISTER_PERSON_TOKENS_A_DAY="1000000") as app:
        play, call = Play(world), [tool_use("list_all_chorus_me", {})]
        world.claude.script(call, "That is all.", call, "I found only who you are.")
        await play.done(await play.ask("ana", "find everything"))
        first, ben = world.claude.asked[0].response["usage"], play.person("ben").slack_id
        left = billed(MODEL, first).tokens * 3 // 2
        today = world.clock.now().date().isoformat()
        await app.house.spending.add("before", "before", ben, today, Amount(0.0, 1_000_000 - left))
        said = (await play.done(await play.ask("ben", "find everything")))[-1]
        assert "I found only who you are." in said
        assert "Stopped at the limit of 1,000,000 tokens a day for one person." in said
        assert len(world.claude.asked) == 4
        assert world.claude.asked[-1].body["tool_choice"] == {"type": "none"}


async def test_runs_side_by_side_pass_a_limit_by_one_answer_each(world: World, start: Start) -> None:
    async with start(CHORISTER_WORKSPACE_USD_A_DAY=LITTLE) as app:
        play = Play(world)
        world.claude.faults.add("hold", times=2)
        world.claude.script(*[[tool_use("list_all_chorus_me", {})]] * 2)
        threads = [await play.ask(name, "find everything") for name in ("ana", "ben")]
        await world.claude.wait_for(lambda: len(world.claude.asked) == 2)
        world.claude.release()
        for thread in threads:
            assert "whole workspace" in (await play.done(thread))[-1]
        assert len(world.claude.asked) == 2
        assert await counted(app) == pytest.approx(sent(world))


@pytest.mark.parametrize("kind", ["max_tokens", "pause_turn", "empty_end_turn"])
async def test_every_answer_is_counted_once_also_a_second_one_to_the_same_question(
    world: World, start: Start, kind: str
) -> None:
    async with start() as app:
        play = Play(world)
        world.claude.faults.add(kind)
        await play.done(await play.ask("ana", RECORD))
        rows = [row for row in await app.house.audit.all() if row["what"] == "round"]
    assert len(rows) == len(world.claude.asked) >= 3
    assert sum(row["detail"]["usd"] for row in rows) == pytest.approx(sent(world).usd, abs=1e-5)


async def test_what_is_counted_is_what_was_billed_to_whom(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        world.claude.faults.add("max_tokens")
        await play.done(await play.ask("ana", RECORD))
        total = await counted(app, play.person("ana").slack_id)
        assert (total.usd, total.tokens) == (pytest.approx(sent(world).usd), sent(world).tokens)
        assert await counted(app) == total


async def test_an_answer_that_broke_off_counts_as_far_as_it_is_known(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        world.claude.faults.add("no_stop")
        await answered(play, "ana")
        rows = [row for row in await app.house.audit.all() if row["what"] == "round"]
        assert [row["detail"]["stop"] for row in rows] == ["broke off", "end_turn"]
        assert all(row["detail"]["usd"] > 0 for row in rows)
        total = await counted(app)
        assert total.usd == pytest.approx(sum(row["detail"]["usd"] for row in rows), abs=1e-5)


async def test_an_answer_that_was_paid_for_is_given_also_where_it_cannot_be_counted(
    world: World, start: Start
) -> None:
    async with start() as app:
        play = Play(world)
        world.claude.faults.add("hold")
        thread = await play.ask("ana", "help")
        await world.claude.wait_for(lambda: world.claude.asked)
        async with app.house.audit._db.engine.begin() as connection:
            await connection.execute(sa.text("alter table spending rename to gone"))
        world.claude.release()
        await answered(play, "ana", thread)


async def test_a_digest_looks_at_no_call_when_the_workspaces_day_is_spent_and_says_so(
    world: World, start: Start
) -> None:
    world.truto.options.page_size = 100
    async with start(CHORISTER_WORKSPACE_USD_A_DAY=LITTLE) as app:
        play = Play(world)
        await answered(play, "ana")
        asked = len(world.claude.asked)
        digests = Digests(play, app)
        await digests.send()
        (message,) = digests.messages()
        said = " ".join(play.texts(message["ts"]))
        assert "Nobody could look for red-flag words (R12)" in said
        assert len(world.claude.asked) == asked


async def test_a_digests_looks_are_nobodys_and_stop_together_at_the_workspaces_limit(
    world: World, start: Start
) -> None:
    world.truto.options.page_size = 100
    async with start(CHORISTER_WORKSPACE_USD_A_DAY="0.0000001", CHORISTER_PERSON_USD_A_DAY=LITTLE) as app:
        digests = Digests(Play(world), app)
        await digests.send()
        assert 1 <= len(world.claude.asked) <= 4, "as many as are looked at side by side"
        total = await counted(app, NOBODY)
        assert (total.usd, total.tokens) == (pytest.approx(sent(world).usd, abs=1e-5), sent(world).tokens)
