"""The three messages of the first day, word for word, and what must come of them."""

import re
from datetime import timedelta

from bot.risk.gaps import is_placeholder
from bot.slack import cards
from sandbox.slack.render import text_of
from tests.play import JOIN, PUSH, RECORD, REVIEW, WRITE, Play

ID = re.compile(r"Meeting ID `(\w{32})`")


async def test_the_recorder_is_sent_and_the_thread_says_no_more_than_is_known(play: Play) -> None:
    thread = await play.ask("ana", RECORD)
    accepted = await play.until(thread, "Chorus took the link")
    assert "admit it" in text_of(accepted)
    said = " ".join(await play.done(thread))
    assert "seen in the call" not in said
    assert "recording" not in said.lower()

    play.world.clock.advance(timedelta(seconds=5))
    seen = await play.until(thread, "seen in the call")
    assert seen["ts"] == accepted["ts"], "one message, edited"
    (join,) = play.world.truto.calls(JOIN)
    assert join.body == {"invitation_text": "https://zoom.us/j/987654321"}


async def test_the_last_meeting_is_written_once_and_exactly_as_ticked_after_the_click(play: Play) -> None:
    world, ana = play.world, play.person("ana")
    meeting = world.company.last_finished(ana)
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "CRM update: your decision")
    assert "From the call “<https://chorus.ai/meeting/" in str(card["blocks"]), "one click away from the call"
    assert world.truto.calls(WRITE) == []
    assert meeting.deal is not None
    assert meeting.deal.name in text_of(card)
    for field in meeting.qualification.all:
        if field.quote and field.change_type != "NO_CHANGE":
            assert field.quote.split(".")[0] in text_of(card)

    await play.click("ana", card, cards.APPROVE)
    written = await play.until(thread, "CRM update: written")
    assert "Chorus accepted the update of" in text_of(written)
    (call,) = world.truto.calls(WRITE)
    assert call.body["meeting_id"] == meeting.id
    assert call.body["object_type"] == "Opportunity"
    assert call.body["opportunity_id"] == meeting.deal.id
    ticked = {c["field_name"]: c["new_value"] for c in call.body["crm_changes"]}
    assert ticked
    assert set(ticked) == _ticked(card)
    history = world.truto.crm.records[meeting.deal.id].history
    assert len(history) == len(ticked)
    assert all(any(w.new in (value, f"{w.old}\n{value}") for value in ticked.values()) for w in history)
    assert await play.done(thread)


def _ticked(card: dict[str, object]) -> set[str]:
    rows = [b for b in card["blocks"] if "accessory" in b]
    return {b["text"]["text"].split("*")[1] for b in rows if b["accessory"].get("initial_options")}


async def test_the_review_names_every_right_call_and_no_other(play: Play) -> None:
    thread = await play.ask("sam", REVIEW)
    await play.done(thread)
    text = "\n".join(play.texts(thread))
    findings, unanswered = text.split("No answer for")
    expected, unknown = _recomputed(play)
    assert set(ID.findall(findings)) == {m.id for m in expected}
    assert set(ID.findall(unanswered)) == {m.id for m in unknown}
    assert len(ID.findall(text)) == len(expected) + len(unknown), "each named once"
    for meeting in expected:
        assert meeting.owner.name in findings
    assert "is *empty*" in findings
    assert "only says" in findings
    assert "no quote" in findings
    assert len(play.world.truto.calls("list_all_chorus_conversations")) >= 3, "several pages"


def _recomputed(play: Play) -> tuple[list[object], list[object]]:
    """By brute force over the company: the calls to name, and those nobody can judge."""
    company = play.world.company
    long = [
        m
        for m in company.meetings_on(company.today)
        if m.status == "done"
        and not m.no_show
        and not m.private
        and m.duration > 1800
        and m.start <= play.world.clock.now()
    ]
    unknown = [m for m in long if m.qualification is None]
    flagged = []
    for meeting in long:
        if meeting.qualification is None:
            continue
        buyer = meeting.qualification.field("Economic Buyer")
        value = str(buyer.value or buyer.previous or "").strip()
        if not value or is_placeholder(value) or not buyer.quote:
            flagged.append(meeting)
    return flagged, unknown


async def test_a_link_alone_gets_an_offer_and_the_click_sends_the_recorder(play: Play) -> None:
    thread = await play.say("chloe", "https://meet.google.com/abc-defg-hij")
    offer = await play.until(thread, "Shall Chorus record it?")
    assert play.world.truto.calls(JOIN) == []
    await play.click("dev", offer, "recorder_send")
    await play.until(thread, "Chorus took the link")
    closed = await play.until(thread, "asked for the recorder")
    assert closed["ts"] == offer["ts"]
    (join,) = play.world.truto.calls(JOIN)
    assert "meet.google.com/abc-defg-hij" in join.body["invitation_text"]


async def test_an_auto_join_channel_gets_the_recorder_at_once(start, world) -> None:
    async with start(CHORISTER_AUTO_JOIN=world.slack.channels["deals"]):
        play = Play(world)
        thread = await play.say("elif", "see you at https://zoom.us/j/111222333?pwd=x&from=addon")
        await play.until(thread, "Chorus took the link")
        (join,) = world.truto.calls(JOIN)
        assert join.body["invitation_text"] == "https://zoom.us/j/111222333?pwd=x"
        assert world.claude.asked == [], "no Claude call where the intent is plain"
