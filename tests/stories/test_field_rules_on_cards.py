"""The rules an admin sets for CRM fields: only if empty, append, replace, never; and what Chorus itself appends."""

from dataclasses import replace

from bot.proposals.field_rules import FieldPolicy, FieldRule
from bot.slack import cards
from sandbox.claude import tool_use
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.play import PUSH, WRITE, Play

ROSA = "UROSA"


async def test_without_a_rule_an_empty_field_is_ticked_and_a_filled_one_is_not(play: Play) -> None:
    card = text_of(await play.until(await play.ask("ana", PUSH), "your decision"))
    metrics = card.split("*Metrics*")[1].split("*Economic Buyer*")[0]
    buyer = card.split("*Economic Buyer*")[1].split("*Decision Criteria*")[0]
    assert "[x] Write" in metrics
    assert "[ ] Write" in buyer
    assert "holds a value already" in buyer


async def test_replace_ticks_a_field_that_holds_something_and_shows_both(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        await app.house.field_rules.set("Economic_Buyer__c", FieldRule(FieldPolicy.REPLACE), ROSA, 0.0)
        card = text_of(await play.until(await play.ask("ana", PUSH), "your decision"))
        buyer = card.split("*Economic Buyer*")[1].split("*Decision Criteria*")[0]
        assert "Tomás Herrera (VP Operations) → *Ingrid Solberg, CFO*" in buyer
        assert "[x] Write" in buyer


async def test_append_sends_what_is_there_with_the_dated_words_under_it(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        await app.house.field_rules.set("Economic_Buyer__c", FieldRule(FieldPolicy.APPEND), ROSA, 0.0)
        thread = await play.ask("ana", PUSH)
        card = await play.until(thread, "your decision")
        assert "(added to what is there)" in text_of(card).split("*Economic Buyer*")[1]
        await play.click("ana", card, cards.APPROVE, state=play.ticks(card, "Economic Buyer"))
        await play.until(thread, "CRM update: written")
        deal = world.company.last_finished(play.person("ana")).deal
        held = world.truto.crm.record(deal.id).fields["Economic_Buyer__c"]
        assert held == "Tomás Herrera (VP Operations)\n2026-06-03: Ingrid Solberg, CFO"


async def test_append_to_a_field_that_chorus_appends_to_sends_only_the_dated_words(
    world: World, start: Start
) -> None:
    async with start() as app:
        play = Play(world)
        await app.house.field_rules.set("Chorus_Notes__c", FieldRule(FieldPolicy.APPEND), ROSA, 0.0)
        deal = world.company.last_finished(play.person("ana")).deal
        before = world.truto.crm.record(deal.id).fields["Chorus_Notes__c"]
        thread = await play.ask("ana", PUSH)
        card = await play.until(thread, "your decision")
        await play.click("ana", card, cards.APPROVE, state=play.ticks(card, "Notes"))
        await play.until(thread, "CRM update: written")
        held = world.truto.crm.record(deal.id).fields["Chorus_Notes__c"]
        assert held.startswith(f"{before}\n2026-06-03: Demo went well")
        assert held.count(before) == 1


async def test_notes_that_were_added_once_are_not_proposed_again(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    await play.click("ana", card, cards.APPROVE, state=play.ticks(card, "Notes"))
    await play.until(thread, "CRM update: written")
    await play.done(thread)
    play.world.clock.advance(60)
    again = text_of(await play.until(await play.ask("ana", PUSH), "your decision"))
    assert "*Notes*" not in again


async def test_never_takes_a_field_off_every_card_and_the_card_says_so(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        await app.house.field_rules.set("Champion__c", FieldRule(FieldPolicy.NEVER), ROSA, 0.0)
        card = text_of(await play.until(await play.ask("ana", PUSH), "your decision"))
        assert "*Champion*" not in card
        assert "Never written, by rule: Champion" in card


async def test_stage_amount_close_date_and_owner_are_never_written_until_an_admin_lists_them(
    world: World, start: Start
) -> None:
    async with start() as app:
        play = Play(world)
        meeting = world.company.last_finished(play.person("ana"))
        fields = {
            "StageName": "Negotiation",
            "Amount": 5,
            "CloseDate": "2026-07-01",
            "OwnerId": "x",
            "Metrics": "m",
        }
        changes = [{"field_name": name, "new_value": value} for name, value in fields.items()]
        arguments = {
            "meeting_id": meeting.id,
            "object_type": "Opportunity",
            "opportunity_id": meeting.deal.id,
        }
        world.claude.script([tool_use(WRITE, arguments | {"crm_changes": changes})])
        card = text_of(await play.until(await play.ask("ana", "push"), "your decision"))
        assert "Never written, by rule: StageName, Amount, CloseDate and OwnerId" in card
        assert "Negotiation*" not in card
        await app.house.field_rules.set("Amount", FieldRule(FieldPolicy.ONLY_IF_EMPTY), ROSA, 0.0)
        world.claude.script([tool_use(WRITE, arguments | {"crm_changes": changes})])
        card = text_of(await play.until(await play.ask("ana", "push again"), "your decision"))
        amount = card.split("*Amount*")[1].split("Never written")[0]
        assert f"{meeting.deal.amount}" in amount, "Chorus shows the deal's amount, so the card does too"
        assert "[ ] Write" in amount


async def test_fields_nobody_spoke_about_are_listed_and_never_proposed(play: Play) -> None:
    meeting = play.world.company.last_finished(play.person("ana"))
    recording = play.world.truto.chorus.recordings[meeting.id]
    silent = [
        replace(f, value=None, quote=None, change_type="NO_CHANGE") if f.field_id == "champion" else f
        for f in recording.qualification.findings
    ]
    recording.qualification = replace(recording.qualification, findings=tuple(silent))
    values = {"Champion": "Somebody", "Metrics": "Cut month-end reporting from 6 h to 1 h"}
    changes = [{"field_name": name, "new_value": value} for name, value in values.items()]
    arguments = {"meeting_id": meeting.id, "object_type": "Opportunity", "opportunity_id": meeting.deal.id}
    play.world.claude.script([tool_use(WRITE, arguments | {"crm_changes": changes})])
    card = text_of(
        await play.until(await play.ask("ana", "push the champion and the metrics"), "your decision")
    )
    assert "Not mentioned in the call: Champion" in card
    assert "Somebody" not in card
