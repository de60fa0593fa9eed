"""A call that changes or destroys something waits for a person: one decision, one call, and the truth about it."""

import asyncio
import json
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from bot.app import App
from bot.durable import finished, start_once
from bot.errands.errand import Status, Thing, from_json, to_json
from bot.errands.rights import decides
from bot.people import Person
from bot.slack import errand_words as words
from bot.slack.audience_words import REFUSED
from bot.workflows.decide_errand import decide_errand
from bot.workflows.expire_errands import expire_errands, finish_errand
from bot.workflows.propose_errand import look_at_things
from bot.workflows.recognising import recognised
from bot.workflows.run_errand import run_errand
from sandbox.claude import tool_use
from sandbox.slack import check_view
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.builders import an_errand
from tests.conftest import Start
from tests.play import Message, Play
from tools.policy import NO_RULES

DELETE = "delete_a_chorus_conversation_by_id"
DELETE_LIST = "delete_a_chorus_playlist_by_id"
GET = "get_single_chorus_conversation_by_id"
CREATE = "create_a_chorus_playlist"
MOMENT = "create_a_chorus_moment"
BULK = "chorus_conversations_bulk"
ALLOWED = {
    "CHORISTER_ALLOW": "conversations.delete, conversations.bulk, playlists.create, playlists.delete, moments.create, "
    "moments.delete",
    "CHORISTER_TOOLS": "flat",
}


class Desk(Play):
    """A stage on which Claude asks for other things than CRM writes."""

    app: App

    @property
    def call(self) -> Any:
        """Ana's last call."""
        return self.world.company.last_finished(self.person("ana"))

    async def asks_for(self, tool: str, arguments: dict[str, Any], name: str = "ana") -> str:
        """Somebody asks, and Claude calls a tool; what Claude says after it is told a result repeats what it was told."""
        self.world.claude.script([tool_use(tool, arguments)], "I was told.")
        return await self.ask(name, "please do it")

    async def delete(self, name: str = "ana") -> tuple[str, Message]:
        """Somebody has Ana's last call deleted: the thread, and the open card in it."""
        thread = await self.asks_for(DELETE, {"id": self.call.id}, name)
        return thread, await self.until(thread, "your decision")

    async def create(self) -> tuple[str, Message]:
        """Rosa, an admin, wants a playlist."""
        thread = await self.asks_for(CREATE, {"name": "Best of June"}, "rosa")
        return thread, await self.until(thread, "your decision")

    async def confirmation(self, name: str, card: Message) -> dict[str, Any]:
        """Click Approve on a card that destroys, and wait for the form."""
        await self.click(name, card, words.CONFIRM)
        return await self.slack.wait_for(lambda: self.slack.modal(self.person(name)))

    async def type(self, name: str, form: dict[str, Any], typed: str) -> dict[str, Any]:
        """Type into the form and send it; returns what the bot answered."""
        return await self.slack.submit(self.person(name), form["id"], {(words.TYPED, words.TYPED): typed})

    async def confirm(self, name: str, card: Message) -> None:
        form = await self.confirmation(name, card)
        assert await self.type(name, form, self.call.subject) == {}

    def told(self) -> list[dict[str, Any]]:
        """What Claude was told of each tool call, in order."""
        blocks = [b for m in self.world.claude.asked[-1].body["messages"] for b in m["content"]]
        results = [b for b in blocks if isinstance(b, dict) and b.get("type") == "tool_result"]
        return [json.loads(b["content"]) for b in results]


@pytest.fixture
async def desk(world: World, start: Start) -> AsyncIterator[Desk]:
    async with start(**ALLOWED) as app:
        made = Desk(world)
        made.app = app
        yield made


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


async def test_silence_expires_and_a_late_click_changes_nothing(desk: Desk) -> None:
    thread, card = await desk.create()
    desk.world.clock.advance(timedelta(hours=25))
    await desk.click("rosa", card, words.APPROVE)
    await desk.until(thread, "expired", "Nothing was done")
    await desk.slack.wait_for(lambda: desk.whispers("rosa"))
    assert "expired before anybody decided" in desk.whispers("rosa")[0]
    await desk.done(thread)
    assert "no refusal" in desk.told()[0]["known"]
    assert desk.world.truto.calls(CREATE) == []


async def test_the_clock_expires_a_card_and_the_run_goes_on(desk: Desk) -> None:
    thread, card = await desk.delete()
    form = await desk.confirmation("ana", card)
    desk.world.clock.advance(timedelta(hours=25))
    await expire_errands(desk.world.clock.now(), {})
    await desk.until(thread, "Deleting in Chorus: expired")
    await desk.done(thread)
    assert await desk.type("ana", form, desk.call.subject) == {}, "a form that was open all the while"
    await desk.slack.wait_for(lambda: desk.whispers("ana"))
    assert "expired before anybody decided" in desk.whispers("ana")[0]
    assert desk.world.truto.calls(DELETE) == []


async def test_a_click_after_a_restart_is_as_good(world: World, start: Start) -> None:
    async with start(**ALLOWED):
        thread, card = await Desk(world).create()
    # The engine takes the loop's threads with it; another process has its own.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(8))
    async with start(**ALLOWED):
        desk = Desk(world)
        await desk.click("rosa", card, words.APPROVE)
        await desk.until(thread, "Chorus took it")
        await desk.done(thread)
    assert len(world.truto.calls(CREATE)) == 1


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


async def test_what_was_not_there_before_is_told_as_that_and_nothing_is_sent(desk: Desk) -> None:
    thread, card = await desk.delete()
    desk.world.truto.chorus.delete(desk.call.id, force=True)
    desk.world.clock.advance(60)
    await desk.confirm("ana", card)
    await desk.until(thread, "was not there", "Nothing was sent")
    await desk.done(thread)
    assert desk.world.truto.calls(DELETE) == []
    assert desk.told()[0]["outcome"] == "not there"


async def test_a_refusal_is_told_in_chorus_own_words(desk: Desk) -> None:
    quoted = next(iter(desk.world.truto.chorus.shelves["playlist_moments"].rows.values()))["callid"]
    thread = await desk.asks_for(DELETE, {"id": quoted}, "rosa")
    form = await desk.confirmation("rosa", await desk.until(thread, "your decision"))
    phrase = form["blocks"][-1]["label"]["text"].removeprefix("Type: ")
    await desk.type("rosa", form, phrase)
    await desk.until(thread, "Deleting in Chorus: not done", "use force_delete")
    await desk.done(thread)
    assert desk.told()[0]["outcome"] == "refused"


async def test_a_write_whose_answer_is_lost_is_unverified_and_not_sent_again(desk: Desk) -> None:
    desk.world.truto.faults.add("lost_reply", match=CREATE)
    thread, card = await desk.create()
    await desk.click("rosa", card, words.APPROVE)
    await desk.until(thread, "unverified", "not sent again")
    await desk.done(thread)
    assert len(desk.world.truto.calls(CREATE)) == 1
    assert "nobody knows" in desk.told()[0]["known"]


async def test_a_gateway_error_is_not_answered_by_sending_again(desk: Desk) -> None:
    desk.world.truto.faults.add("504", match=CREATE)
    thread, card = await desk.create()
    await desk.click("rosa", card, words.APPROVE)
    await desk.until(thread, "unverified")
    assert len(desk.world.truto.calls(CREATE)) == 1


async def test_a_rate_limit_is_waited_out(desk: Desk) -> None:
    desk.world.truto.faults.add("429", match=CREATE, retry_after=5)
    thread, card = await desk.create()
    await desk.click("rosa", card, words.APPROVE)
    await desk.until(thread, "Chorus took it")
    assert [c.status for c in desk.world.truto.calls(CREATE)] == [429, 200]


async def test_a_deletion_whose_answer_is_lost_is_found_out_by_looking(desk: Desk) -> None:
    desk.world.truto.options.delete_after = 0
    desk.world.truto.faults.add("lost_reply", match=DELETE)
    thread, card = await desk.delete()
    await desk.confirm("ana", card)
    await desk.until(thread, "Deleting in Chorus: done")
    assert len(desk.world.truto.calls(DELETE)) == 1


async def test_a_step_that_is_repeated_sends_nothing_twice(desk: Desk) -> None:
    thread, card = await desk.create()
    await desk.click("rosa", card, words.APPROVE)
    await desk.until(thread, "Chorus took it")
    id = card["blocks"][-1]["block_id"].removeprefix("errand:")
    errands = desk.app.house.errands
    once = await run_errand(id, desk.channel, 0)
    await errands.set_outcome(id, None)  # type: ignore[arg-type]  # the crash came before the outcome was kept
    again = await run_errand(id, desk.channel, 0)
    assert once["errand"]["outcome"] == again["errand"]["outcome"]
    assert len(desk.world.truto.calls(CREATE)) == 1


async def test_what_a_crash_left_on_the_way_is_unverified_and_not_sent(desk: Desk) -> None:
    thread, card = await desk.create()
    id = card["blocks"][-1]["block_id"].removeprefix("errand:")
    here = desk.app.house
    errand = await here.errands.get(id)
    assert errand is not None
    approved = from_json(to_json(errand) | {"state": "approved", "decision": {"by": "UROSA1", "at": 0.0}})
    assert await here.errands.decide(approved)
    await here.audit.record(f"errand:{id}", "sent", "UROSA1", 0.0, key="earlier:0")
    await finish_errand(id)
    await desk.until(thread, "unverified", "interrupted while it was sending")
    assert desk.world.truto.calls(CREATE) == []


async def test_an_approval_that_broke_off_is_finished_by_the_clock(desk: Desk) -> None:
    thread, card = await desk.create()
    id = card["blocks"][-1]["block_id"].removeprefix("errand:")
    here = desk.app.house
    errand = await here.errands.get(id)
    assert errand is not None
    rosa, now = desk.person("rosa").slack_id, here.now()
    decision = {"by": rosa, "at": now, "token": "t"}
    assert await here.errands.decide(from_json(to_json(errand) | {"state": "approved", "decision": decision}))
    desk.world.clock.advance(600)
    await expire_errands(desk.world.clock.now(), {})
    await desk.until(thread, "Chorus took it")
    await desk.done(thread)
    assert len(desk.world.truto.calls(CREATE)) == 1


async def test_every_step_is_on_record_before_it_happens(desk: Desk) -> None:
    thread, card = await desk.create()
    await desk.click("rosa", card, words.APPROVE)
    await desk.until(thread, "Chorus took it")
    await desk.done(thread)
    id = card["blocks"][-1]["block_id"].removeprefix("errand:")
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


RANDOM = "CRANDOM001"
"""Everybody of the company is in it, and a guest."""


async def in_private(desk: Desk, name: str, *said: str) -> Message:
    """What the bot told somebody in direct messages, once it says all this."""
    dm = desk.slack.dm(desk.person(name))

    def found() -> Message | None:
        return next((m for m in desk.slack.messages(dm) if all(s in text_of(m) for s in said)), None)

    return await desk.slack.wait_for(found, timeout=desk.patience)


async def test_a_card_with_words_of_a_call_is_for_the_asker_alone_where_a_guest_reads_along(
    desk: Desk,
) -> None:
    desk.channel = RANDOM
    await desk.slack.invite(desk.person("rosa"), RANDOM)
    words_of_a_call = "Ingrid signs above 50k"
    desk.world.claude.script(
        [tool_use(GET, {"id": desk.call.id})], [tool_use(CREATE, {"name": words_of_a_call})], "I was told."
    )
    thread = await desk.ask("rosa", "make a playlist named after what was said in Ana's last call")
    await in_private(desk, "rosa", "your decision", words_of_a_call)
    await desk.until(thread, "the card privately")
    assert not any("Ingrid" in text for text in desk.texts(thread))


async def test_a_card_about_what_is_no_call_is_for_the_asker_alone_where_a_guest_reads_along(
    desk: Desk,
) -> None:
    desk.channel = RANDOM
    await desk.slack.invite(desk.person("rosa"), RANDOM)
    list_ = next(iter(desk.world.truto.chorus.shelves["playlists"].rows))
    thread = await desk.asks_for(DELETE_LIST, {"id": list_}, "rosa")
    await in_private(desk, "rosa", "your decision")
    await desk.until(thread, "the card privately")
    assert not any("your decision" in text for text in desk.texts(thread))


async def test_a_deletion_that_is_refused_is_on_record_and_told_to_the_asker_alone(desk: Desk) -> None:
    subject = desk.call.subject
    desk.world.claude.script(
        [tool_use(DELETE, {"id": desk.call.id})], f"You may not delete “{subject}” of Ana Ruiz."
    )
    thread = await desk.ask("ben", "delete Ana's last call")
    await desk.done(thread)
    await in_private(desk, "ben", str(subject))
    assert not any(str(subject) in text for text in desk.texts(thread))
    assert desk.whispers("ben") == [REFUSED]
    assert "refused read" in [row["what"] for row in await desk.app.house.audit.all()]


async def test_a_call_of_ones_own_in_the_arguments_opens_nobody_elses_playlist(desk: Desk) -> None:
    ana = await recognised(desk.person("ana").slack_id, 0)
    assert isinstance(ana, Person)
    list_ = next(iter(desk.world.truto.chorus.shelves["playlists"].rows))
    parts = ["playlists", "delete", list_, {"call_id": desk.call.id}, {}]
    looked = await look_at_things(ana.to_json(), parts, ["playlists"], 0)
    assert [thing["kind"] for thing in looked["things"]] == ["playlist", "call"]
    things = tuple(Thing(**thing) for thing in looked["things"])
    assert not decides(ana, an_errand(things=things))


async def test_what_was_sent_and_then_forgotten_is_told_by_the_clock(desk: Desk) -> None:
    thread, card = await desk.create()
    id = card["blocks"][-1]["block_id"].removeprefix("errand:")
    here = desk.app.house
    errand = await here.errands.get(id)
    assert errand is not None
    decision = {"by": desk.person("rosa").slack_id, "at": here.now(), "token": "t"}
    assert await here.errands.decide(from_json(to_json(errand) | {"state": "approved", "decision": decision}))
    await here.errands.set_outcome(id, {"status": "taken", "say": ""})
    for minutes in (10, 70):
        desk.world.clock.advance(timedelta(minutes=minutes))
        await expire_errands(desk.world.clock.now(), {})
        await desk.until(thread, "Chorus took it")
        await desk.done(thread)
    assert len(desk.answers(thread)) == 1
    assert desk.world.truto.calls(CREATE) == []


async def test_whoever_approves_hears_of_a_long_wait_before_it_is_sent(desk: Desk) -> None:
    thread, card = await desk.create()
    desk.world.truto.faults.add("429", match=CREATE, style="retry_after", retry_after=200)
    await desk.click("rosa", card, words.APPROVE)
    await desk.slack.wait_for(lambda: desk.whispers("rosa"))
    assert "Going on" in desk.whispers("rosa")[0], "whoever clicked hears of the wait"
    await desk.until(thread, "Chorus took it")
    await desk.done(thread)


async def test_where_nobody_who_sees_the_card_may_decide_it_none_is_made(desk: Desk) -> None:
    desk.channel = desk.slack.dm(desk.person("ana"))
    desk.world.claude.script([tool_use(CREATE, {"name": "Mine"})], "I was told.")
    thread = await desk.say("ana", "make a playlist")
    await desk.done(thread)
    assert "asked for by an admin" in desk.told()[0]["error"]
    assert not any("your decision" in text for text in desk.texts(thread))


async def test_a_call_is_shown_with_its_time_and_owner_on_the_card_and_in_the_form(desk: Desk) -> None:
    _, card = await desk.delete()
    began = f"<!date^{int(desk.call.start.timestamp())}^"
    form = await desk.confirmation("ana", card)
    for said in (json.dumps(card["blocks"]), json.dumps(form["blocks"])):
        assert began in said
        assert "its owner: Ana" in said
