"""Accepted is not done: what Chorus only took is told as that, looked for, and told as it ended."""

import asyncio
import json
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.durable import finished
from bot.slack import errand_words as words
from bot.slack.audience_words import REFUSED
from sandbox.claude import tool_use
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.play import Message, Play
from tests.stories.test_connecting_an_account import connect

DELETE = "delete_a_chorus_conversation_by_id"
CALL = "get_single_chorus_conversation_by_id"
EXPORT = "chorus_conversations_export"
DISCONNECT = "chorus_conversations_disconnect"
VALIDATE = "chorus_conversations_validate"
TASK = "get_single_chorus_task_by_id"
SETTINGS = {
    "CHORISTER_ALLOW": "conversations.delete, scorecards.export",
    "CHORISTER_EFFECTS": "conversations.export=read",
    "CHORISTER_TOOLS": "flat",
    "CHORISTER_TASK_DEADLINE": "600",
}
SCORES = "chorus_scorecards_export"


class Office(Play):
    """A stage on which Claude orders things of Chorus that take their time."""

    @property
    def call(self) -> Any:
        return self.world.company.last_finished(self.person("ana"))

    async def deleted(self) -> str:
        """Ana has her last call deleted, and confirms it; the thread."""
        self.world.claude.script([tool_use(DELETE, {"id": self.call.id})], "I was told.")
        thread = await self.ask("ana", "delete my last call")
        await self.click("ana", await self.until(thread, "your decision"), words.CONFIRM)
        form = await self.slack.wait_for(lambda: self.slack.modal(self.person("ana")))
        typed = {(words.TYPED, words.TYPED): self.call.subject}
        assert await self.slack.submit(self.person("ana"), form["id"], typed) == {}
        return thread

    async def exports(self, name: str = "rosa", tool: str = EXPORT) -> str:
        self.world.claude.script([tool_use(tool)], "I was told.")
        return await self.ask(name, "export it")

    def told(self) -> list[dict[str, Any]]:
        """What Claude was told of each tool call, in order."""
        blocks = [b for m in self.world.claude.asked[-1].body["messages"] for b in m["content"]]
        results = [b for b in blocks if isinstance(b, dict) and b.get("type") == "tool_result"]
        return [json.loads(b["content"]) for b in results]

    def looks(self) -> int:
        """How often the call was looked at."""
        return len(self.world.truto.calls(CALL))

    async def message(self, thread: str, *said: str) -> Message:
        """The message of the accepted work, once it says all this."""
        return await self.until(thread, "asked by", *said)


@pytest.fixture
async def office(world: World, start: Start) -> AsyncIterator[Office]:
    async with start(**SETTINGS):
        yield Office(world)


async def test_a_deletion_is_accepted_at_first_and_done_when_the_call_is_gone(office: Office) -> None:
    thread = await office.deleted()
    await office.message(thread, "Chorus took the order; it is not done yet. I look for it until")
    await office.until(thread, "Deleting in Chorus: accepted, not done yet")
    await office.done(thread)
    (told,) = office.told()
    assert (told["outcome"], "It is not done yet" in told["known"]) == ("accepted", True)
    office.world.clock.advance(office.world.truto.options.delete_after)
    await office.message(thread, "Done: I have seen it in Chorus")
    await office.until(thread, "Deleting in Chorus: done")
    assert len(office.world.truto.calls(DELETE)) == 1


async def test_a_deletion_that_never_happens_is_unverified_at_the_deadline(office: Office) -> None:
    office.world.truto.options.deletes = False
    thread = await office.deleted()
    await office.message(thread, "it is not done yet")
    await office.done(thread)
    office.world.clock.advance(601)
    said = text_of(await office.message(thread, "Unverified", "still there at the last look"))
    assert "Please look in Chorus" in said
    await office.until(thread, "Deleting in Chorus: unverified", "not sent again")
    assert len(office.world.truto.calls(DELETE)) == 1


async def test_a_lost_answer_is_told_as_that_and_the_call_is_looked_for(office: Office) -> None:
    office.world.truto.faults.add("lost_reply", match=DELETE)
    thread = await office.deleted()
    await office.message(thread, "It is not known whether Chorus took the order. I look for it until")
    await office.done(thread)
    assert office.told()[0]["outcome"] == "unsure"
    office.world.clock.advance(60)
    await office.until(thread, "Deleting in Chorus: done")
    assert len(office.world.truto.calls(DELETE)) == 1


async def test_a_404_that_is_not_chorus_own_confirms_nothing(office: Office) -> None:
    office.world.truto.options.deletes = False
    thread = await office.deleted()
    await office.message(thread, "it is not done yet")
    office.world.truto.options.hidden_tools = {CALL}  # Truto itself then answers 404
    looks = office.looks()
    await office.world.truto.wait_for(lambda: office.looks() > looks + 1)
    office.world.clock.advance(601)
    said = text_of(await office.message(thread, "Unverified"))
    assert "still there" not in said


async def test_an_outage_while_looking_is_waited_out(office: Office) -> None:
    thread = await office.deleted()
    await office.message(thread, "it is not done yet")
    office.world.truto.faults.add("500", match=CALL, times=3)
    office.world.clock.advance(60)
    await office.message(thread, "Done: I have seen it")


async def test_an_export_that_an_admin_calls_a_read_runs_at_once_and_is_only_accepted(
    office: Office,
) -> None:
    thread = await office.exports()
    said = text_of(await office.message(thread, "Chorus took the order; it is not done yet"))
    assert "comes by e-mail" in said
    await office.done(thread)
    assert office.told()[0]["state"] == "accepted"
    (call,) = office.world.truto.calls(EXPORT)
    assert call.headers["idempotency-key"].startswith("order:")


async def test_where_tasks_can_be_read_an_export_is_followed_to_its_end(office: Office) -> None:
    office.world.truto.options.task_read = True
    thread = await office.exports()
    await office.message(thread, "it is not done yet. I look for it until")
    office.world.clock.advance(office.world.truto.options.export_takes)
    await office.message(thread, "Done: I have seen it in Chorus")
    assert office.world.truto.calls(TASK)


async def test_a_task_that_failed_is_told_as_that(office: Office) -> None:
    office.world.truto.options.task_read = True
    office.world.truto.options.task_ends = "failed"
    thread = await office.exports()
    await office.message(thread, "it is not done yet")
    office.world.clock.advance(60)
    await office.message(thread, "Chorus reported that it failed")


async def test_an_export_that_waits_for_a_click_is_accepted_after_it(office: Office) -> None:
    thread = await office.exports(tool=SCORES)
    await office.click("rosa", await office.until(thread, "your decision"), words.APPROVE)
    card = "A change in Chorus: accepted, not done yet"
    await office.until(
        thread, card, "Chorus took the order", "comes by e-mail to whoever owns the shared account"
    )
    await office.done(thread)
    assert sum("comes by e-mail" in text for text in office.texts(thread)) == 1, "it is said once"
    assert office.told()[0]["outcome"] == "accepted"
    assert len(office.world.truto.calls(SCORES)) == 1


async def test_an_export_of_everything_is_not_for_those_who_may_not_read_everything(office: Office) -> None:
    thread = await office.exports("ana")
    await office.done(thread)
    assert "may not read" in office.told()[0]["error"]
    assert office.world.truto.calls(EXPORT) == []
    assert office.whispers("ana") == [REFUSED]
    assert "I was told." not in office.texts(thread), "the answer is the asker's alone"


async def test_a_check_that_is_no_task_is_answered_as_it_is(office: Office) -> None:
    office.world.claude.script([tool_use(VALIDATE, {"meeting_url": "https://zoom.us/j/9876543210"})], "Yes.")
    thread = await office.ask("ana", "could you record that?")
    await office.done(thread)
    (told,) = office.told()
    assert told["result"]["attributes"]["recordable"] is True


async def test_an_order_whose_answer_is_lost_is_told_as_unknown(office: Office) -> None:
    office.world.truto.faults.add("lost_reply", match=EXPORT)
    thread = await office.exports()
    await office.done(thread)
    assert "not known whether Chorus took the order" in office.told()[0]["error"]
    assert len(office.world.truto.calls(EXPORT)) == 1


async def test_looking_leaves_a_record_of_how_it_ended(world: World, start: Start) -> None:
    async with start(**SETTINGS) as app:
        office = Office(world)
        world.truto.options.task_read = True
        thread = await office.exports()
        await office.message(thread, "it is not done yet")
        world.clock.advance(60)
        await office.message(thread, "Done: I have seen it")
        rows = [row for row in await app.house.audit.all() if row["run"].startswith("order:")]
        await finished(f"verify:{rows[0]['run'].removeprefix('order:')}")
        assert [row["what"] for row in rows] == ["asked", "answered", "outcome"]
        assert rows[-1]["detail"]["status"] == "done"


async def test_after_a_restart_the_looking_goes_on(world: World, start: Start) -> None:
    async with start(**SETTINGS):
        office = Office(world)
        thread = await office.deleted()
        await office.message(thread, "it is not done yet")
        await office.done(thread)
    # The engine takes its runs and the loop's threads with it; another process has its own.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(8))
    world.clock.advance(60)
    async with start(**SETTINGS):
        await office.message(thread, "Done: I have seen it in Chorus")
        await office.until(thread, "Deleting in Chorus: done")
    assert len(world.truto.calls(DELETE)) == 1


async def test_an_order_about_a_call_that_ones_own_account_cannot_ask_for_asks_to_connect_it_again(
    world: World, start: Start
) -> None:
    async with start(**SETTINGS | {"CHORISTER_EFFECTS": "conversations.disconnect=read"}):
        office = Office(world)
        own = await connect(office)
        world.truto.accounts.lapse(own)
        office.world.claude.script([tool_use(DISCONNECT, {"id": office.call.id})], "I was told.")
        thread = await office.ask("ana", "throw the recorder out")
        await office.done(thread)
        assert "no longer accepts your own account" in office.told()[0]["error"]
