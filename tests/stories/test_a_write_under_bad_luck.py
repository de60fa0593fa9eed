"""Bad luck around a write: gateways that give up, two cards at once, forged buttons, a record that cannot be kept."""

from collections.abc import Callable
from dataclasses import replace

import sqlalchemy as sa

from bot.proposals.field_rules import FieldPolicy, FieldRule
from bot.proposals.proposal import State
from bot.slack import cards
from bot.workflows.expire import expire_overdue
from sandbox.claude import tool_use
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.play import PUSH, WRITE, Message, Play

CONFIGURATION = "list_all_chorus_sales_qualification_configuration"


def carried_out(world: World) -> Callable[[object], bool]:
    """A gateway that gives up after Chorus has carried the write out."""
    done: list[object] = []

    def match(call: object) -> bool:
        if call.tool != WRITE:
            return False
        if not done:
            done.append(call)
            record = world.truto.crm.record(call.body["opportunity_id"])
            for change in call.body["crm_changes"]:
                key = call.headers["idempotency-key"]
                record.write("Metrics__c", change["new_value"], world.clock.now(), key)
        return True

    return match


async def approved(play: Play, *labels: str) -> str:
    thread, card = await play.card()
    await play.approve(card, *labels)
    return thread


async def two_cards(play: Play) -> list[tuple[str, Message]]:
    threads = [await play.ask("ana", PUSH) for _ in range(2)]
    return [(thread, await play.until(thread, "your decision")) for thread in threads]


def calls(play: Play) -> list[object]:
    return play.world.truto.calls(WRITE)


async def test_a_gateway_that_gave_up_every_time_leaves_the_write_unverified(play: Play) -> None:
    play.world.truto.faults.add("504", match=carried_out(play.world), times=None)
    thread = await approved(play, "Metrics")
    said = " ".join(await play.done(thread))
    assert "CRM update: unverified" in said
    assert "othing was written" not in said


async def test_a_gateway_that_gave_up_before_writing_went_off_leaves_it_unverified(
    world: World, start: Start
) -> None:
    async with start() as app:
        play = Play(world)
        world.truto.faults.add("504", match=carried_out(world), times=5)
        thread = await approved(play, "Metrics")
        await world.truto.wait_for(lambda: calls(play))
        await app.house.switches.set("writes", False, play.person("rosa").slack_id, 0.0)
        assert "CRM update: unverified" in " ".join(await play.done(thread))


async def test_a_gateway_that_gave_up_before_a_refusal_leaves_it_unverified(play: Play) -> None:
    play.world.truto.faults.add("504", match=carried_out(play.world), times=1)
    play.world.truto.faults.add("401_token", match=WRITE, times=None)
    assert "CRM update: unverified" in " ".join(await play.done(await approved(play, "Metrics")))


async def test_words_that_an_unverified_write_may_have_added_are_not_added_again_unseen(play: Play) -> None:
    (one, a), (two, b) = await two_cards(play)
    play.world.truto.faults.add("lost_reply", match=WRITE)
    await play.click("ana", a, cards.APPROVE, state=play.ticks(a, "Notes"))
    await play.until(one, "CRM update: unverified")
    play.world.clock.advance(60)
    await play.click("ana", b, cards.APPROVE, state=play.ticks(b, "Notes"))
    shown = text_of(await play.until(two, "your decision", "Changed since this card was first shown: Notes"))
    assert "an earlier write of this is unverified" in shown
    assert len(calls(play)) == 1


async def test_two_cards_for_one_field_wait_for_each_other_and_say_what_is_true(play: Play) -> None:
    (one, a), (two, b) = await two_cards(play)
    truto = play.world.truto
    truto.faults.add("slow", match=WRITE, seconds=0.5)
    await play.click("ana", a, cards.APPROVE, state=play.ticks(a, "Notes"))
    await truto.wait_for(lambda: calls(play))
    await play.click("sam", b, cards.APPROVE, state=play.ticks(b, "Notes"))
    await play.until(one, "CRM update: written")
    await play.slack.wait_for(
        lambda: "written" in play.texts(two)[-1] or "Changed since" in str(play.texts(two))
    )
    assert len(truto.crm.writes) == 1


async def test_one_deal_by_two_spellings_of_its_id_is_written_once(play: Play) -> None:
    world = play.world
    meeting = world.company.last_finished(play.person("ana"))
    world.truto.options.writeback = "spec"
    world.truto.chorus.unlink(meeting.id)
    deal = next(d for d in world.company.deals if d.account != meeting.account and d.is_open)
    one = await play.ask("ana", f"{PUSH} It is {deal.id}")
    a = await play.until(one, "your decision")
    two = await play.ask("ana", f"{PUSH} It is {deal.id[:15]}")
    b = await play.until(two, "your decision")
    world.truto.faults.add("slow", match=WRITE, seconds=0.5)
    await play.click("ana", a, cards.APPROVE, state=play.ticks(a, "Notes"))
    await world.truto.wait_for(lambda: calls(play))
    await play.click("sam", b, cards.APPROVE, state=play.ticks(b, "Notes"))
    await play.done(one)
    await play.slack.wait_for(
        lambda: any(w in str(play.texts(two)) for w in ("Another card", "Changed since"))
    )
    assert len(world.truto.crm.writes) == 1


async def test_a_card_of_which_nothing_is_left_ends_and_so_does_its_run(play: Play) -> None:
    truto = play.world.truto
    truto.options.previous = "live"
    meeting = play.world.company.last_finished(play.person("ana"))
    findings = truto.chorus.recordings[meeting.id].qualification.findings
    found = next(f for f in findings if f.field_id == "metrics").value
    about = {"meeting_id": meeting.id, "object_type": "Opportunity", "opportunity_id": meeting.deal.id}
    change = {"field_name": "Metrics", "new_value": found}
    play.world.claude.script(
        [tool_use(WRITE, about | {"crm_changes": [change]})], "Nothing was left to write."
    )
    thread = await play.ask("ana", "push metrics")
    card = await play.until(thread, "your decision")
    truto.crm.edit(meeting.deal.id, "Metrics__c", found, play.world.clock.now())
    await play.click("ana", card, cards.APPROVE, state=play.ticks(card, "Metrics"))
    await play.until(thread, "CRM update: overtaken", "Nothing of it is left to write")
    await play.done(thread)
    assert "nothing of the card is left" in play.whispers("ana")[0]


async def test_a_card_that_was_decided_during_a_repaint_shows_the_decision(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    play.slack.faults.add("500", match="chat.update", times=2)
    await play.command("rosa", "writes off")
    await play.click("ana", card, cards.DECLINE)
    await play.done(thread)
    await play.until(thread, "CRM update: declined")


async def test_a_hiccup_of_the_configuration_at_the_approval_changes_nothing(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    play.world.truto.faults.add("500", match=CONFIGURATION)
    await play.click("ana", card, cards.APPROVE, state=play.ticks(card, "Notes"))
    await play.until(thread, "CRM update: written")


async def test_a_number_that_is_none_is_refused_in_the_form(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        meeting = world.company.last_finished(play.person("ana"))
        await app.house.field_rules.set("Amount", FieldRule(FieldPolicy.REPLACE), "UROSA", 0.0)
        about = {"meeting_id": meeting.id, "object_type": "Opportunity", "opportunity_id": meeting.deal.id}
        world.claude.script(
            [tool_use(WRITE, about | {"crm_changes": [{"field_name": "Amount", "new_value": 5}]})]
        )
        thread = await play.ask("ana", "push amount")
        form = await play.form("ana", await play.until(thread, "your decision"))
        for typed in ("1e999", "nan"):
            answer = await play.send_form("ana", form, amount=typed)
            assert "takes a number" in str(answer["errors"])


async def test_asking_again_without_naming_a_deal_asks_again_which_one_is_meant(play: Play) -> None:
    world = play.world
    meeting = world.company.last_finished(play.person("ana"))
    world.truto.options.writeback = "spec"
    world.truto.chorus.unlink(meeting.id)
    thread = await play.ask("ana", PUSH)
    await play.until(thread, "which deal")
    await play.say("ana", PUSH, thread)
    await play.until(thread, "CRM update: overtaken")
    assert not any("this one was named here" in text for text in play.texts(thread))
    await play.say("ana", f"{PUSH} It is for {meeting.deal.name}", thread)
    await play.until(thread, "your decision", "this one was named here")


async def test_a_decision_that_cannot_be_put_on_record_writes_nothing(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        thread = await play.ask("ana", PUSH)
        card = await play.until(thread, "your decision")
        refuse = "create trigger t before insert on audit when new.what='decided' begin select raise(abort,'full'); end"
        async with app.house.audit._db.engine.begin() as connection:
            await connection.execute(sa.text(refuse))
        await play.click("ana", card, cards.APPROVE)
        await play.until(thread, "CRM update: not written", "record of this write could not be kept")
        assert calls(play) == []


async def test_a_page_that_slack_refuses_takes_the_other_pages_back(play: Play) -> None:
    meeting = play.world.company.last_finished(play.person("ana"))
    changes = [{"field_name": f"Field_{n:02d}__c", "new_value": "x" * 2000} for n in range(12)]
    about = {"meeting_id": meeting.id, "object_type": "Opportunity", "opportunity_id": meeting.deal.id}
    play.world.claude.script([tool_use(WRITE, about | {"crm_changes": changes})], "That did not work.")

    def second(call: object) -> bool:
        return call.method == "chat.postMessage" and "CRM update 2 of" in str(call.args.get("text", ""))

    play.slack.faults.add("error", match=second, times=None, error="invalid_blocks")
    thread = await play.ask("ana", "push all")
    await play.done(thread)
    assert any("CRM update 1 of" in t and "overtaken" in t for t in play.texts(thread))
    assert not any("your decision" in t for t in play.texts(thread))


async def test_a_button_without_the_digest_of_what_was_shown_decides_nothing(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    stored = play.slack.channel(play.channel).messages[card["ts"]]
    button = next(b for b in stored["blocks"] if b["type"] == "actions")["elements"][0]
    button["value"] = button["value"].split()[0]
    await play.click("ana", card, cards.APPROVE)
    await play.slack.wait_for(lambda: play.whispers("ana"))
    assert "has changed since you saw it" in play.whispers("ana")[0]
    assert calls(play) == []


async def test_a_field_that_may_only_be_added_to_cannot_be_freed_by_an_edit(
    world: World, start: Start
) -> None:
    async with start() as app:
        play = Play(world)
        world.truto.options.hidden_tools = {CONFIGURATION}
        await app.house.field_rules.set("Next Steps", FieldRule(FieldPolicy.APPEND), "UROSA", 0.0)
        thread = await play.ask("ana", PUSH)
        form = await play.form("ana", await play.until(thread, "your decision"))
        answer = await play.send_form("ana", form, next_steps="Mine")
        assert "shall only be added to" in str(answer["errors"])


async def test_an_older_call_does_not_hide_what_we_wrote_from_a_newer_one(play: Play) -> None:
    world, truto = play.world, play.world.truto
    calls_of_ana = world.company.finished(play.person("ana"))
    deal = calls_of_ana[0].deal
    new, old = [m for m in calls_of_ana if m.deal == deal and m.qualification][:2]

    def analysed(meeting: object, value: str, previous: str | None) -> None:
        recording = truto.chorus.recordings[meeting.id]
        more = {"value": value, "previous": previous, "quote": "They said so.", "change_type": "UPDATED"}
        found = [
            replace(f, **more) if f.field_id == "metrics" else f for f in recording.qualification.findings
        ]
        recording.qualification = replace(recording.qualification, findings=tuple(found))

    analysed(new, "the new call's words", "typed by hand in between")
    analysed(old, "the old call's words", None)
    thread = await play.ask("ana", f"push the fields of meeting {new.id} into the CRM")
    card = await play.until(thread, "your decision")
    await play.click("ana", card, cards.APPROVE, state=play.ticks(card, "Metrics"))
    await play.until(thread, "CRM update: written")
    await play.done(thread)
    world.clock.advance(60)
    second = await play.ask("ana", f"push the fields of meeting {old.id} into the CRM")
    row = text_of(await play.until(second, "your decision")).split("*Metrics*")[1].split("] Write")[0]
    assert "the new call's words →" in row
    assert row.endswith("[ "), "and it is not ticked"


async def test_an_approval_that_broke_off_is_finished_and_only_if_the_ground_still_holds(
    world: World, start: Start
) -> None:
    async with start() as app:
        play = Play(world)
        world.truto.options.previous = "live"
        thread = await play.ask("ana", PUSH)
        await play.until(thread, "your decision")
        (proposal,) = await app.house.proposals.open()
        decision = {"by": play.person("ana").slack_id, "at": app.house.now(), "token": "gone", "writes": {}}
        decision |= {"fields": ["Metrics"], "digest": proposal.digest}
        await app.house.proposals.decide(replace(proposal, state=State.APPROVED, decision=decision))
        deal = world.company.last_finished(play.person("ana")).deal
        world.truto.crm.edit(deal.id, "Metrics__c", "Typed by Mia", world.clock.now())
        world.clock.advance(600)
        await expire_overdue(world.clock.now(), {})
        await play.until(thread, "CRM update: not written", "has changed since it was approved")
        assert world.truto.crm.record(deal.id).fields["Metrics__c"] == "Typed by Mia"
