"""Outages in the open: waits are told with their time, admins hear of what they alone can mend, and a run goes on."""

from collections import Counter
from dataclasses import replace

import pytest

from bot.app import App
from bot.proposals.proposal import State
from bot.workflows.expire import expire_overdue
from bot.workflows.settle import ATTEMPTS
from bot.workflows.tell_troubles import tell_troubles
from sandbox.slack.render import text_of
from sandbox.truto.journal import Call
from sandbox.truto.styles import STYLES
from sandbox.world import World
from tests.conftest import Start
from tests.play import PUSH, REVIEW, WRITE, Message, Play
from tools.breaker import FAILURES

LIST = "list_all_chorus_conversations"
SQF = "get_single_chorus_sales_qualification_by_id"
ADMINS = ("rosa", "sam")


def direct(play: Play, name: str) -> list[Message]:
    """What the bot wrote to somebody directly."""
    return play.slack.messages(play.slack.dm(play.person(name)))


async def tick(play: Play) -> None:
    await tell_troubles(play.world.clock.now(), {})


def of_admins(world: World) -> dict[str, str]:
    return {"CHORISTER_ADMINS": ",".join(world.company.person(name).slack_id for name in ADMINS)}


@pytest.mark.parametrize(
    "kind, words",
    [("401", "reconnect it in Truto"), ("401_token", "API token"), ("503", "blocked the connected account")],
)
async def test_a_refusal_is_told_once_to_each_admin_and_again_only_after_it_was_mended(
    world: World, start: Start, kind: str, words: str
) -> None:
    async with start(**of_admins(world)):
        play = Play(world)
        world.truto.faults.add(kind, match=LIST, times=None)
        for _ in range(2):
            assert words in "\n".join(await play.done(await play.ask("ana", PUSH)))
            await tick(play)
        assert [len(direct(play, name)) for name in ADMINS] == [1, 1]
        assert words in text_of(direct(play, "rosa")[0])
        assert "Chorister needs an admin" in text_of(direct(play, "sam")[0])
        world.truto.faults.clear()
        await play.done(await play.ask("sam", REVIEW))
        await tick(play)
        world.clock.advance(60)
        world.truto.faults.add(kind, match=LIST, times=None)
        await play.done(await play.ask("ana", PUSH))
        await tick(play)
        await tick(play)
        assert [len(direct(play, name)) for name in ADMINS] == [2, 2]


async def test_an_admin_hears_of_it_although_slack_stumbles_and_nobody_hears_twice(
    world: World, start: Start
) -> None:
    async with start(**of_admins(world)):
        play = Play(world)
        world.truto.faults.add("401_token", match=LIST, times=None)
        await play.done(await play.ask("ana", PUSH))
        world.slack.faults.add("500", match="chat.postMessage", times=4)
        await tick(play)
        assert [len(direct(play, name)) for name in ADMINS] == [1, 1]


async def test_what_there_is_no_admin_to_hear_is_not_taken_for_told(world: World, start: Start) -> None:
    async with start(CHORISTER_ADMINS="") as app:
        play = Play(world)
        world.truto.faults.add("401_token", match=LIST, times=None)
        await play.done(await play.ask("ana", PUSH))
        await tick(play)
        assert len(await app.house.troubles.untold()) == 1


@pytest.mark.parametrize(
    "status, words", [("needs_reauth", "must reconnect"), ("blocked", "must ask Truto's support")]
)
async def test_a_sick_account_is_a_plain_sentence_from_the_first_words_on(
    play: Play, status: str, words: str
) -> None:
    play.world.truto.options.account_status = status
    thread = await play.ask("ana", PUSH)
    said = text_of(await play.until(thread, "Reference"))
    assert words in said
    assert play.world.claude.asked == []


async def test_a_wait_of_an_hour_is_not_begun_and_the_thread_says_until_when(play: Play) -> None:
    play.world.truto.faults.add("429", match=LIST, times=None, style="retry_after", retry_after=3600)
    thread = await play.ask("sam", REVIEW)
    said = "\n".join(await play.done(thread))
    assert "Chorus asks us to wait for 60 minutes, until 16:00 UTC." in said
    assert "please ask again then" in said
    assert len(play.world.truto.calls(LIST)) == 1, "never earlier than allowed"


async def test_while_one_run_waits_another_one_says_that_it_waits_too(play: Play) -> None:
    truto = play.world.truto
    truto.faults.add("429", match=LIST, style="retry_after", retry_after=300)
    first = await play.ask("sam", REVIEW)
    await play.until(first, "asks us to slow down for 300 seconds. Going on at")
    second = await play.ask("ana", "help")
    await play.until(second, "asks us to slow down for", "Going on at")
    for thread in (first, second):
        await play.done(thread)
    (refused, *after) = truto.calls(LIST)
    assert refused.status == 429
    assert after


async def test_whoever_clicked_is_told_of_a_long_wait_and_the_click_counts_after_it(play: Play) -> None:
    thread, card = await play.card()
    play.world.truto.faults.add("429", match=SQF, style="retry_after", retry_after=200)
    await play.approve(card, "Economic Buyer")
    await play.until(thread, "CRM update: written")
    assert "Chorus asks us to slow down for 200 seconds. Going on at <!date^" in play.whispers("ana")[0]
    assert len(play.world.truto.calls(WRITE)) == 1


async def approved_before(app: App, play: Play) -> None:
    """The open card was approved ten minutes ago, and the process that took the click is gone."""
    (proposal,) = await app.house.proposals.open()
    decision = {"by": play.person("ana").slack_id, "at": app.house.now(), "token": "gone", "writes": {}}
    decision |= {"fields": ["Metrics"], "digest": proposal.digest}
    await app.house.proposals.decide(replace(proposal, state=State.APPROVED, decision=decision))
    play.world.clock.advance(600)


async def test_an_approved_write_whose_check_has_to_wait_is_written_after_it(
    world: World, start: Start
) -> None:
    async with start() as app:
        play = Play(world)
        thread, _ = await play.card()
        await approved_before(app, play)
        world.truto.faults.add("429", match=SQF, style="retry_after", retry_after=100)
        await expire_overdue(world.clock.now(), {})
        await play.until(thread, "CRM update: written")
        assert len(world.truto.calls(WRITE)) == 1


@pytest.mark.parametrize("style", [*STYLES, "truto"])
async def test_a_storm_of_429_in_any_style_ends_in_a_sentence_after_a_bounded_number_of_calls(
    play: Play, style: str
) -> None:
    truto = play.world.truto
    truto.faults.add("429", match=SQF, times=None, style=style)
    thread = await play.ask("sam", REVIEW)
    said = "\n".join(await play.done(thread))
    assert "could not be judged" in said
    asked = [c.path for c in truto.calls(SQF)]
    assert 0 < len(asked) <= ATTEMPTS * len(set(asked)), "as often as a run tries each of them, and no more"


async def test_when_nobody_answers_a_run_waits_says_so_asks_little_and_goes_on(play: Play) -> None:
    truto = play.world.truto
    lost: set[str] = set()

    def first(call: Call) -> bool:
        """Whether it is the first one that asks for this qualification."""
        was, asked = len(lost), call.tool == SQF
        lost.update([call.path] if asked else [])
        return len(lost) > was

    truto.faults.add("reset", match=first, times=None)
    said = "\n".join(await play.done(await play.ask("sam", REVIEW)))
    assert "is empty or at risk in" in said
    assert "did not answer" not in said
    told = [str(call.args) for call in play.slack.journal]
    assert any("Truto has not answered for a while. Going on at" in text for text in told)
    assert len(lost) >= FAILURES
    assert Counter(call.path for call in truto.calls(SQF)) == Counter([*lost, *lost]), (
        "lost once, asked twice"
    )


async def test_an_approved_write_waits_until_somebody_answers_again(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        thread, _ = await play.card()
        await approved_before(app, play)
        world.truto.faults.add("reset", match=lambda call: "/proxy/" in call.path, times=FAILURES + 2)
        await expire_overdue(world.clock.now(), {})
        await play.until(thread, "CRM update: written")
        assert len(world.truto.calls(WRITE)) == 1
