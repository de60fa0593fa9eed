"""Which deal a call belongs to: known, or asked; a pasted link or id settles it; nothing is ever created."""

from bot.slack import cards
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.play import PUSH, WRITE, Play


def ana_call(play: Play):
    return play.world.company.last_finished(play.person("ana"))


async def test_the_conversations_deal_stands_in_where_the_analysis_names_none(play: Play) -> None:
    play.world.truto.options.qualified_deal = "null"
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    assert ana_call(play).deal.name in text_of(card)
    await play.click("ana", card, cards.APPROVE)
    await play.until(thread, "CRM update: written")
    (call,) = play.world.truto.calls(WRITE)
    assert call.body["opportunity_id"] == ana_call(play).deal.id


async def test_a_call_without_a_deal_asks_which_of_the_accounts_open_deals_is_meant(play: Play) -> None:
    meeting, truto = ana_call(play), play.world.truto
    truto.options.writeback = "spec"
    truto.chorus.unlink(meeting.id)
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "which deal")
    assert meeting.deal.name in text_of(card), "seen with other calls of the account"
    assert "Nothing is created" in text_of(card)
    assert "Approve" not in str(card["blocks"])
    button = next(b for b in card["blocks"] if b["type"] == "actions")["elements"][0]
    await play.click("ana", card, button["action_id"])
    shown = await play.until(thread, "your decision")
    assert shown["ts"] == card["ts"]
    await play.click("ana", shown, cards.APPROVE)
    await play.until(thread, "CRM update: written")
    (call,) = truto.calls(WRITE)
    assert call.body["opportunity_id"] == meeting.deal.id


async def test_a_pasted_link_settles_which_deal_is_meant_and_the_question_is_closed(play: Play) -> None:
    meeting, truto = ana_call(play), play.world.truto
    truto.options.writeback = "spec"
    truto.chorus.unlink(meeting.id)
    thread = await play.ask("ana", PUSH)
    await play.until(thread, "which deal")
    link = f"https://seller.lightning.force.com/lightning/r/Opportunity/{meeting.deal.id}/view"
    await play.say("ana", f"it's {link}", thread)
    card = await play.until(thread, "your decision")
    await play.until(thread, "CRM update: overtaken", "A newer card of this call stands below")
    await play.click("ana", card, cards.APPROVE)
    await play.until(thread, "CRM update: written")
    (call,) = truto.calls(WRITE)
    assert call.body["opportunity_id"] == meeting.deal.id


async def test_two_candidates_are_both_shown_and_none_is_picked(play: Play) -> None:
    meeting, truto = twin_call(play), play.world.truto
    truto.options.qualified_deal = "other"
    owner = meeting.owner.key
    thread = await play.ask(owner, f"push the fields of meeting {meeting.id} into the CRM")
    card = text_of(await play.until(thread, "which deal"))
    names = [d.name for d in play.world.company.deals if d.account == meeting.account and d.is_open]
    assert len(names) == 2
    assert all(name in card for name in names)
    assert truto.calls(WRITE) == []


async def test_of_a_deal_that_was_chosen_or_named_the_card_claims_nothing(play: Play) -> None:
    meeting, truto = ana_call(play), play.world.truto
    truto.options.writeback = "spec"
    truto.chorus.unlink(meeting.id)
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "which deal")
    button = next(b for b in card["blocks"] if b["type"] == "actions")["elements"][0]
    await play.click("ana", card, button["action_id"])
    shown = await play.until(thread, "your decision", "this one was named here")
    assert "_empty_ →" not in text_of(shown)
    assert "_not known_ →" in text_of(shown)
    await play.click("ana", shown, cards.APPROVE, state=play.ticks(shown, "Metrics"))
    await play.until(thread, "CRM update: written")
    (call,) = truto.calls(WRITE)
    assert "previous_value" not in call.body["crm_changes"][0]


async def test_a_deal_that_chorus_does_not_show_is_named_without_the_calls_account(play: Play) -> None:
    meeting, truto = ana_call(play), play.world.truto
    truto.options.writeback = "spec"
    truto.chorus.unlink(meeting.id)
    other = next(d for d in play.world.company.deals if d.account != meeting.account and d.is_open)
    card = text_of(await play.until(await play.ask("ana", f"{PUSH} It is {other.id}"), "your decision"))
    assert meeting.account.name not in card.split("From the call")[0]
    assert "Chorus links this call to no deal" in card
    assert "look whether it is the right one" in card
    assert "change the link in Chorus" not in card


def twin_call(play: Play):
    """A qualified call on the account that has two open deals."""
    deals = [d for d in play.world.company.deals if d.is_open]
    twins = next(d.account for d in deals if sum(e.account == d.account for e in deals) == 2)
    return next(
        m
        for m in play.world.company.meetings
        if m.account == twins
        and m.deal
        and m.deal.is_open
        and m.qualification
        and m.status == "done"
        and not m.private
    )


async def test_the_accounts_other_open_deal_is_named_on_the_card(play: Play) -> None:
    meeting = twin_call(play)
    thread = await play.ask(meeting.owner.key, f"push the fields of meeting {meeting.id} into the CRM")
    card = text_of(await play.until(thread, "your decision"))
    other = next(
        d
        for d in play.world.company.deals
        if d.account == meeting.account and d.is_open and d != meeting.deal
    )
    assert other.name in card
    assert "change the link in Chorus" in card


async def test_without_any_deal_it_says_so_and_creates_nothing(play: Play) -> None:
    meeting, truto = ana_call(play), play.world.truto
    for known in play.world.company.meetings:
        if known.account == meeting.account:
            truto.chorus.unlink(known.id)
    thread = await play.ask("ana", PUSH)
    said = " ".join(await play.done(thread))
    assert "no deal for this meeting" in said
    assert "nothing is ever created" in said
    assert truto.calls(WRITE) == []


async def test_an_id_of_a_deal_that_chorus_does_not_link_is_refused_before_anything_is_shown(
    play: Play,
) -> None:
    meeting = ana_call(play)
    other = next(d for d in play.world.company.deals if d.account != meeting.account)
    thread = await play.ask("ana", f"{PUSH} It belongs to {other.id}")
    said = " ".join(await play.done(thread))
    assert "is not linked to this meeting" in said
    assert not any("your decision" in text for text in play.texts(thread))


async def test_the_card_links_to_the_record_where_the_settings_say_how(world: World, start: Start) -> None:
    async with start(CHORISTER_CRM_URL="https://crm.example/o/{id}"):
        play = Play(world)
        card = await play.until(await play.ask("ana", PUSH), "your decision")
        assert f"<https://crm.example/o/{ana_call(play).deal.id}|" in str(card["blocks"])


async def test_the_last_three_calls_make_one_card_for_each_deal_each_decided_alone(play: Play) -> None:
    meetings = play.world.company.finished(play.person("ana"))[:3]
    for meeting in meetings:
        assert play.world.truto.chorus.recordings[meeting.id].qualification, "the planner reads all three"
    deals = {m.deal.id for m in meetings if m.deal}
    thread = await play.ask("ana", "Push the notes of my last three calls into the CRM.")
    shown = await play.slack.wait_for(
        lambda: (
            (found := [m for m in play.replies(thread) if "your decision" in text_of(m)])
            and len(found) >= len(deals)
            and found
        )
    )
    assert len(shown) == len(deals)
    first, *others = shown
    await play.click("ana", first, cards.APPROVE)
    await play.until(thread, "CRM update: written")
    assert sum("your decision" in text for text in play.texts(thread)) == len(others)
    for card in others:
        await play.click("ana", card, cards.DECLINE)
    await play.done(thread)
    assert len(play.world.truto.calls(WRITE)) == 1
