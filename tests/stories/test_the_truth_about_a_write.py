"""What became of a write, field by field: accepted, seen in the CRM, refused in its own words, or not known."""

import pytest
import sqlalchemy as sa

from bot.proposals.field_rules import FieldPolicy, FieldRule
from bot.slack import cards
from sandbox.claude import tool_use
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.play import PUSH, WRITE, Play


async def approved(play: Play, *labels: str) -> str:
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    await play.click("ana", card, cards.APPROVE, state=play.ticks(card, *labels))
    return thread


def row(card: str, label: str, following: str) -> str:
    return card.split(f"*{label}*")[1].split(following)[0]


async def test_where_the_crm_shows_the_new_value_the_card_says_so(play: Play) -> None:
    play.world.truto.options.previous = "live"
    thread = await approved(play, "Metrics", "Champion")
    card = text_of(await play.until(thread, "CRM update: written", "the CRM shows it"))
    assert card.count("the CRM shows it") == 2


async def test_a_lost_answer_is_verified_where_the_crm_can_be_read(play: Play) -> None:
    play.world.truto.options.previous = "live"
    play.world.truto.faults.add("lost_reply", match=WRITE)
    thread = await approved(play, "Metrics", "Champion")
    await play.until(thread, "CRM update: written", "the CRM shows it")
    await play.done(thread)
    assert len(play.world.truto.calls(WRITE)) == 1


async def test_a_lost_answer_that_cannot_be_verified_names_the_record_to_look_at(
    world: World, start: Start
) -> None:
    async with start(CHORISTER_CRM_URL="https://crm.example/o/{id}"):
        play = Play(world)
        world.truto.faults.add("lost_reply", match=WRITE)
        thread = await approved(play, "Metrics")
        await play.until(thread, "CRM update: unverified", "not sent again", "please look at")
        said = (await play.done(thread))[-1]
        assert "unverified" in said
        assert len(world.truto.calls(WRITE)) == 1


async def test_after_an_unverified_write_the_field_is_not_ticked_by_itself_again(play: Play) -> None:
    play.world.truto.faults.add("lost_reply", match=WRITE)
    thread = await approved(play, "Metrics")
    await play.until(thread, "CRM update: unverified")
    await play.done(thread)
    again = text_of(await play.until(await play.ask("ana", PUSH), "your decision"))
    assert "an earlier write of this is unverified" in row(again, "Metrics", "*Economic Buyer*")
    assert "[ ] Write" in row(again, "Metrics", "*Economic Buyer*")


async def test_a_field_that_silently_did_not_arrive_is_told_apart_from_those_that_did(play: Play) -> None:
    play.world.truto.options.previous = "live"
    play.world.truto.faults.add("partial_crm", match=WRITE, field="Champion__c")
    thread = await approved(play, "Metrics", "Champion")
    card = text_of(await play.until(thread, "CRM update: partly written"))
    assert "the CRM shows it" in row(card, "Metrics", "*Economic Buyer*")
    assert "Not seen in the CRM" in row(card, "Champion", "*Notes*")
    said = (await play.done(thread))[-1]
    assert "partly" in said


async def test_a_field_that_the_crm_complains_about_is_told_in_its_own_words(play: Play) -> None:
    say = "FIELD_CUSTOM_VALIDATION_EXCEPTION: the champion must be a contact"
    play.world.truto.faults.add("partial_crm", match=WRITE, field="Champion__c", say=say)
    thread = await approved(play, "Metrics", "Champion")
    card = text_of(await play.until(thread, "CRM update: partly written"))
    assert say in row(card, "Champion", "*Notes*")
    assert "Written" in row(card, "Metrics", "*Economic Buyer*")
    await play.done(thread)
    assert [w.field for w in play.world.truto.crm.writes] == ["Metrics__c"]


async def test_a_picklist_that_only_the_crm_knows_is_refused_with_field_value_and_reason(play: Play) -> None:
    play.world.truto.options.picklists = {"Champion__c": ("Yes", "No")}
    thread = await approved(play, "Metrics", "Champion")
    card = text_of(await play.until(thread, "CRM update: not written"))
    champion = row(card, "Champion", "*Notes*")
    assert "Jürgen Weiß" in champion
    assert "bad value for restricted picklist field" in champion
    assert "Not written" in row(card, "Metrics", "*Economic Buyer*")
    await play.done(thread)
    assert play.world.truto.crm.writes == []


async def test_an_unknown_field_is_refused_with_its_name_and_nothing_else_is_written(play: Play) -> None:
    meeting = play.world.company.last_finished(play.person("ana"))
    changes = [
        {"field_name": "Forecast", "new_value": "Best case"},
        {"field_name": "Metrics", "new_value": "x"},
    ]
    arguments = {"meeting_id": meeting.id, "object_type": "Opportunity", "opportunity_id": meeting.deal.id}
    play.world.claude.script([tool_use(WRITE, arguments | {"crm_changes": changes})])
    thread = await play.ask("ana", "push the forecast")
    card = await play.until(thread, "your decision")
    await play.click("ana", card, cards.APPROVE, state=play.ticks(card, "Forecast", "Metrics"))
    shown = text_of(await play.until(thread, "CRM update: not written"))
    assert "'Forecast' has no CRM mapping" in row(shown, "Forecast", "*Metrics*")
    assert play.world.truto.crm.writes == []


@pytest.mark.parametrize(
    "why", ["opportunity_id is not linked to this meeting", "object_type must be Opportunity"]
)
async def test_what_chorus_refuses_as_a_whole_is_told_on_the_card_in_its_words(play: Play, why: str) -> None:
    play.world.truto.faults.add("empty_message", match=WRITE, raw={"errors": [{"detail": why}]})
    thread = await approved(play, "Metrics")
    card = text_of(await play.until(thread, "CRM update: not written"))
    assert why in card
    assert "Nothing was written" in card
    assert "Not written" in row(card, "Metrics", "*Economic Buyer*")


async def test_a_call_that_was_unlinked_from_its_deal_since_is_not_written(
    play: Play,
) -> None:
    meeting = play.world.company.last_finished(play.person("ana"))
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    play.world.truto.chorus.unlink(meeting.id)
    await play.click("ana", card, cards.APPROVE)
    await play.slack.wait_for(lambda: play.whispers("ana") or play._with(thread, ("not written",)))
    assert play.world.truto.crm.writes == []


async def test_a_value_changed_in_the_crm_in_the_same_moment_is_refused_by_chorus_and_told(
    play: Play,
) -> None:
    truto = play.world.truto
    truto.options.writeback = "spec"
    deal = play.world.company.last_finished(play.person("ana")).deal
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    truto.crm.edit(deal.id, "Metrics__c", "Typed by Mia", play.world.clock.now())
    await play.click("ana", card, cards.APPROVE, state=play.ticks(card, "Metrics"))
    shown = text_of(await play.until(thread, "CRM update: not written"))
    assert "Metrics__c was changed in the CRM meanwhile" in shown
    assert truto.crm.record(deal.id).fields["Metrics__c"] == "Typed by Mia"


@pytest.mark.parametrize("fault", ["429", "502", "504", "503"])
async def test_a_wait_or_a_failure_ends_in_a_true_card_and_at_most_one_write(play: Play, fault: str) -> None:
    play.world.truto.faults.add(fault, match=WRITE, times=2)
    thread = await approved(play, "Metrics")
    await play.done(thread)
    card = text_of(await play.until(thread, "CRM update:"))
    assert len(play.world.truto.crm.writes) == (1 if "CRM update: written" in card else 0)


async def test_a_long_wait_of_the_write_is_told_on_the_card(play: Play) -> None:
    play.world.truto.faults.add("429", match=WRITE, retry_after=120)
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    await play.click("ana", card, cards.APPROVE, state=play.ticks(card, "Metrics"))
    await play.until(thread, "CRM update: written")
    shown = [c.args.get("text", "") for c in play.slack.calls("chat.update")]
    assert any("writing…" in text and "Going on" in text for text in shown)


async def test_without_a_place_for_the_record_nothing_is_sent(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        thread = await play.ask("ana", PUSH)
        card = await play.until(thread, "your decision")
        async with app.house.audit._db.engine.begin() as connection:
            await connection.execute(sa.text("alter table audit rename to gone"))
        await play.click("ana", card, cards.APPROVE)
        await play.until(thread, "CRM update: not written", "The record of this write could not be kept")
        assert world.truto.calls(WRITE) == []
        async with app.house.audit._db.engine.begin() as connection:
            await connection.execute(sa.text("alter table gone rename to audit"))


async def test_forty_fields_of_two_thousand_characters_are_paged_and_none_is_lost(
    world: World, start: Start
) -> None:
    async with start() as app:
        play = Play(world)
        meeting = world.company.last_finished(play.person("ana"))
        values = {f"Field_{n:02d}__c": f"{n:02d} " + "Zoë & <Søren> 東京 🙂 " * 100 for n in range(40)}
        values = {k: v[:2000] for k, v in values.items()}
        await app.house.field_rules.set("Field_00__c", FieldRule(FieldPolicy.REPLACE), "UROSA", 0.0)
        changes = [{"field_name": n, "new_value": v} for n, v in values.items()]
        arguments = {
            "meeting_id": meeting.id,
            "object_type": "Opportunity",
            "opportunity_id": meeting.deal.id,
        }
        world.claude.script([tool_use(WRITE, arguments | {"crm_changes": changes})])
        thread = await play.ask("ana", "push all forty")
        first = text_of(await play.until(thread, "CRM update 1 of ", "your decision"))
        count = int(first.split(" 1 of ")[1].split(":")[0])
        await play.until(thread, f"CRM update {count} of {count}")
        pages = [m for m in play.replies(thread) if "your decision" in text_of(m)]
        assert len(pages) == count
        said = "\n".join(text_of(m) for m in pages)
        for name in values:
            assert name in said
        form = await play.form("ana", pages[-1])
        assert len(str(form)) < 250_000
