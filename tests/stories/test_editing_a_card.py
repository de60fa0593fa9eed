"""Edit: the form of a card, what is wrong with it said in it, and the card shown again with what a person typed."""

from datetime import timedelta

from bot.proposals.field_rules import FieldPolicy, FieldRule
from bot.slack import cards
from sandbox.slack import check_view
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.play import PUSH, WRITE, Play


async def test_an_edited_value_is_shown_again_and_exactly_that_is_written(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    form = await play.form("ana", card)
    assert not check_view(
        {k: form[k] for k in ("type", "title", "submit", "close", "blocks", "private_metadata")}
    )
    assert await play.send_form("ana", form, metrics="Month end in 1 h instead of 6 h") == {}
    shown = await play.until(thread, "your decision", "Month end in 1 h instead of 6 h")
    assert shown["ts"] == card["ts"], "the card is edited, not repeated"
    assert f"Edited by @{play.person('ana').slack_id}" in text_of(shown)
    assert play.world.truto.calls(WRITE) == []

    await play.click("ana", shown, cards.APPROVE, state=play.ticks(shown, "Metrics"))
    await play.until(thread, "CRM update: written")
    (call,) = play.world.truto.calls(WRITE)
    (change,) = call.body["crm_changes"]
    assert change["new_value"] == "Month end in 1 h instead of 6 h"


async def test_a_field_that_is_left_empty_is_left_out(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    form = await play.form("ana", await play.until(thread, "your decision"))
    await play.send_form("ana", form, champion=None, metrics="Less work at month end")
    shown = text_of(await play.until(thread, "your decision", "Less work at month end"))
    assert "*Champion*" not in shown


async def test_a_form_with_nothing_in_it_is_refused_in_the_form(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    form = await play.form("ana", await play.until(thread, "your decision"))
    inputs = [b["label"]["text"].replace(" ", "_").lower() for b in form["blocks"] if b["type"] == "input"]
    answer = await play.send_form("ana", form, **dict.fromkeys(inputs))
    assert answer["response_action"] == "errors"
    assert "Decline the card instead" in " ".join(answer["errors"].values())
    assert play.slack.modal(play.person("ana")) is not None, "the form stays open"


async def test_what_the_crm_holds_already_is_refused_in_the_form(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    form = await play.form("ana", await play.until(thread, "your decision"))
    answer = await play.send_form("ana", form, economic_buyer="Tomás Herrera (VP Operations)")
    assert answer["response_action"] == "errors"
    assert "holds exactly this already" in " ".join(answer["errors"].values())


async def test_a_picklist_is_a_select_and_a_value_that_is_not_on_it_cannot_be_ticked(
    world: World, start: Start
) -> None:
    async with start() as app:
        play = Play(world)
        rule = FieldRule(FieldPolicy.REPLACE, ("Board", "Procurement", "Owner"))
        await app.house.field_rules.set("Decision_Process__c", rule, "UROSA", 0.0)
        thread = await play.ask("ana", PUSH)
        card = await play.until(thread, "your decision")
        assert "not a value of this picklist (Board, Procurement, Owner)" in text_of(card)
        assert not any("Decision Process" in key[0] for key in play.ticks(card, "Decision Process"))
        form = await play.form("ana", card)
        process = next(b for b in form["blocks"] if b.get("label", {}).get("text") == "Decision Process")
        assert process["element"]["type"] == "static_select"
        await play.send_form("ana", form, decision_process="Board")
        shown = await play.until(thread, "your decision", "*Board*")
        await play.click("ana", shown, cards.APPROVE, state=play.ticks(shown, "Decision Process"))
        await play.until(thread, "CRM update: written")
        (call,) = world.truto.calls(WRITE)
        assert [c["new_value"] for c in call.body["crm_changes"]] == ["Board"]


async def test_the_ticks_of_a_card_survive_its_edit(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    ana = play.person("ana")
    state = play.ticks(card, "Champion")
    await play.slack.click(ana, play.channel, card["ts"], cards.EDIT, state=state)
    form = await play.slack.wait_for(lambda: play.slack.modal(ana))
    await play.send_form("ana", form, metrics="Less work")
    shown = await play.until(thread, "your decision", "Less work")
    await play.click("ana", shown, cards.APPROVE)
    await play.until(thread, "CRM update: written")
    (call,) = play.world.truto.calls(WRITE)
    assert {c["field_name"] for c in call.body["crm_changes"]} == {"Champion", "Metrics"}


async def test_a_click_on_the_card_as_it_was_before_an_edit_changes_nothing(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    old = next(b for b in card["blocks"] if b["type"] == "actions")["elements"][0]["value"]
    form = await play.form("ana", card)
    await play.send_form("ana", form, metrics="Less work")
    shown = await play.until(thread, "your decision", "Less work")
    stored = play.slack.channel(play.channel).messages[shown["ts"]]
    approve = next(b for b in stored["blocks"] if b["type"] == "actions")["elements"][0]
    approve["value"], new = old, approve["value"]
    await play.click("ana", shown, cards.APPROVE)
    await play.slack.wait_for(lambda: play.whispers("ana"))
    assert "changed since you saw it" in play.whispers("ana")[-1]
    assert play.world.truto.calls(WRITE) == []
    approve["value"] = new
    await play.click("ana", shown, cards.APPROVE)
    await play.until(thread, "CRM update: written")


async def test_a_form_of_a_card_that_was_decided_meanwhile_says_so(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    form = await play.form("ana", card)
    await play.click("sam", card, cards.DECLINE)
    await play.until(thread, "CRM update: declined")
    answer = await play.send_form("ana", form, metrics="Less work")
    assert answer["response_action"] == "update"
    assert "This card was decided" in str(answer["view"])
    assert not check_view(answer["view"])


async def test_the_form_is_not_for_those_who_may_not_decide(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    await play.click("ben", await play.until(thread, "your decision"), cards.EDIT)
    await play.slack.wait_for(lambda: play.whispers("ben"))
    assert "not yours to decide" in play.whispers("ben")[0]
    assert play.slack.modal(play.person("ben")) is None


async def test_the_same_form_sent_twice_edits_once(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    form = await play.form("ana", await play.until(thread, "your decision"))
    await play.send_form("ana", form, metrics="Less work")
    await play.until(thread, "your decision", "Less work")
    sent = next(d for d in reversed(play.slack.events) if d.payload.get("type") == "view_submission")
    await play.slack.redeliver(sent)
    play.world.clock.advance(timedelta(seconds=1))
    assert "Less work" in text_of(await play.until(thread, "your decision"))
    assert not play.whispers("ana")


async def test_an_untouched_picklist_stays_on_the_card_and_what_was_emptied_is_listed(
    world: World, start: Start
) -> None:
    async with start() as app:
        play = Play(world)
        rule = FieldRule(FieldPolicy.REPLACE, ("Board", "Procurement"))
        await app.house.field_rules.set("Decision_Process__c", rule, "UROSA", 0.0)
        thread = await play.ask("ana", PUSH)
        form = await play.form("ana", await play.until(thread, "your decision"))
        await play.send_form("ana", form, metrics="Less work", champion=None, decision_process=None)
        shown = text_of(await play.until(thread, "your decision", "Less work"))
        assert "not a value of this picklist" in shown
        assert "Left out: Champion." in shown


async def test_values_that_were_typed_while_writing_went_off_are_kept(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    form = await play.form("ana", await play.until(thread, "your decision"))
    await play.command("rosa", "writes off")
    await play.until(thread, "preview, writing is off")
    assert await play.send_form("ana", form, metrics="Less work") == {}
    await play.until(thread, "preview, writing is off", "Less work")
    await play.command("rosa", "writes on")
    await play.until(thread, "your decision", "Less work")


async def test_a_form_that_outlived_its_card_says_so(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    form = await play.form("ana", await play.until(thread, "your decision"))
    play.world.clock.advance(timedelta(hours=25))
    answer = await play.send_form("ana", form, metrics="Too late")
    assert answer["response_action"] == "update"
    assert "has expired" in str(answer["view"])
