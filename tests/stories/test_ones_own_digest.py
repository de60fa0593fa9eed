"""A digest that is read directly: the maker's own, each rep's part of their manager's, and by rules of one's own."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.slack import digest_items as items
from bot.slack.schedule_words import RUN
from sandbox.slack.render import lines_of, text_of
from sandbox.world import World
from tests.conftest import Start
from tests.digests import Digests
from tests.play import Play

Message = dict[str, Any]


def direct(play: Play, name: str) -> list[Message]:
    """The digests in somebody's direct messages, not what stands in their threads."""
    every = play.slack.messages(play.slack.dm(play.person(name)))
    return [m for m in every if text_of(m).startswith("Deal risk") and m.get("thread_ts", m["ts"]) == m["ts"]]


async def test_a_rep_schedules_their_own_digest_and_reads_it_directly_by_deal(
    world: World, start: Start
) -> None:
    world.truto.options.page_size = 100
    async with start(CHORISTER_DIGEST_TOKENS="0") as app:
        play = Play(world)
        form = await play.digest_form("ana")
        answer = await play.slack.submit(play.person("ana"), form["id"], {})
        assert answer["response_action"] == "update"
        said = "\n".join(lines_of(play.slack.modal(play.person("ana"))["blocks"]))
        ana = play.person("ana")
        assert f"The digest goes to @{ana.slack_id} directly" in said
        (schedule,) = await app.house.schedules.all()
        assert (schedule.channel, schedule.grouping, schedule.by) == ("", "deal", ana.slack_id)
        shown = await play.digests("ana")
        assert f"to @{ana.slack_id} directly" in text_of(shown)
        await play.click("ana", shown, RUN)
        message = (await play.slack.wait_for(lambda: direct(play, "ana")))[0]
        assert text_of(message).startswith("Deal risk · Ana Ruiz")
        assert play.slack.messages(play.channel) == []


async def test_each_rep_reads_their_own_part_of_the_managers_digest_when_it_has_news_for_them(
    digests: Digests,
) -> None:
    digests.schedule, play = replace(digests.schedule, each_rep=True, hide_amounts=True), digests.play
    whole = await digests.send()
    assert whole is not None
    (mine,) = direct(play, "ana")
    assert text_of(mine).startswith("Deal risk · Ana Ruiz")
    assert "Ben Cole" not in text_of(mine)
    assert "due this quarter" in text_of(mine), "one's own amounts are no secret"
    assert direct(play, "sam") == [], "the maker has the whole one"
    assert await digests.send() is None
    assert len(direct(play, "ana")) == 1, "nothing changed"
    row = next(b for b in mine["blocks"] if str(b.get("block_id")).startswith("risk:"))
    ana = play.person("ana")
    at_home = Play(play.world, play.slack.dm(ana))
    await play.slack.click(ana, at_home.channel, mine["ts"], items.ACKNOWLEDGE, block_id=row["block_id"])
    await at_home.until(mine["ts"], "acknowledged it")
    await play.slack.click(ana, at_home.channel, mine["ts"], items.WHY, block_id=row["block_id"])
    await at_home.until(mine["ts"], "Why ")


async def test_a_stumble_of_slacks_keeps_no_rep_from_their_part(digests: Digests) -> None:
    digests.schedule, play = replace(digests.schedule, each_rep=True), digests.play
    email = play.person("ana").email

    def her_part(call: Any) -> bool:
        return bool(call.args.get("email") == email and digests.messages())

    play.slack.faults.add("500", match=her_part, times=2)
    await digests.send()
    assert len(play.slack.faults.taken) == 2
    assert len(direct(play, "ana")) == 1


async def test_a_digest_by_a_profile_of_the_rules_judges_by_it_and_says_so(
    world: World, start: Start, tmp_path: Path
) -> None:
    world.truto.options.page_size = 100
    file = tmp_path / "rules.yaml"
    file.write_text("profiles:\n  nothing matters:\n    levels: {at_risk: 40, act: 50}\n")
    async with start(CHORISTER_DIGEST_TOKENS="0", CHORISTER_RULES=str(file)) as app:
        play = Play(world)
        await play.schedule("sam", channel=play.channel, profile="rules:nothing matters")
        (schedule,) = await app.house.schedules.all()
        assert schedule.profile == "nothing matters"
        digests = Digests(play, app, profile="nothing matters")
        message = await digests.send()
        assert message is not None
        assert "Judged by the rules “nothing matters”." in text_of(message)
        assert " 0 of " in text_of(message)
        digests.schedule = replace(digests.schedule, profile="gone")
        assert await digests.send() is None
        assert await digests.state() == ("failed", "the rules “gone” are not there any more; edit it")


async def test_on_a_company_holiday_no_digest_is_begun(world: World, start: Start) -> None:
    async with start(CHORISTER_HOLIDAYS="2026-06-10, 2026-12-24") as app:
        play = Play(world)
        await play.schedule("sam", channel=play.channel, days=["2"], at="09:00", zone="UTC")
        world.clock.advance(timedelta(days=1))
        shown = await play.digests("sam")
        assert "next 17 Jun" in text_of(shown)
        assert app.house.settings.chorister_holidays == ("2026-06-10", "2026-12-24")
