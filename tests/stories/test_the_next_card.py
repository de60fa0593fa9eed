"""What one card leaves behind for the next: claims, live values, added words, undos, and what the CRM said."""

from dataclasses import replace

import sqlalchemy as sa

from bot.app import App
from bot.proposals.field_rules import FieldPolicy, FieldRule
from bot.proposals.proposal import State
from bot.slack import cards
from bot.workflows.expire import expire_overdue
from sandbox.claude import tool_use
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.play import WRITE, Message, Play


def deal_of(play: Play) -> str:
    return play.world.company.last_finished(play.person("ana")).deal.id


def typed(play: Play, field: str, value: str) -> None:
    play.world.truto.crm.edit(deal_of(play), field, value, play.world.clock.now())


def held(play: Play, field: str) -> object:
    return play.world.truto.crm.record(deal_of(play)).fields[field]


def row(card: Message, label: str) -> str:
    return text_of(card).split(f"*{label}*")[1].split("] Write")[0]


async def trigger(app: App, sql: str) -> None:
    async with app.house.audit._db.engine.begin() as connection:
        await connection.execute(sa.text(sql))


async def test_a_claim_that_could_not_be_released_blocks_no_later_card(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        await trigger(app, "create trigger t before delete on claims begin select raise(abort,'busy'); end")
        await play.written("Metrics")
        await trigger(app, "drop trigger t")
        again, card = await play.card()
        await play.approve(card, "Metrics")
        await play.until(again, "CRM update: written")


async def test_an_approval_that_a_database_fault_cut_short_stands_and_is_finished(
    world: World, start: Start
) -> None:
    async with start() as app:
        play = Play(world)
        await trigger(app, "create trigger t before insert on claims begin select raise(abort,'busy'); end")
        thread, card = await play.card()
        await play.approve(card, "Metrics")
        await play.slack.wait_for(lambda: play.whispers("ana"))
        assert "It stands, and is taken up again" in play.whispers("ana")[0]
        await trigger(app, "drop trigger t")
        world.clock.advance(600)
        await expire_overdue(world.clock.now(), {})
        await play.until(thread, "CRM update: written")
        assert len(world.truto.crm.writes) == 1


async def test_an_undo_that_was_refused_after_a_break_is_not_said_to_be_done(
    world: World, start: Start
) -> None:
    async with start() as app:
        play = Play(world)
        thread, done = await play.written("Economic Buyer")
        ours = held(play, "Economic_Buyer__c")
        await play.click("ana", done, cards.UNDO)
        await play.until(thread, "Undo of a CRM update", "your decision")
        (undo,) = await app.house.proposals.open()
        decision = {"by": play.person("ana").slack_id, "at": app.house.now(), "token": "gone"}
        name = undo.changes[0].field_name
        decision |= {"fields": [name], "digest": undo.digest, "writes": {name: app.house.now()}}
        await app.house.proposals.decide(replace(undo, state=State.APPROVED, decision=decision))
        world.truto.faults.add("401_token", match=WRITE, times=None)
        world.clock.advance(600)
        await expire_overdue(world.clock.now(), {})
        await play.until(thread, "Undo of a CRM update: ", "othing was written")
        assert not any("Undone by" in text or "the CRM shows it" in text for text in play.texts(thread))
        assert held(play, "Economic_Buyer__c") == ours


async def test_words_of_several_calls_are_not_added_again_by_one_of_them(play: Play) -> None:
    mine = play.world.company.finished(play.person("ana"))
    deal = mine[0].deal
    calls = [m for m in mine if m.deal == deal and m.qualification][:2]

    def about(meeting: object) -> dict[str, object]:
        found = play.world.truto.chorus.recordings[meeting.id].qualification
        changes = [{"field_name": f.field_name, "new_value": f.value} for f in (found.notes,) if f.value]
        return {
            "meeting_id": meeting.id,
            "object_type": "Opportunity",
            "opportunity_id": deal.id,
            "crm_changes": changes,
        }

    play.world.claude.script([tool_use(WRITE, about(m)) for m in calls], "done")
    thread, card = await play.card("push both")
    await play.approve(card, "Notes")
    await play.until(thread, "CRM update: written")
    await play.done(thread)
    play.world.clock.advance(60)
    _, again = await play.card()
    assert "*Notes*" not in text_of(again), "it is in the CRM already"


async def test_a_renewed_card_does_not_go_back_to_what_it_knew_before(play: Play) -> None:
    world, truto = play.world, play.world.truto
    truto.options.previous = "live"
    mine = world.company.finished(play.person("ana"))
    new, old = [m for m in mine if m.deal == mine[0].deal and m.qualification][:2]
    for meeting, value in ((new, "new words"), (old, "old words")):
        recording = truto.chorus.recordings[meeting.id]
        more = {"value": value, "quote": "They said so.", "change_type": "UPDATED"}
        found = [
            replace(f, **more) if f.field_id == "metrics" else f for f in recording.qualification.findings
        ]
        recording.qualification = replace(recording.qualification, findings=tuple(found))
    thread, card = await play.card(f"push the fields of meeting {old.id} into the CRM")
    await play.approve(card, "Metrics")
    await play.until(thread, "CRM update: written")
    await play.done(thread)
    world.clock.advance(60)
    thread, card = await play.card(f"push the fields of meeting {new.id} into the CRM")
    typed(play, "Metrics__c", "Typed by Mia")
    await play.approve(card, "Metrics")
    renewed = await play.until(thread, "your decision", "Changed since")
    assert "Typed by Mia →" in row(renewed, "Metrics")
    await play.approve(renewed, "Metrics")
    await play.until(thread, "CRM update: written")


async def test_what_a_live_card_wrote_is_known_to_be_changed_when_it_was(play: Play) -> None:
    play.world.truto.options.previous = "live"
    thread, card = await play.card()
    typed(play, "Metrics__c", "first edit by Mia")
    await play.approve(card, "Metrics")
    renewed = await play.until(thread, "your decision", "Changed since")
    play.world.clock.advance(1)
    await play.approve(renewed, "Metrics")
    done = await play.until(thread, "CRM update: written")
    await play.done(thread)
    play.world.clock.advance(60)
    typed(play, "Metrics__c", "second edit by Mia")
    _, again = await play.card()
    assert "second edit by Mia →" in row(again, "Metrics")
    await play.click("ana", done, cards.UNDO)
    await play.slack.wait_for(lambda: len(play.whispers("ana")) > 1)
    assert "it holds “second edit by Mia” now" in play.whispers("ana")[-1]


async def test_an_edit_of_claudes_words_is_approved_as_it_is_shown(play: Play) -> None:
    meeting = play.world.company.last_finished(play.person("ana"))
    about = {"meeting_id": meeting.id, "object_type": "Opportunity", "opportunity_id": meeting.deal.id}
    change = {"field_name": "Metrics", "new_value": "Claude's own words"}
    play.world.claude.script([tool_use(WRITE, about | {"crm_changes": [change]})], "done")
    thread, card = await play.card("push metrics")
    await play.send_form("ana", await play.form("ana", card), metrics="Ana's own words")
    shown = await play.until(thread, "your decision", "Ana's own words")
    await play.approve(shown, "Metrics")
    await play.until(thread, "CRM update: written")


async def test_what_was_taken_back_is_not_ticked_again_also_where_it_was_dated(
    world: World, start: Start
) -> None:
    async with start() as app:
        play = Play(world)
        await app.house.field_rules.set("Metrics__c", FieldRule(FieldPolicy.APPEND), "UROSA", 0.0)
        thread, done = await play.written("Metrics")
        await play.click("ana", done, cards.UNDO)
        undo = await play.until(thread, "Undo of a CRM update", "your decision")
        await play.approve(undo, "Metrics")
        await play.until(thread, "CRM update: undone")
        world.clock.advance(60)
        _, again = await play.card()
        assert "written from here before and taken back" in row(again, "Metrics")


async def test_what_the_crm_said_to_hold_something_else_is_not_put_back(play: Play) -> None:
    play.world.truto.options.writeback = "spec"
    thread, done = await play.written("Metrics")
    typed(play, "Metrics__c", "Typed by Mia")
    second, card = await play.card()
    await play.approve(card, "Metrics")
    await play.until(second, "CRM update: not written")
    await play.done(second)
    play.world.clock.advance(60)
    await play.click("ana", done, cards.UNDO)
    await play.slack.wait_for(lambda: play.whispers("ana"))
    assert "holds something else than we wrote" in play.whispers("ana")[0]
    assert not any("Undo of" in text for text in play.texts(thread))
