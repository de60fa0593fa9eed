"""What people do with a deal in a digest: acknowledge, snooze, assign, ask why; undone, on record, and by their rights."""

import asyncio
import json
from datetime import timedelta
from typing import Any

from bot.durable import finished, start_once
from bot.slack import digest_items as items
from bot.slack import risk_words as words
from bot.store.readings import Owned
from bot.workflows.alerts import where_to_alert
from bot.workflows.digest import watch_deals
from bot.workflows.risk_clicks import take_effect
from bot.workflows.risk_undo import take_back
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.digests import Digests
from tests.play import Play

Message = dict[str, Any]


async def sent(digests: Digests) -> Message:
    message = await digests.send()
    assert message is not None
    return message


def row_of(message: Message, owner: str = "") -> Message:
    """The buttons of the first deal, or of the first one of an owner's."""
    rows = [b for b in message["blocks"] if str(b.get("block_id")).startswith("risk:")]
    mine = (r for r in rows if f'"e":"{owner}' in r["elements"][0]["value"])
    return next(mine) if owner else rows[0]


def row_named(message: Message, deal: str) -> Message:
    return next(b for b in message["blocks"] if b.get("block_id") == f"risk:{deal}")


def shown(play: Play, ts: str, deal: str, action: str) -> Message | None:
    """The digest as it stands now, once a deal's first button is that one."""
    now = next(m for m in play.slack.messages(play.channel) if m["ts"] == ts)
    return now if row_named(now, deal)["elements"][0]["action_id"] == action else None


async def press(
    digests: Digests, name: str, message: Message, row: Message, action: str, value: Any = None
) -> None:
    play = digests.play
    await play.slack.click(
        play.person(name), play.channel, message["ts"], action, block_id=row["block_id"], value=value
    )


def deal_of(row: Message) -> str:
    return str(row["block_id"]).removeprefix("risk:")


async def test_what_was_acknowledged_is_silent_and_on_record_until_it_is_taken_back(digests: Digests) -> None:
    message = await sent(digests)
    row = row_of(message)
    await press(digests, "sam", message, row, items.ACKNOWLEDGE)
    told = await digests.play.until(message["ts"], "acknowledged it")
    overlay = await digests.app.house.overlays.get(deal_of(row))
    assert overlay.acknowledged_by == digests.play.person("sam").slack_id
    (record,) = [r for r in await digests.app.house.audit.all() if r["what"] == "acknowledged"]
    assert record["deal"] == deal_of(row)
    play, ts, deal = digests.play, message["ts"], deal_of(row)
    marked = await play.slack.wait_for(lambda: shown(play, ts, deal, words.UNDO))
    assert f"✓ acknowledged by @{play.person('sam').slack_id}" in text_of(marked)
    await play.click("sam", told, words.UNDO)
    await play.until(ts, "took it back")
    again = await play.slack.wait_for(lambda: shown(play, ts, deal, items.ACKNOWLEDGE))
    assert (again["text"], row_named(again, deal)) == (message["text"], row), "as it was sent"
    assert (await digests.app.house.overlays.get(deal_of(row))).acknowledged_by is None


async def test_somebody_who_is_not_in_charge_is_refused_in_private_and_nothing_changes(
    digests: Digests,
) -> None:
    message = await sent(digests)
    row = row_of(message, "ana.ruiz")
    for action, value in ((items.ACKNOWLEDGE, None), (items.SNOOZE, "7"), (items.NOT_USEFUL, "R5")):
        await press(digests, "ben", message, row, action, value)
    await digests.play.slack.wait_for(lambda: digests.play.whispers("ben").count(words.NOT_YOURS) == 3)
    assert not any("acknowledged" in text or "snoozed" in text for text in digests.play.texts(message["ts"]))
    assert await digests.app.house.overlays.all() == {}


async def test_a_snooze_hides_the_deal_until_its_morning(digests: Digests) -> None:
    message = await sent(digests)
    await press(digests, "sam", message, row_of(message), items.SNOOZE, "7")
    await digests.play.until(message["ts"], "snoozed it until Wed 10 Jun")
    play, ts, deal = digests.play, message["ts"], deal_of(row_of(message))
    marked = await play.slack.wait_for(lambda: shown(play, ts, deal, words.UNDO))
    assert "✓ snoozed until" in text_of(marked)
    await press(digests, "sam", marked, row_named(marked, deal), words.UNDO)
    again = await play.slack.wait_for(lambda: shown(play, ts, deal, items.ACKNOWLEDGE))
    await press(digests, "sam", again, row_of(again), items.SNOOZE, "7")
    await play.slack.wait_for(lambda: shown(play, ts, deal, words.UNDO))
    digests.play.world.clock.advance(timedelta(days=1))
    assert await digests.send() is None, "quiet"
    digests.play.world.clock.advance(timedelta(days=6))
    assert "its snooze is over" in text_of(await sent(digests))


async def test_a_snooze_until_a_date_asks_for_it(digests: Digests) -> None:
    message = await sent(digests)
    row, play = row_of(message), digests.play
    await press(digests, "sam", message, row, items.SNOOZE, "date")
    form = await play.slack.wait_for(lambda: play.slack.modal(play.person("sam")))
    await play.slack.submit(play.person("sam"), form["id"], {("until", "until"): "2026-06-20"})
    await play.until(message["ts"], "snoozed it until Sat 20 Jun")
    await press(digests, "sam", message, row, items.SNOOZE, "date")
    form = await play.slack.wait_for(lambda: play.slack.modal(play.person("sam")))
    await play.slack.submit(play.person("sam"), form["id"], {("until", "until"): "2026-06-03"})
    await play.slack.wait_for(lambda: words.PAST_DATE in play.whispers("sam"))


async def test_an_assigned_deal_is_told_to_its_new_owner_and_shown_with_them(digests: Digests) -> None:
    message = await sent(digests)
    row, play = row_of(message), digests.play
    ben = play.person("ben")
    await press(digests, "sam", message, row, items.ASSIGN, ben.slack_id)
    await play.until(message["ts"], "gave it to")
    direct = play.slack.dm(ben)
    await play.slack.wait_for(
        lambda: [m for m in play.slack.messages(direct) if "Sam Okafor gave you" in text_of(m)]
    )
    play.world.clock.advance(timedelta(days=35))
    said = text_of(await sent(digests))
    assert f"with @{ben.slack_id} since Wed 3 Jun" in said


async def test_an_assignment_that_is_taken_back_is_told_to_the_one_who_had_it(digests: Digests) -> None:
    message = await sent(digests)
    row, play = row_of(message), digests.play
    ben = play.person("ben")
    await press(digests, "sam", message, row, items.ASSIGN, ben.slack_id)
    await play.click("sam", await play.until(message["ts"], "gave it to"), words.UNDO)
    direct = play.slack.dm(ben)
    await play.slack.wait_for(
        lambda: [m for m in play.slack.messages(direct) if "it is not with you any more" in text_of(m)]
    )


async def test_a_click_that_is_repeated_after_a_crash_can_still_be_undone_and_its_marks_go_too(
    digests: Digests,
) -> None:
    message = await sent(digests)
    row, play = row_of(message), digests.play
    deal = json.loads(row["elements"][0]["value"])
    sam = play.person("sam").slack_id
    click = {"user": sam, "channel": play.channel, "thread": message["ts"], "token": "T1", "deal": deal}
    for _ in range(2):
        assert (await take_effect("snoozed", click, "7", 0))["ok"]
        play.world.clock.advance(timedelta(seconds=5))
    overlays = digests.app.house.overlays
    assert "snoozed" in {what for _, what, _ in await overlays.marked(0.0)}
    for _ in range(2):
        assert (await take_back(click | {"token": "T2"}, deal["d"], "T1", 0))["ok"]
    assert (await overlays.get(deal["d"])).snoozed_by is None
    assert "snoozed" not in {what for _, what, _ in await overlays.marked(0.0)}
    assert (await take_back(click | {"token": "T3"}, deal["d"], "T1", 0))["say"] == words.CHANGED_SINCE


async def test_an_alert_of_a_day_without_a_digest_has_its_evidence_and_a_new_owner_is_told_too(
    world: World, start: Start
) -> None:
    world.truto.options.page_size = 100
    async with start(CHORISTER_DIGEST_TOKENS="100000000") as app:
        digests = Digests(Play(world), app)
        await start_once("watch", watch_deals, digests.schedule.to_json(), "2026-06-04")
        await finished("watch")
        assert digests.messages() == []
        alert = alerts_in(world)[0]
        owner = next(p for p in world.company.people if alert in world.slack.messages(world.slack.dm(p)))
        row = next(b for b in alert["blocks"] if str(b.get("block_id")).startswith("risk:"))
        direct = world.slack.dm(owner)
        await world.slack.click(owner, direct, alert["ts"], items.WHY, block_id=row["block_id"])
        await Play(world, direct).until(alert["ts"], "R12 Red-flag words")
        parts = [part for part in json.loads(row["elements"][0]["value"])["p"] if part.startswith("R12:")]
        ben = world.company.person("ben" if owner.key != "ben" else "ana")
        found = await where_to_alert("alert", deal_of(row), ben.email, parts)
        assert (found["new"], found["thread"]) == (parts, ""), (
            "what the last owner heard says nothing to the next"
        )
        assert (await where_to_alert("alert", deal_of(row), owner.email, parts))["new"] == []


async def test_a_deal_goes_to_no_guest(digests: Digests) -> None:
    message = await sent(digests)
    guest = next(u for u in digests.play.slack.workspace.users.values() if u.get("is_restricted"))
    await press(digests, "sam", message, row_of(message), items.ASSIGN, guest["id"])
    await digests.play.slack.wait_for(lambda: words.UNKNOWN_PERSON in digests.play.whispers("sam"))
    assert await digests.app.house.overlays.all() == {}


async def test_why_shows_the_evidence_months_later(digests: Digests) -> None:
    message = await sent(digests)
    row = row_of(message)
    digests.play.world.clock.advance(timedelta(days=90))
    await press(digests, "sam", message, row, items.WHY)
    told = text_of(await digests.play.until(message["ts"], "Why "))
    assert "R5 Method gap" in told
    assert "the call" in told
    await press(digests, "ben", message, row, items.WHY)
    await digests.play.slack.wait_for(lambda: any("R5 Method gap" in w for w in digests.play.whispers("ben")))
    assert ("R5", "why", 2) in await digests.app.house.overlays.marked(0.0)


async def test_a_useless_reason_is_counted_once_for_a_click(digests: Digests) -> None:
    message = await sent(digests)
    await press(digests, "sam", message, row_of(message), items.NOT_USEFUL, "R5")
    told = await digests.play.until(message["ts"], "found the reason “Method gap” of no use")
    assert await useless(digests) == [("R5", "not useful", 1)]
    await digests.play.click("sam", told, words.UNDO)
    await digests.play.until(message["ts"], "took it back")
    assert await useless(digests) == []
    await digests.play.click("sam", told, words.UNDO)
    await digests.play.slack.wait_for(lambda: words.CHANGED_SINCE in digests.play.whispers("sam"))


async def useless(digests: Digests) -> list[tuple[str, str, int]]:
    marked = await digests.app.house.overlays.marked(0.0)
    return [mark for mark in marked if mark[1] == "not useful"]


async def test_a_deal_that_changed_hands_answers_to_its_owner_of_today(digests: Digests) -> None:
    message = await sent(digests)
    row, play, ben = row_of(message, "ana.ruiz"), digests.play, digests.play.person("ben")
    house = digests.app.house
    await house.readings.keep_owners([Owned(deal_of(row), str(ben.chorus_user_id), ben.email, house.now())])
    await press(digests, "ana", message, row, items.ACKNOWLEDGE)
    await play.slack.wait_for(lambda: words.NOT_YOURS in play.whispers("ana"))
    await press(digests, "ben", message, row, items.ACKNOWLEDGE)
    await play.until(message["ts"], "acknowledged it")
    assert (await house.overlays.get(deal_of(row))).by_owner, "it hides the line, and settles nothing"


async def test_an_undo_of_what_somebody_changed_since_changes_nothing(digests: Digests) -> None:
    message = await sent(digests)
    row, play = row_of(message), digests.play
    await press(digests, "sam", message, row, items.ACKNOWLEDGE)
    told = await play.until(message["ts"], "acknowledged it")
    await press(digests, "rosa", message, row, items.SNOOZE, "1")
    await play.until(message["ts"], "snoozed it until")
    await play.click("sam", told, words.UNDO)
    await play.slack.wait_for(lambda: words.CHANGED_SINCE in play.whispers("sam"))


async def test_without_a_place_for_the_record_nothing_holds(digests: Digests) -> None:
    message = await sent(digests)
    row, play = row_of(message), digests.play
    async with digests.app.house.audit._db.engine.connect() as connection:
        await connection.exec_driver_sql("alter table audit rename to audit_gone")
        await press(digests, "sam", message, row, items.ACKNOWLEDGE)
        await play.slack.wait_for(lambda: words.NOT_RECORDED in play.whispers("sam"))
        await connection.exec_driver_sql("alter table audit_gone rename to audit")
    assert await digests.app.house.overlays.all() == {}


async def test_a_hard_signal_reaches_the_deals_owner_once_and_the_manager_in_the_digest(
    world: World, start: Start
) -> None:
    world.truto.options.page_size = 100
    async with start(CHORISTER_DIGEST_TOKENS="100000000") as app:
        digests = Digests(Play(world), app)
        message = await sent(digests)
        assert "Red-flag words" in text_of(message)
        alerts = alerts_in(world)
        assert alerts
        assert len(alerts) == len({text_of(m).partition(" needs you")[0] for m in alerts}), "one a deal"
        await digests.send()
        assert len(alerts_in(world)) == len(alerts), "once"
        deal = alerts[0]
        owner = next(p for p in world.company.people if deal in world.slack.messages(world.slack.dm(p)))
        row = next(b for b in deal["blocks"] if str(b.get("block_id")).startswith("risk:"))
        await world.slack.click(
            owner, world.slack.dm(owner), deal["ts"], items.ACKNOWLEDGE, block_id=row["block_id"]
        )
        direct = Play(world, world.slack.dm(owner))
        await direct.until(deal["ts"], "acknowledged it")


async def test_a_snooze_hides_a_hard_signal_too_until_there_is_a_new_one(world: World, start: Start) -> None:
    world.truto.options.page_size = 100
    async with start(CHORISTER_DIGEST_TOKENS="100000000") as app:
        digests = Digests(Play(world), app)
        message = await sent(digests)
        rows = [b for b in message["blocks"] if str(b.get("block_id")).startswith("risk:")]
        row = next(r for r in rows if '"R12:' in r["elements"][0]["value"])
        await press(digests, "sam", message, row, items.SNOOZE, "7")
        await digests.play.until(message["ts"], "snoozed it until Wed 10 Jun")
        overlay, now = await app.house.overlays.get(deal_of(row)), app.house.now()
        hard = {part for part in json.loads(row["elements"][0]["value"])["p"] if part.startswith("R12:")}
        assert overlay.sleeps(overlay.snoozed_level, hard, now)
        assert not overlay.sleeps(overlay.snoozed_level, {*hard, "R12:a later call"}, now)


def alerts_in(world: World) -> list[Message]:
    """The alerts in everybody's direct messages, their threads left out."""
    found = [m for person in world.company.people for m in world.slack.messages(world.slack.dm(person))]
    return [m for m in found if "needs you" in text_of(m) and m.get("thread_ts", m["ts"]) == m["ts"]]


async def test_of_clicks_in_the_same_moment_none_is_lost(digests: Digests) -> None:
    message = await sent(digests)
    row, play, ben = row_of(message), digests.play, digests.play.person("ben")
    await asyncio.gather(
        press(digests, "sam", message, row, items.ACKNOWLEDGE),
        press(digests, "rosa", message, row, items.ASSIGN, ben.slack_id),
    )
    await play.until(message["ts"], "acknowledged it")
    await play.until(message["ts"], "gave it to")
    overlay = await digests.app.house.overlays.get(deal_of(row))
    assert (overlay.acknowledged_by, overlay.assigned_to) == (play.person("sam").slack_id, ben.slack_id)
