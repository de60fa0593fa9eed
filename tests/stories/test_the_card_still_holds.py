"""A card is approved as it was shown or not at all; what it rests on is looked at again when somebody approves."""

import asyncio
from dataclasses import replace

from bot.proposals.field_rules import FieldPolicy, FieldRule
from bot.slack import cards
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.play import PUSH, WRITE, Play


async def test_a_field_that_somebody_filled_meanwhile_renews_the_card_and_nothing_is_written(
    play: Play,
) -> None:
    truto = play.world.truto
    truto.options.previous = "live"
    deal = play.world.company.last_finished(play.person("ana")).deal
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    truto.crm.edit(deal.id, "Metrics__c", "Saves a day a month (typed by Mia)", play.world.clock.now())
    await play.click("ana", card, cards.APPROVE)
    shown = await play.until(thread, "your decision", "Changed since this card was first shown: Metrics")
    assert "Saves a day a month (typed by Mia)" in text_of(shown)
    assert not any(play.ticks(shown, "Metrics").values()) or "holds a value already" in text_of(shown)
    await play.slack.wait_for(lambda: play.whispers("ana"))
    assert "nothing was written" in play.whispers("ana")[0]
    assert truto.calls(WRITE) == []

    await play.click("ana", shown, cards.APPROVE)
    await play.until(thread, "CRM update: written")
    (call,) = truto.calls(WRITE)
    assert "Metrics" not in [c["field_name"] for c in call.body["crm_changes"]]
    assert truto.crm.record(deal.id).fields["Metrics__c"] == "Saves a day a month (typed by Mia)"


async def test_an_analysis_that_chorus_made_anew_renews_the_card(play: Play) -> None:
    meeting = play.world.company.last_finished(play.person("ana"))
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    recording = play.world.truto.chorus.recordings[meeting.id]
    found = [
        replace(f, value="Cut month-end reporting to half an hour") if f.field_id == "metrics" else f
        for f in recording.qualification.findings
    ]
    recording.qualification = replace(recording.qualification, findings=tuple(found))
    await play.click("ana", card, cards.APPROVE)
    await play.until(thread, "your decision", "Cut month-end reporting to half an hour")
    assert play.world.truto.calls(WRITE) == []


async def test_a_rule_that_an_admin_sets_meanwhile_holds_for_open_cards_too(
    world: World, start: Start
) -> None:
    async with start() as app:
        play = Play(world)
        thread = await play.ask("ana", PUSH)
        card = await play.until(thread, "your decision")
        await app.house.field_rules.set("Champion__c", FieldRule(FieldPolicy.NEVER), "UROSA", 0.0)
        await play.click("ana", card, cards.APPROVE)
        shown = await play.until(thread, "your decision", "Changed since this card was first shown: Champion")
        await play.click("ana", shown, cards.APPROVE)
        await play.until(thread, "CRM update: written")
        (call,) = world.truto.calls(WRITE)
        assert "Champion" not in [c["field_name"] for c in call.body["crm_changes"]]


async def test_a_call_that_chorus_links_to_another_deal_meanwhile_renews_the_card(play: Play) -> None:
    meeting = play.world.company.last_finished(play.person("ana"))
    other = next(d for d in play.world.company.deals if d.account != meeting.account and d.is_open)
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    play.world.truto.chorus.match(meeting.id, other)
    await play.click("ana", card, cards.APPROVE)
    shown = await play.until(thread, "your decision", "links this call to another deal now")
    assert other.name in text_of(shown)
    head = text_of(shown).split("From the call")[0]
    assert other.account.name in head
    assert meeting.account.name not in head
    assert play.world.truto.calls(WRITE) == []


async def test_an_unchanged_card_is_not_renewed_in_any_shape_of_chorus_answers(
    world: World, start: Start
) -> None:
    async with start():
        play = Play(world)
        for unwrapping in ("data", "raw", "flat"):
            world.truto.options.unwrapping = unwrapping
            thread = await play.ask("ana", PUSH)
            await play.click("ana", await play.until(thread, "your decision"), cards.DECLINE)
            await play.until(thread, "CRM update: declined")
        thread = await play.ask("ana", PUSH)
        await play.click("ana", await play.until(thread, "your decision"), cards.APPROVE)
        await play.until(thread, "CRM update: written")


async def test_while_chorus_cannot_be_asked_nothing_is_written_and_the_card_stays_open(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    play.world.truto.options.account_status = "needs_reauth"
    await play.click("ana", card, cards.APPROVE)
    await play.slack.wait_for(lambda: play.whispers("ana"))
    assert "the card stays open" in play.whispers("ana")[0]
    assert play.world.truto.calls(WRITE) == []
    play.world.truto.options.account_status = "active"
    await play.click("ana", card, cards.APPROVE)
    await play.until(thread, "CRM update: written")


async def test_two_cards_for_one_field_approved_at_once_write_it_once(play: Play) -> None:
    one, two = [await play.ask("ana", PUSH) for _ in range(2)]
    first, second = await play.until(one, "your decision"), await play.until(two, "your decision")
    await asyncio.gather(play.click("ana", first, cards.APPROVE), play.click("sam", second, cards.APPROVE))
    for thread in (one, two):
        await play.slack.wait_for(lambda thread=thread: has_moved(" ".join(play.texts(thread))) or None)
    written = [w.field for w in play.world.truto.crm.writes]
    assert len(written) == len(set(written))


def has_moved(said: str) -> bool:
    """Whether a card was written, refused or renewed."""
    return any(word in said for word in ("update: written", "update: not written", "Changed since"))
