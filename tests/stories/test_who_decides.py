"""A CRM write is decided by those who may, once, in time; everybody else is told privately."""

from datetime import timedelta

from bot.proposals.field_rules import FieldPolicy, FieldRule
from bot.slack import cards
from bot.workflows.expire import expire_overdue
from sandbox.claude import tool_use
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.play import PUSH, WRITE, Play

CONFIGURATION = "list_all_chorus_sales_qualification_configuration"


async def test_somebody_elses_click_changes_nothing_and_is_answered_privately(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    await play.click("ben", card, cards.APPROVE)
    await play.slack.wait_for(lambda: play.whispers("ben"))
    assert "not yours to decide" in play.whispers("ben")[0]
    assert play.world.truto.calls(WRITE) == []
    assert "your decision" in text_of(await play.until(thread, "CRM update:"))


async def test_the_owners_manager_may_decide(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    await play.click("sam", await play.until(thread, "your decision"), cards.APPROVE)
    await play.until(thread, "CRM update: written")


async def test_declining_writes_nothing_and_is_said(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    await play.click("ana", await play.until(thread, "your decision"), cards.DECLINE)
    await play.until(thread, "CRM update: declined", "Nothing was written")
    said = (await play.done(thread))[-1]
    assert "declined" in said.lower()
    assert play.world.truto.calls(WRITE) == []


async def test_only_what_is_ticked_at_the_click_is_written(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    nothing = play.ticks(card)
    await play.click("ana", card, cards.APPROVE, state=nothing)
    await play.slack.wait_for(lambda: play.whispers("ana"))
    assert "Nothing is ticked" in play.whispers("ana")[0]

    await play.click("ana", card, cards.APPROVE, state=play.ticks(card, "Economic Buyer"))
    await play.until(thread, "CRM update: written")
    (call,) = play.world.truto.calls(WRITE)
    assert [c["field_name"] for c in call.body["crm_changes"]] == ["Economic Buyer"]


async def test_silence_expires_and_is_not_a_refusal(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    await play.until(thread, "your decision")
    play.world.clock.advance(timedelta(hours=25))
    await expire_overdue(play.world.clock.now(), {})
    await play.until(thread, "CRM update: expired", "before anybody decided")
    said = (await play.done(thread))[-1]
    assert "expired" in said
    assert "declined" not in said
    assert all(b["type"] != "actions" for b in (await play.until(thread, "CRM update: expired"))["blocks"])
    assert play.world.truto.calls(WRITE) == []


async def test_a_click_after_the_time_finds_the_card_expired(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    play.world.clock.advance(timedelta(hours=25))
    await play.click("ana", card, cards.APPROVE)
    await play.until(thread, "CRM update: expired")
    await play.slack.wait_for(lambda: play.whispers("ana"))
    assert "expired" in play.whispers("ana")[0]
    assert play.world.truto.calls(WRITE) == []


async def test_a_new_message_while_a_card_is_open_is_answered_and_the_card_stays(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    await play.say("ana", "help", thread)
    await play.until(thread, "sandbox planner")
    await play.click("ana", card, cards.APPROVE)
    await play.until(thread, "CRM update: written")
    assert len(play.world.truto.calls(WRITE)) == 1


async def test_with_writing_off_every_card_is_a_preview(world: World, start: Start) -> None:
    async with start(CHORISTER_WRITES="off"):
        play = Play(world)
        thread = await play.ask("ana", PUSH)
        card = await play.until(thread, "preview, writing is off")
        assert all(b["type"] != "actions" for b in card["blocks"])
        assert "preview" in (await play.done(thread))[-1].lower()
        assert world.truto.calls(WRITE) == []


async def test_a_refusal_of_the_crm_is_told_in_its_own_words(play: Play) -> None:
    play.world.truto.faults.add("empty_message", match=WRITE, raw={"errors": [{"detail": "Stage is locked"}]})
    thread = await play.ask("ana", PUSH)
    await play.click("ana", await play.until(thread, "your decision"), cards.APPROVE)
    card = await play.until(thread, "CRM update: not written")
    assert "Stage is locked" in text_of(card)
    await play.done(thread)
    assert len(play.world.truto.calls(WRITE)) == 1


async def test_a_write_whose_answer_is_lost_is_reported_as_unverified_and_not_sent_again(play: Play) -> None:
    play.world.truto.faults.add("lost_reply", match=WRITE)
    thread = await play.ask("ana", PUSH)
    await play.click("ana", await play.until(thread, "your decision"), cards.APPROVE)
    await play.until(thread, "CRM update: unverified", "not sent again")
    await play.done(thread)
    assert len(play.world.truto.calls(WRITE)) == 1


async def test_a_gateway_error_on_the_write_is_repeated_under_the_same_key(play: Play) -> None:
    play.world.truto.faults.add("504", match=WRITE)
    thread = await play.ask("ana", PUSH)
    await play.click("ana", await play.until(thread, "your decision"), cards.APPROVE)
    await play.until(thread, "CRM update: written")
    first, second = play.world.truto.calls(WRITE)
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"]
    assert len({(w.field, str(w.new)) for w in play.world.truto.crm.writes}) == len(
        play.world.truto.crm.writes
    )


async def test_every_step_of_a_write_is_on_record_before_it_happens(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        thread = await play.ask("ana", PUSH)
        await play.click("ana", await play.until(thread, "your decision"), cards.APPROVE)
        await play.until(thread, "CRM update: written")
        (call,) = world.truto.calls(WRITE)
        key = call.headers["idempotency-key"].removeprefix("write:")
        rows = await app.house.audit.of(f"proposal:{key}")
        assert [r["what"] for r in rows] == ["proposed", "decided", "write sent", "write answered", "outcome"]
        assert rows[2]["detail"]["payload"]["crm_changes"] == call.body["crm_changes"]
        assert rows[1]["who"] == play.person("ana").slack_id


async def test_a_field_that_chorus_appends_to_is_ticked_and_says_that_nothing_is_replaced(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    card = text_of(await play.until(thread, "your decision"))
    notes = card.split("*Notes*")[1].split("*Next Steps*")[0]
    assert "(added to what is there)" in notes
    assert "[x] Write" in notes
    steps = card.split("*Next Steps*")[1]
    assert "Not ticked: holds a value already." in steps


async def test_without_the_frameworks_configuration_nothing_is_said_of_appending(play: Play) -> None:
    play.world.truto.faults.add("403", match=CONFIGURATION, times=None)
    thread = await play.ask("ana", PUSH)
    card = text_of(await play.until(thread, "your decision"))
    assert "added to what is there" not in card


async def test_an_outage_of_the_configuration_is_waited_out_since_rules_hang_on_its_names(
    world: World, start: Start
) -> None:
    async with start() as app:
        play = Play(world)
        await app.house.field_rules.set("Chorus_Notes__c", FieldRule(FieldPolicy.NEVER), "UROSA", 0.0)
        world.truto.faults.add("500", match=CONFIGURATION, times=2)
        card = text_of(await play.until(await play.ask("ana", PUSH), "your decision"))
        assert "Never written, by rule: Notes" in card


async def test_whatever_else_goes_along_stands_on_the_card(play: Play) -> None:
    meeting = play.world.company.last_finished(play.person("ana"))
    change = {"field_name": "Forecast", "new_value": "Best case", "previous_value": "made up by the model"}
    arguments = {"meeting_id": meeting.id, "crm_changes": [change], "opportunity_id": meeting.deal.id}
    play.world.claude.script([tool_use(WRITE, arguments | {"object_type": "Opportunity"})])
    card = text_of(await play.until(await play.ask("ana", "push"), "your decision"))
    assert "made up by the model" not in card
    assert "_not known_ → *Best case*" in card
    assert "not in Chorus's analysis" in card


async def test_only_an_opportunity_is_written_to(play: Play) -> None:
    meeting = play.world.company.last_finished(play.person("ana"))
    change = {"field_name": "Metrics", "new_value": "x"}
    arguments = {"meeting_id": meeting.id, "crm_changes": [change], "opportunity_id": meeting.deal.id}
    play.world.claude.script([tool_use(WRITE, arguments | {"object_type": "Account"})], "It cannot be done.")
    thread = await play.ask("ana", "push")
    await play.done(thread)
    assert not any("your decision" in text for text in play.texts(thread))


async def test_asked_again_after_a_write_the_card_shows_what_was_written(play: Play) -> None:
    first = await play.ask("ana", PUSH)
    await play.click("ana", await play.until(first, "your decision"), cards.APPROVE)
    await play.until(first, "CRM update: written")
    await play.done(first)
    play.world.clock.advance(60)
    card = text_of(await play.until(await play.ask("ana", PUSH), "your decision"))
    metrics = card.split("*Metrics*")[1].split("*Economic Buyer*")[0]
    assert "[ ] Write" in metrics
    assert "written from here before, and Chorus does not show whether it is still there" in metrics


async def test_a_card_that_another_one_has_overtaken_is_not_written_over_it(play: Play) -> None:
    one, two = [await play.ask("ana", PUSH) for _ in range(2)]
    old, new = await play.until(one, "your decision"), await play.until(two, "your decision")
    play.world.clock.advance(60)
    await play.click("ana", new, cards.APPROVE)
    await play.until(two, "CRM update: written")
    await play.click("ana", old, cards.APPROVE)
    shown = await play.until(one, "your decision", "Changed since this card was first shown")
    assert len(play.world.truto.calls(WRITE)) == 1
    await play.slack.wait_for(lambda: len(play.whispers("ana")) == 1)
    await play.click("ana", shown, cards.APPROVE)
    await play.slack.wait_for(lambda: len(play.whispers("ana")) == 2)
    assert "Nothing is ticked" in play.whispers("ana")[-1], (
        "what the other card wrote is not ticked by itself"
    )
