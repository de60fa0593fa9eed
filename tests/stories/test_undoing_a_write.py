"""Undo: what still holds our values is put back by an approved write; what was changed since is left alone."""

import asyncio

import sqlalchemy as sa

from bot.proposals.field_rules import FieldPolicy, FieldRule
from bot.slack import cards
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.play import WRITE, Play


def fields(play: Play) -> dict[str, object]:
    deal = play.world.company.last_finished(play.person("ana")).deal
    return dict(play.world.truto.crm.record(deal.id).fields)


async def test_an_undo_puts_the_old_values_back_by_an_approved_write_of_its_own(play: Play) -> None:
    before = fields(play)
    thread, card = await play.written("Metrics", "Economic Buyer")
    assert fields(play) != before
    await play.click("ana", card, cards.UNDO)
    undo = await play.until(thread, "Undo of a CRM update", "your decision")
    assert "Ingrid Solberg, CFO → *Tomás Herrera (VP Operations)*" in text_of(undo)
    assert len(play.world.truto.calls(WRITE)) == 1, "an undo waits for a click too"
    await play.click("sam", undo, cards.APPROVE, state=play.ticks(undo, "Metrics", "Economic Buyer"))
    await play.until(thread, "CRM update: undone")
    assert fields(play) == before
    first, second = play.world.truto.calls(WRITE)
    assert first.headers["idempotency-key"] != second.headers["idempotency-key"]


async def test_what_somebody_changed_since_is_shown_and_left_alone(play: Play) -> None:
    play.world.truto.options.previous = "live"
    thread, card = await play.written("Metrics", "Economic Buyer")
    deal = play.world.company.last_finished(play.person("ana")).deal
    play.world.truto.crm.edit(deal.id, "Metrics__c", "Typed by Mia", play.world.clock.now())
    await play.click("ana", card, cards.UNDO)
    undo = await play.until(thread, "Undo of a CRM update", "Left alone: Metrics")
    assert "Typed by Mia" in text_of(undo)
    await play.click("ana", undo, cards.APPROVE)
    await play.until(thread, "CRM update: partly undone")
    assert fields(play)["Metrics__c"] == "Typed by Mia"
    assert fields(play)["Economic_Buyer__c"] == "Tomás Herrera (VP Operations)"


async def test_what_a_partial_undo_left_can_be_put_back_later(play: Play) -> None:
    play.world.truto.options.previous = "live"
    before = fields(play)
    thread, card = await play.written("Metrics", "Economic Buyer")
    await play.click("ana", card, cards.UNDO)
    undo = await play.until(thread, "Undo of a CRM update", "your decision")
    await play.click("ana", undo, cards.APPROVE, state=play.ticks(undo, "Metrics"))
    half = await play.until(thread, "CRM update: partly undone", "Written, and taken back since")
    play.world.clock.advance(60)
    await play.click("ana", half, cards.UNDO)
    rest = await play.until(thread, "Undo of a CRM update", "your decision")
    assert "*Metrics*" not in text_of(rest)
    await play.click("ana", rest, cards.APPROVE)
    await play.until(thread, "CRM update: undone")
    assert fields(play) == before


async def test_while_writing_is_off_an_undo_is_not_even_shown(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        thread, card = await play.written("Metrics")
        await app.house.switches.set("writes", False, play.person("rosa").slack_id, 0.0)
        await play.click("ana", card, cards.UNDO)
        await play.slack.wait_for(lambda: play.whispers("ana"))
        assert "switched off" in play.whispers("ana")[0]
        assert not any("Undo of" in text for text in play.texts(thread))


async def test_where_nothing_is_ours_any_more_nothing_is_proposed(play: Play) -> None:
    play.world.truto.options.previous = "live"
    thread, card = await play.written("Metrics")
    deal = play.world.company.last_finished(play.person("ana")).deal
    play.world.truto.crm.edit(deal.id, "Metrics__c", "Typed by Mia", play.world.clock.now())
    await play.click("ana", card, cards.UNDO)
    await play.slack.wait_for(lambda: play.whispers("ana"))
    assert "Nothing can be put back" in play.whispers("ana")[0]
    assert "Typed by Mia" in play.whispers("ana")[0]
    assert not any("Undo of" in text for text in play.texts(thread))


async def test_a_change_between_the_undo_card_and_its_approval_renews_it(play: Play) -> None:
    play.world.truto.options.previous = "live"
    thread, card = await play.written("Metrics", "Economic Buyer")
    await play.click("ana", card, cards.UNDO)
    undo = await play.until(thread, "Undo of a CRM update", "your decision")
    deal = play.world.company.last_finished(play.person("ana")).deal
    play.world.truto.crm.edit(deal.id, "Metrics__c", "Typed by Mia", play.world.clock.now())
    await play.click("ana", undo, cards.APPROVE)
    await play.until(thread, "Undo of a CRM update", "Left alone: Metrics")
    assert len(play.world.truto.calls(WRITE)) == 1


async def test_what_chorus_only_adds_to_cannot_be_taken_back_and_the_undo_says_so(play: Play) -> None:
    thread, card = await play.written("Metrics", "Notes")
    await play.click("ana", card, cards.UNDO)
    undo = text_of(await play.until(thread, "Undo of a CRM update", "your decision"))
    assert "Notes: Chorus only adds to this field" in undo
    assert "*Metrics*" in undo


async def test_what_we_added_ourselves_is_taken_back_whole(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        await app.house.field_rules.set("Economic_Buyer__c", FieldRule(FieldPolicy.APPEND), "UROSA", 0.0)
        before = fields(play)
        thread, card = await play.written("Economic Buyer")
        await play.click("ana", card, cards.UNDO)
        undo = await play.until(thread, "Undo of", "your decision")
        await play.click("ana", undo, cards.APPROVE, state=play.ticks(undo, "Economic Buyer"))
        await play.until(thread, "CRM update: undone")
        assert fields(play) == before


async def test_undo_is_for_those_who_may_decide_and_once(play: Play) -> None:
    thread, card = await play.written("Metrics")
    await play.click("ben", card, cards.UNDO)
    await play.slack.wait_for(lambda: play.whispers("ben"))
    assert "not yours to decide" in play.whispers("ben")[0]
    await play.click("ana", card, cards.UNDO)
    await play.until(thread, "Undo of a CRM update", "your decision")
    await play.click("sam", card, cards.UNDO)
    await play.slack.wait_for(lambda: play.whispers("sam"))
    assert "already asked for" in play.whispers("sam")[0]


async def test_a_declined_undo_changes_nothing_and_may_be_asked_for_again(play: Play) -> None:
    thread, card = await play.written("Metrics")
    await play.click("ana", card, cards.UNDO)
    await play.click("ana", await play.until(thread, "Undo of", "your decision"), cards.DECLINE)
    await play.until(thread, "Undo of a CRM update: declined")
    assert len(play.world.truto.calls(WRITE)) == 1
    await play.click("ana", card, cards.UNDO)
    await play.until(thread, "Undo of", "your decision")


async def test_three_clicks_on_undo_at_once_make_one_card(play: Play) -> None:
    thread, card = await play.written("Metrics")
    await asyncio.gather(*(play.click(name, card, cards.UNDO) for name in ("ana", "sam", "ana")))
    undo = await play.until(thread, "Undo of a CRM update", "your decision")
    await play.click("ana", undo, cards.APPROVE, state=play.ticks(undo, "Metrics"))
    await play.until(thread, "CRM update: undone")
    assert sum("Undo of a CRM update" in text for text in play.texts(thread)) == 1


async def test_an_undo_whose_record_could_not_be_kept_can_be_asked_for_again(
    world: World, start: Start
) -> None:
    async with start() as app:
        play = Play(world)
        thread, card = await play.written("Metrics")
        async with app.house.audit._db.engine.begin() as connection:
            await connection.execute(sa.text("alter table audit rename to gone"))
        await play.click("ana", card, cards.UNDO)
        await play.slack.wait_for(lambda: play.whispers("ana"))
        async with app.house.audit._db.engine.begin() as connection:
            await connection.execute(sa.text("alter table gone rename to audit"))
        await play.click("ana", card, cards.UNDO)
        await play.until(thread, "Undo of a CRM update", "your decision")
