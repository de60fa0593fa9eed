"""Chorus tells what the CRM held at its analysis: the card says how old that is, and what nobody can see is not ticked."""

from bot.proposals.field_rules import FieldPolicy, FieldRule
from bot.slack import cards
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.play import PUSH, WRITE, Message, Play


def deal_of(play: Play) -> str:
    return play.world.company.last_finished(play.person("ana")).deal.id


def typed_by_mia(play: Play, field: str) -> None:
    """Somebody edits the record in the CRM, which Chorus does not notice."""
    play.world.truto.crm.edit(deal_of(play), field, "Typed by Mia", play.world.clock.now())


def held(play: Play, field: str) -> object:
    return play.world.truto.crm.record(deal_of(play)).fields[field]


def row(card: Message, label: str) -> str:
    """One row of a card as text."""
    return text_of(card).split(f"*{label}*")[1].split("] Write")[0]


async def test_the_card_says_when_the_fields_were_looked_at(play: Play) -> None:
    card = text_of(await play.until(await play.ask("ana", PUSH), "your decision"))
    assert "What the fields hold was seen" in card
    assert "edits made in the CRM since do not show here" in card


async def test_where_chorus_follows_the_crm_the_card_does_not_doubt_it(play: Play) -> None:
    play.world.truto.options.previous = "live"
    await play.written("Metrics")
    card = text_of(await play.until(await play.ask("ana", PUSH), "your decision"))
    assert "What the fields hold was seen" not in card


async def test_an_undo_that_cannot_see_the_record_is_not_ticked_and_overwrites_nobody(play: Play) -> None:
    thread, card = await play.written("Metrics")
    typed_by_mia(play, "Metrics__c")
    await play.click("ana", card, cards.UNDO)
    undo = await play.until(thread, "Undo of a CRM update", "your decision")
    assert "look at the record first" in row(undo, "Metrics")
    await play.click("ana", undo, cards.APPROVE)
    await play.slack.wait_for(lambda: play.whispers("ana"))
    assert "Nothing is ticked" in play.whispers("ana")[0]
    assert held(play, "Metrics__c") == "Typed by Mia"


async def test_what_an_addition_would_bring_back_is_not_ticked_by_itself(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        await app.house.field_rules.set("Economic_Buyer__c", FieldRule(FieldPolicy.APPEND), "UROSA", 0.0)
        typed_by_mia(play, "Economic_Buyer__c")
        thread = await play.ask("ana", PUSH)
        card = await play.until(thread, "your decision")
        assert "sent along: look at the record first" in row(card, "Economic Buyer")
        await play.click("ana", card, cards.APPROVE)
        await play.until(thread, "CRM update: written")
        assert held(play, "Economic_Buyer__c") == "Typed by Mia"


async def test_a_crm_that_compares_stops_the_write_and_the_next_card_knows_that_nobody_knows(
    play: Play,
) -> None:
    play.world.truto.options.writeback = "spec"
    typed_by_mia(play, "Metrics__c")
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    await play.click("ana", card, cards.APPROVE, state=play.ticks(card, "Metrics"))
    await play.until(thread, "not written", "was changed in the CRM meanwhile")
    await play.done(thread)
    play.world.clock.advance(60)

    again = await play.ask("ana", PUSH)
    fresh = await play.until(again, "your decision")
    assert "_not known_" in row(fresh, "Metrics")
    assert "nobody knows what the field holds" in row(fresh, "Metrics")
    await play.click("ana", fresh, cards.APPROVE, state=play.ticks(fresh, "Metrics"))
    await play.until(again, "CRM update: written")
    assert held(play, "Metrics__c") != "Typed by Mia", "the person looked, and ticked it"


async def test_what_the_crm_refused_once_is_not_ticked_on_the_next_card(play: Play) -> None:
    play.world.truto.options.picklists = {"Decision_Process__c": ["Board"]}
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    await play.click("ana", card, cards.APPROVE, state=play.ticks(card, "Decision Process"))
    await play.until(thread, "not written", "bad value for restricted picklist")
    await play.done(thread)
    play.world.clock.advance(60)
    fresh = await play.until(await play.ask("ana", PUSH), "your decision")
    assert "the CRM refused this before: bad value for restricted picklist" in row(fresh, "Decision Process")


async def test_a_card_made_anew_by_the_crm_keeps_what_the_person_took_off(play: Play) -> None:
    play.world.truto.options.previous = "live"
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    typed_by_mia(play, "Metrics__c")
    await play.click("ana", card, cards.APPROVE, state=play.ticks(card, "Champion", "Economic Buyer"))
    fresh = await play.until(thread, "Changed since this card was first shown: Metrics")
    await play.click("ana", fresh, cards.APPROVE)
    await play.until(thread, "CRM update: written")
    (call,) = play.world.truto.calls(WRITE)
    names = {c["field_name"] for c in call.body["crm_changes"]}
    assert names == {"Champion", "Economic Buyer"}
