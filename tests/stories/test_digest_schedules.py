"""Digests are scheduled by people in Slack: once per period, by those who may, and only into channels that may read them."""

import asyncio
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa

from bot.app import App
from bot.digests.schedule import EVERYBODY, Schedule
from bot.durable import finished, start_once
from bot.slack import schedule_words as words
from bot.workflows.schedules import tick_digests
from sandbox.slack import check_message, check_view
from sandbox.slack.render import lines_of, text_of
from sandbox.slack.users import GUEST
from sandbox.world import World
from tests.conftest import AFTERNOON, Start
from tests.play import Play

HOUR = 3600.0
ticks = count()


async def tick(app: App) -> None:
    """The minute in which the engine would look, now."""
    key = f"tick:{next(ticks)}"
    await start_once(key, tick_digests, AFTERNOON, {})
    await finished(key)


async def only(app: App) -> Schedule:
    (schedule,) = await app.house.schedules.all()
    return schedule


async def runs(app: App) -> list[tuple[str, str]]:
    """Every period of which something is known, with what."""
    rows = await app.house.audit._db.rows(sa.text("select period, state from digest_periods order by period"))
    return [(row["period"], row["state"]) for row in rows]


async def wednesdays(play: Play, app: App, **filled: Any) -> Schedule:
    """Sam's digest, on Wednesdays in UTC at four in the afternoon: in an hour."""
    await play.schedule(
        "sam", **{"channel": play.channel, "days": ["2"], "at": "16:00", "zone": "UTC"} | filled
    )
    return await only(app)


async def clicked(play: Play, app: App, name: str, what: str) -> list[str]:
    """Click a button of the private list; returns the list as it is then."""
    shown = await play.digests(name)
    before = text_of(shown)
    await play.click(name, shown, what)
    after = await play.slack.wait_for(lambda: play.private(name)[-1] if text_of(shown) != before else None)
    assert check_message({"text": after["text"], "blocks": after["blocks"]}) == []
    return text_of(after).splitlines()


async def test_a_manager_schedules_a_digest_with_a_form(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        form = await play.digest_form("sam")
        assert check_view({k: form[k] for k in ("type", "title", "submit", "close", "blocks")}) == []
        state = {("days", "value"): ["0", "3"], ("at", "value"): "09:15", ("quiet", "value"): "2026-12-24"}
        answer = await play.slack.submit(play.person("sam"), form["id"], state)
        assert answer["response_action"] == "update"
        said = "\n".join(lines_of(play.slack.modal(play.person("sam"))["blocks"]))
        assert "Mon, Thu at 09:15" in said
        assert "Next Thu 09:15" in said
        schedule = await only(app)
        sam = play.person("sam")
        assert (schedule.channel, schedule.by, schedule.zone) == (play.channel, sam.slack_id, sam.tz)
        assert (schedule.reps, schedule.grouping, schedule.quiet_days) == ((), "rep", ("2026-12-24",))
        (row,) = await app.house.audit.of(f"digest:{schedule.id}")
        assert (row["what"], row["who"]) == ("digest scheduled", sam.slack_id)


async def test_a_form_that_slack_sends_twice_makes_one_digest(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        await wednesdays(play, app)
        sent = next(d for d in reversed(play.slack.events) if d.payload.get("type") == "view_submission")
        await play.slack.redeliver(sent)
        await play.home("sam")
        await only(app)
        assert len(await app.house.audit.of(f"digest:{(await only(app)).id}")) == 1


@pytest.mark.parametrize(
    "filled, field, say",
    [
        ({"quiet": "24.12."}, "quiet", "is no date"),
        ({"channel": "CRANDOM001"}, "channel", "Invite me there"),
        ({"channel": "CPRIVATE01"}, "channel", "Invite me there"),
        ({"channel": "CSHARED001"}, "channel", "another company"),
    ],
)
async def test_what_is_wrong_is_said_in_the_form(
    world: World, start: Start, filled: dict[str, Any], field: str, say: str
) -> None:
    async with start() as app:
        play = Play(world)
        answer = await play.schedule("sam", **filled)
        assert answer["response_action"] == "errors"
        assert list(answer["errors"]) == [field]
        assert say in answer["errors"][field]
        assert play.slack.modal(play.person("sam")) is not None
        assert await app.house.schedules.all() == []


async def test_a_form_without_a_day_is_refused_also_where_slack_lets_it_through(
    world: World, start: Start
) -> None:
    async with start() as app:
        play = Play(world)
        form = await play.digest_form("sam")
        next(b for b in form["blocks"] if b["block_id"] == "days")["optional"] = True
        answer = await play.slack.submit(play.person("sam"), form["id"], {("days", "value"): []})
        assert answer["errors"] == {"days": "Choose at least one day."}
        assert await app.house.schedules.all() == []


async def test_a_form_with_somebody_elses_reps_is_refused(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        form = await play.digest_form("mia")
        reps = next(b for b in form["blocks"] if b["block_id"] == "reps")["element"]
        names = [option["text"]["text"] for option in reps["options"]]
        assert "Elif Şahin" in names
        assert "Ana Ruiz" not in names
        reps["options"].append({"text": {"type": "plain_text", "text": "Ana"}, "value": "305921"})
        answer = await play.slack.submit(play.person("mia"), form["id"], {("reps", "value"): ["305921"]})
        assert "people who report to them" in answer["errors"]["reps"]
        assert await app.house.schedules.all() == []


async def test_an_admin_may_choose_everybody_and_a_rep_is_not_asked(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        await play.schedule("rosa", channel=play.channel, reps=[EVERYBODY])
        assert (await only(app)).reps == (EVERYBODY,)
        form = await play.digest_form("ana")
        assert "reps" not in [b["block_id"] for b in form["blocks"]]


async def test_outsiders_get_the_usual_refusal(play: Play) -> None:
    for text in ("digest", "digests"):
        delivered = await play.slack.command(GUEST, play.channel, "/chorister", text)
        await play.slack.wait_for(lambda d=delivered: d.reply)
        assert "only available to full members" in delivered.reply["text"]
    await play.slack.command(play.person("ivo"), play.channel, "/chorister", "digest")
    await play.slack.wait_for(lambda: play.private("ivo"))
    assert "no Chorus user" in play.private("ivo")[-1]["text"]
    assert "no Chorus user" in await play.command("ivo", "digests")


async def test_a_due_digest_is_begun_once_however_often_anybody_looks(world: World, start: Start) -> None:
    async with start() as app:
        schedule = await wednesdays(Play(world), app)
        await tick(app)
        assert await runs(app) == []
        world.clock.advance(HOUR)
        await asyncio.gather(*(tick(app) for _ in range(4)))
        await finished(f"digest:{schedule.id}:2026-06-03")
        await app.house.schedules.mark(schedule.id, "2026-06-03", "sent", app.house.now())
        world.clock.advance(HOUR)
        await tick(app)
        assert await runs(app) == [("2026-06-03", "sent")]


async def test_a_run_that_was_missed_is_made_up_for_within_four_hours_and_noted_after(
    world: World, start: Start
) -> None:
    async with start() as app:
        schedule = await wednesdays(Play(world), app)
        world.clock.advance(HOUR + 4 * HOUR - 60)
        await tick(app)
        await finished(f"digest:{schedule.id}:2026-06-03")
        assert await runs(app) == [("2026-06-03", "sent")]
        world.clock.advance(timedelta(days=7, minutes=1))
        for _ in range(2):
            await tick(app)
        assert await runs(app) == [("2026-06-03", "sent"), ("2026-06-10", "missed")]
        assert "missed on Wed 10 Jun: the bot was away" in text_of(await Play(world).digests("sam"))


async def test_a_pause_posts_nothing_and_what_was_due_in_it_is_not_made_up_for(
    world: World, start: Start
) -> None:
    async with start() as app:
        play = Play(world)
        schedule = await wednesdays(play, app)
        assert "Paused." in (await clicked(play, app, "sam", words.PAUSE))[0]
        assert (await only(app)).paused
        world.clock.advance(HOUR + 60)
        await tick(app)
        assert "It runs again: next 10 Jun" in (await clicked(play, app, "sam", words.RESUME))[0]
        await tick(app)
        assert await runs(app) == []
        world.clock.advance(timedelta(days=7))
        await tick(app)
        await finished(f"digest:{schedule.id}:2026-06-10")
        assert await runs(app) == [("2026-06-10", "sent")]
        whats = [row["what"] for row in await app.house.audit.of(f"digest:{schedule.id}")]
        assert whats == ["digest scheduled", "digest paused", "digest resumed"]


async def test_run_now_makes_a_digest_besides_those_of_the_clock(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        schedule = await wednesdays(play, app)
        assert "is being made now" in (await clicked(play, app, "sam", words.RUN))[0]
        (row,) = (
            r for r in await app.house.audit.of(f"digest:{schedule.id}") if r["what"] == "digest run by hand"
        )
        click = row["key"].rpartition("|")[2]
        await finished(f"digest:{schedule.id}:now:{click}")
        assert await runs(app) == [(f"now:{click}", "sent")]
        world.clock.advance(HOUR)
        await tick(app)
        await finished(f"digest:{schedule.id}:2026-06-03")
        assert [period for period, _ in await runs(app)] == ["2026-06-03", f"now:{click}"]


async def test_deleting_asks_first_and_leaves_nothing(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        schedule = await wednesdays(play, app)
        shown = await play.digests("sam")
        (row,) = (b for b in shown["blocks"] if b["type"] == "actions")
        assert "confirm" in next(e for e in row["elements"] if e["action_id"] == words.DELETE)
        said = await clicked(play, app, "sam", words.DELETE)
        assert said == [words.DELETED, words.NONE_YET]
        assert await app.house.schedules.all() == []
        assert [r["what"] for r in await app.house.audit.of(f"digest:{schedule.id}")][-1] == "digest deleted"
        world.clock.advance(HOUR)
        await tick(app)
        assert await runs(app) == []


async def test_editing_changes_what_was_made_and_keeps_its_maker(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        made = await wednesdays(play, app)
        shown = await play.digests("rosa")
        world.clock.advance(60)
        await play.click("rosa", shown, words.EDIT)
        rosa = play.person("rosa")
        form = await play.slack.wait_for(lambda: play.slack.modal(rosa))
        reps = next(b for b in form["blocks"] if b["block_id"] == "reps")["element"]
        assert EVERYBODY not in [option["value"] for option in reps["options"]], "its maker is no admin"
        answer = await play.slack.submit(
            rosa, form["id"], {("at", "value"): "17:00", ("reps", "value"): ["305921"]}
        )
        assert answer["response_action"] == "update"
        now = await only(app)
        assert (now.id, now.by, now.at, now.reps) == (made.id, made.by, "17:00", ("305921",))
        assert now.since == app.house.now()
        world.clock.advance(HOUR)
        await tick(app)
        assert await runs(app) == [], "the old time does not hold any more"


async def test_when_slack_does_not_say_who_made_it_nobody_is_told_to_delete_it(
    world: World, start: Start
) -> None:
    async with start() as app:
        play = Play(world)
        await wednesdays(play, app)
        shown = await play.digests("rosa")
        sam = play.person("sam").slack_id
        world.slack.faults.add("500", match=lambda call: call.args.get("user") == sam, times=None)
        world.clock.advance(timedelta(minutes=10))  # whom Slack told of before is forgotten
        await play.click("rosa", shown, words.EDIT)
        said = await play.slack.wait_for(
            lambda: [m for m in play.private("rosa") if "does not answer" in text_of(m)]
        )
        assert not any("delete it" in text_of(m) for m in play.private("rosa"))
        assert said


async def test_only_the_maker_their_manager_and_admins_see_and_change_a_digest(
    world: World, start: Start
) -> None:
    async with start() as app:
        play = Play(world)
        await play.schedule("elif", channel=play.channel)
        for name in ("elif", "mia", "sam", "rosa"):
            assert "Elif Şahin" in text_of(await play.digests(name))
        assert words.NONE_YET in (await play.digests("ben"))["text"]
        mias = await play.digests("mia")
        stored = next(m for m in play.slack.ephemerals if m["ts"] == mias["ts"])
        before = text_of(stored)
        # Nobody else sees these buttons; a request that claims otherwise changes nothing.
        stored["user"] = play.person("ben").slack_id
        await play.click("ben", stored, words.DELETE)
        await play.slack.wait_for(lambda: text_of(stored) != before)
        assert words.NOT_YOURS in text_of(stored)
        assert len(await app.house.schedules.all()) == 1


async def test_the_home_tab_lists_them_and_its_buttons_change_it(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        sam = play.person("sam")
        empty = await play.home("sam")
        assert check_view({"type": "home", "blocks": empty["blocks"]}) == []
        await play.slack.click_view(sam, empty["id"], words.NEW)
        form = await play.slack.wait_for(lambda: play.slack.modal(sam))
        await play.slack.submit(sam, form["id"], {("channel", "value"): play.channel})
        listed = await play.home_after("sam", empty)
        schedule = await only(app)
        assert "has not run yet" in "\n".join(lines_of(listed["blocks"]))
        await app.house.schedules.mark(schedule.id, "2026-06-01", "quiet", app.house.now())
        await play.slack.click_view(sam, listed["id"], words.PAUSE)
        paused = await play.home_after("sam", listed)
        shown = "\n".join(lines_of(paused["blocks"]))
        assert "Paused." in shown
        assert "nothing changed" in shown
        await play.slack.click_view(sam, paused["id"], words.DELETE)
        gone = await play.home_after("sam", paused)
        assert words.NONE_YET in lines_of(gone["blocks"])


async def test_the_home_tab_says_when_chorus_does_not_answer_and_then_shows_the_list(
    world: World, start: Start
) -> None:
    async with start():
        play = Play(world)
        world.truto.faults.add("500", match="list_all_chorus_users", times=1)
        await play.slack.open_home(play.person("sam"))
        await play.slack.wait_for(
            lambda: (
                "Risk digests"
                in "\n".join(lines_of((play.slack.home(play.person("sam")) or {"blocks": []})["blocks"]))
            )
        )


async def test_without_the_record_nothing_changes(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        schedule = await wednesdays(play, app)
        shown = await play.digests("sam")
        form = await play.digest_form("sam")
        async with app.house.audit._db.engine.begin() as connection:
            await connection.execute(sa.text("alter table audit rename to gone"))
        before = text_of(shown)
        await play.click("sam", shown, words.DELETE)
        await play.slack.wait_for(lambda: text_of(play.private("sam")[-1]) != before)
        assert "nothing was changed" in text_of(play.private("sam")[-1])
        answer = await play.slack.submit(play.person("sam"), form["id"])
        assert "nothing was changed" in "\n".join(lines_of(answer["view"]["blocks"]))
        assert await app.house.schedules.all() == [schedule]
        async with app.house.audit._db.engine.begin() as connection:
            await connection.execute(sa.text("alter table gone rename to audit"))
