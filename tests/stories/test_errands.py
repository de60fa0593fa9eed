"""A call that changes or destroys something waits for a person: one decision, one call, and the truth about it."""

import json

from bot.durable import finished, start_once
from bot.errands.errand import Status
from bot.slack import errand_words as words
from bot.workflows.decide_errand import decide_errand
from sandbox.slack import check_view
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.desk import ALLOWED, BULK, CREATE, DELETE, MOMENT, Desk, errand_of
from tools.policy import NO_RULES


async def test_a_write_waits_for_a_click_and_is_sent_once_as_it_was_shown(desk: Desk) -> None:
    thread, card = await desk.create()
    assert "name = Best of June" in text_of(card)
    assert "Asked by" in text_of(card)
    assert desk.world.truto.calls(CREATE) == []
    await desk.click("rosa", card, words.APPROVE)
    await desk.until(thread, "Chorus took it", "Approved by")
    await desk.done(thread)
    (call,) = desk.world.truto.calls(CREATE)
    assert call.body == {"name": "Best of June"}
    assert call.headers["idempotency-key"].startswith("errand:")
    (told,) = desk.told()
    assert (told["state"], told["outcome"]) == ("approved", "taken")
    assert told["id"] in desk.world.truto.chorus.shelves["playlists"].rows


async def test_declining_does_nothing_and_is_told(desk: Desk) -> None:
    thread, card = await desk.create()
    await desk.click("rosa", card, words.DECLINE)
    await desk.until(thread, "declined", "Nothing was done")
    await desk.done(thread)
    assert desk.told()[0]["known"] == "A person declined it. Nothing was done."
    assert desk.world.truto.calls(CREATE) == []


async def test_what_an_admin_has_not_listed_is_not_offered(world: World, start: Start) -> None:
    async with start(CHORISTER_TOOLS="flat"):
        desk = Desk(world)
        thread = await desk.ask("rosa", "help")
        await desk.done(thread)
        offered = {tool["name"] for tool in world.claude.asked[-1].body["tools"]}
        assert not offered & {DELETE, CREATE}


async def test_what_destroys_is_done_only_after_its_name_was_typed(desk: Desk) -> None:
    desk.world.truto.options.delete_after = 0
    thread, card = await desk.delete()
    assert f"the call “{desk.call.subject}”" in text_of(card)
    form = await desk.confirmation("ana", card)
    assert not check_view(
        {k: form[k] for k in ("type", "title", "submit", "close", "blocks", "private_metadata")}
    )
    wrong = await desk.type("ana", form, "DELETE")
    assert wrong["response_action"] == "errors"
    assert desk.call.subject in " ".join(wrong["errors"].values())
    assert desk.world.truto.calls(DELETE) == []
    assert await desk.type("ana", form, f"  {desk.call.subject.upper()} ") == {}
    await desk.until(thread, "Deleting in Chorus: done")
    await desk.done(thread)
    assert len(desk.world.truto.calls(DELETE)) == 1
    assert desk.told()[0]["outcome"] == "done"


async def test_a_plain_approval_of_what_destroys_is_none(desk: Desk) -> None:
    thread, card = await desk.delete()
    buttons = next(b for b in card["blocks"] if b["type"] == "actions")["elements"]
    assert [b["action_id"] for b in buttons] == [words.CONFIRM, words.DECLINE]
    value = buttons[0]["value"].split(" ")
    click = {
        "verdict": "approved",
        "user": desk.person("ana").slack_id,
        "digest": value[1],
        "token": "forged",
        "channel": desk.channel,
        "thread": thread,
        "card": card["ts"],
    }
    await start_once("forged", decide_errand, value[0], click)
    await finished("forged")
    assert desk.whispers("ana") == [words.WRONG_WORDS]
    assert desk.world.truto.calls(DELETE) == []


async def test_neither_a_manager_nor_a_colleague_can_destroy_a_call(desk: Desk) -> None:
    _, card = await desk.delete()
    for name in ("sam", "ben"):
        await desk.click(name, card, words.CONFIRM)
        await desk.slack.wait_for(lambda name=name: desk.whispers(name))
        assert "This is not yours to decide: Ana" in desk.whispers(name)[0]
        assert desk.slack.modal(desk.person(name)) is None
    assert desk.world.truto.calls(DELETE) == []


async def test_the_owners_manager_may_approve_a_change_about_their_call(desk: Desk) -> None:
    moment = {"callid": desk.call.id, "moment_time": 60, "moment_duration": 30}
    thread = await desk.asks_for(MOMENT, moment)
    card = await desk.until(thread, "your decision")
    await desk.click("ben", card, words.APPROVE)
    await desk.slack.wait_for(lambda: desk.whispers("ben"))
    await desk.click("sam", card, words.APPROVE)
    await desk.until(thread, "Chorus took it")
    assert len(desk.world.truto.calls(MOMENT)) == 1


async def test_what_belongs_to_no_call_is_for_admins(desk: Desk) -> None:
    thread = await desk.asks_for(CREATE, {"name": "Mine"})
    card = await desk.until(thread, "your decision", "For an admin to decide")
    await desk.click("ana", card, words.APPROVE)
    await desk.slack.wait_for(lambda: desk.whispers("ana"))
    assert "an admin can" in desk.whispers("ana")[0]
    assert desk.world.truto.calls(CREATE) == []


async def test_a_call_that_the_asker_may_not_read_makes_no_card(desk: Desk) -> None:
    thread = await desk.asks_for(DELETE, {"id": desk.call.id}, "ben")
    await desk.done(thread)
    assert "may not read it" in desk.told()[0]["error"]
    assert not any("your decision" in text for text in desk.texts(thread))


async def test_several_calls_at_once_need_the_word_and_an_admin_where_they_are_several_peoples(
    desk: Desk,
) -> None:
    desk.world.truto.options.delete_after = 0
    mine, other = desk.call, desk.world.company.last_finished(desk.person("ben"))
    thread = await desk.asks_for(BULK, {"delete": [mine.id, other.id]}, "rosa")
    card = await desk.until(thread, "your decision", str(mine.subject), "For an admin to decide")
    form = await desk.confirmation("rosa", card)
    assert (await desk.type("rosa", form, str(mine.subject)))["response_action"] == "errors"
    assert await desk.type("rosa", form, "delete") == {}
    await desk.until(thread, "Deleting in Chorus: done")


async def test_more_than_a_person_can_look_at_makes_no_card(desk: Desk) -> None:
    ids = [call.id for call in desk.world.company.meetings][:11]
    thread = await desk.asks_for(BULK, {"delete": ids}, "rosa")
    await desk.done(thread)
    assert "At most 10 things at once" in desk.told()[0]["error"]


async def test_two_clicks_by_two_people_make_one_call_and_both_hear_of_it(desk: Desk) -> None:
    moment = {"callid": desk.call.id, "moment_time": 60, "moment_duration": 30}
    thread = await desk.asks_for(MOMENT, moment)
    card = await desk.until(thread, "your decision")
    for name in ("ana", "sam", "rosa"):
        await desk.click(name, card, words.APPROVE)
    await desk.until(thread, "Chorus took it")
    await desk.slack.wait_for(lambda: len([w for n in ("ana", "sam", "rosa") for w in desk.whispers(n)]) == 2)
    said = [w for n in ("ana", "sam", "rosa") for w in desk.whispers(n)]
    assert all("already approved by" in w for w in said)
    assert len(desk.world.truto.calls(MOMENT)) == 1


async def test_what_an_admin_no_longer_allows_is_not_sent_though_it_was_shown(desk: Desk) -> None:
    thread, card = await desk.create()
    desk.app.house.desk.rules = NO_RULES
    await desk.click("rosa", card, words.APPROVE)
    await desk.until(thread, "not done", "no longer allows this tool")
    assert desk.world.truto.calls(CREATE) == []


async def test_with_writing_off_no_card_is_made(world: World, start: Start) -> None:
    async with start(**ALLOWED, CHORISTER_WRITES="off"):
        desk = Desk(world)
        thread = await desk.asks_for(CREATE, {"name": "x"}, "rosa")
        await desk.done(thread)
        assert "switched off" in desk.told()[0]["error"]
        assert not any("your decision" in text for text in desk.texts(thread))


async def test_the_switch_stops_an_open_card_and_brings_it_back(desk: Desk) -> None:
    thread, card = await desk.create()
    await desk.app.house.switches.set("writes", False, desk.person("rosa").slack_id, 0.0)
    await desk.click("rosa", card, words.APPROVE)
    await desk.slack.wait_for(lambda: desk.whispers("rosa"))
    assert "the card stays open" in desk.whispers("rosa")[0], "a click that was on its way"
    await desk.command("rosa", "writes off")
    off = await desk.until(thread, "preview, writing is off", "The card stays open")
    assert all(b["type"] != "actions" for b in off["blocks"])
    await desk.command("rosa", "writes on")
    await desk.click("rosa", await desk.until(thread, "your decision"), words.APPROVE)
    await desk.until(thread, "Chorus took it")
    assert len(desk.world.truto.calls(CREATE)) == 1


async def test_every_step_is_on_record_before_it_happens(desk: Desk) -> None:
    thread, card = await desk.create()
    await desk.click("rosa", card, words.APPROVE)
    await desk.until(thread, "Chorus took it")
    await desk.done(thread)
    id = errand_of(card)
    rows = await desk.app.house.audit.of(f"errand:{id}")
    assert [r["what"] for r in rows] == ["proposed", "decided", "sent", "answered", "outcome"]
    assert rows[2]["detail"]["payload"]["arguments"] == {"name": "Best of June"}
    assert rows[4]["detail"]["status"] == Status.TAKEN


async def test_what_is_said_while_a_card_is_open_is_answered_and_the_card_stays(desk: Desk) -> None:
    thread, card = await desk.create()
    await desk.say("rosa", "help", thread)
    await desk.done(thread)
    assert "nobody has decided yet" in desk.told()[0]["known"]
    await desk.click("rosa", card, words.APPROVE)
    await desk.until(thread, "Chorus took it")


async def test_a_call_is_shown_with_its_time_and_owner_on_the_card_and_in_the_form(desk: Desk) -> None:
    _, card = await desk.delete()
    began = f"<!date^{int(desk.call.start.timestamp())}^"
    form = await desk.confirmation("ana", card)
    for said in (json.dumps(card["blocks"]), json.dumps(form["blocks"])):
        assert began in said
        assert "its owner: Ana" in said
