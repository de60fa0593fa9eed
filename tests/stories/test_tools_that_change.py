"""Truto changes its tools while people talk: the call is put right or the thread hears a plain sentence, and it goes on."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from sandbox.claude import tool_search, tool_use
from sandbox.claude.canonical import Block
from sandbox.truto.journal import Call
from sandbox.world import World
from tests.conftest import Start
from tests.play import JOIN, WRITE, Play
from tools.policy import NO_RULES

TEAMS = "list_all_chorus_teams"
CALL = "get_single_chorus_conversation_by_id"
DELETE = "delete_a_chorus_playlist_by_id"
Tool = dict[str, Any]


def requires(place: str, name: str) -> Callable[[Tool], Tool]:
    """Truto adds an argument, and insists on it."""

    def patch(tool: Tool) -> Tool:
        held = tool[place]
        more = {name: {"type": "string", "description": "Since today."}}
        return tool | {
            place: held | {"properties": held["properties"] | more},
            "required": [*tool["required"], name],
        }

    return patch


def results(world: World) -> list[dict[str, Any]]:
    """What Claude was told of each tool call, in order."""
    blocks = [block for m in world.claude.asked[-1].body["messages"] for block in m["content"]]
    return [
        json.loads(b["content"]) for b in blocks if isinstance(b, dict) and b.get("type") == "tool_result"
    ]


async def begun(play: Play, name: str = "rosa") -> str:
    """A conversation with its tools frozen."""
    thread = await play.ask(name, "help")
    await play.done(thread)
    return thread


async def test_a_tool_that_vanished_is_told_to_claude_and_the_thread_goes_on(play: Play) -> None:
    thread = await begun(play)
    play.world.truto.options.hidden_tools = {TEAMS}
    search: list[Block] = tool_search("teams", [TEAMS])
    play.world.claude.script([*search, tool_use(TEAMS)], "The list of teams is not on offer any more.")
    await play.say("rosa", "which teams are there?", thread)
    assert "not on offer any more" in (await play.done(thread, runs=2))[-1]
    (told,) = results(play.world)
    assert "Truto does not offer list_all_chorus_teams any more." in told["note"]
    await play.say("rosa", "help", thread)
    assert "sandbox planner" in (await play.done(thread, runs=3))[-1]


async def test_a_read_that_needs_more_by_now_is_refused_once_and_then_put_right(play: Play) -> None:
    thread = await begun(play)
    looks = len(looks_at_tools(play))
    play.world.truto.options.schema_patches[CALL] = requires("query_schema", "reason")
    id = play.world.company.last_finished(play.person("ana")).id
    right = {"id": id, "reason": "asked"}
    play.world.claude.script([tool_use(CALL, {"id": id})], [tool_use(CALL, right)], "It is about a rollout.")
    await play.say("rosa", f"what is call {id} about?", thread)
    assert "about a rollout" in (await play.done(thread, runs=2))[-1]
    refused, answered = results(play.world)
    assert "reason is required" in refused["error"]
    assert (
        'It takes now: reason (required) {"type": "string", "description": "Since today."}' in refused["note"]
    )
    assert "error" not in answered
    assert [call.status for call in play.world.truto.calls(CALL)] == [400, 200]
    assert len(looks_at_tools(play)) == looks + 1, "one look for both calls"


def looks_at_tools(play: Play) -> list[Call]:
    return [call for call in play.world.truto.journal if call.path.endswith("/tools")]


async def test_a_write_that_needs_more_by_now_makes_no_card_until_it_is_put_right(play: Play) -> None:
    thread = await begun(play, "ana")
    play.world.truto.options.schema_patches[WRITE] = requires("body_schema", "source")
    play.world.claude.script(
        [tool_use(WRITE, written(play))], [tool_use(WRITE, written(play, source="call"))]
    )
    await play.say("ana", "push the economic buyer of my last meeting", thread)
    await play.approve(await play.until(thread, "your decision"), "Economic Buyer")
    await play.until(thread, "CRM update: written")
    (call,) = play.world.truto.calls(WRITE)
    assert call.body["source"] == "call"


def written(play: Play, **more: str) -> dict[str, Any]:
    """The arguments of a write of what Ana's last meeting has for the economic buyer."""
    meeting = play.world.company.last_finished(play.person("ana"))
    assert meeting.deal
    assert meeting.qualification
    change = {
        "field_name": "economic_buyer",
        "new_value": meeting.qualification.field("Economic Buyer").value,
    }
    return {
        "meeting_id": meeting.id,
        "object_type": "Opportunity",
        "opportunity_id": meeting.deal.id,
        "crm_changes": [change],
        **more,
    }


async def test_a_join_whose_argument_was_renamed_is_put_right_in_the_same_run(play: Play) -> None:
    thread = await begun(play, "ana")
    play.world.truto.options.join_property = "meeting_text"
    link = "https://zoom.us/j/987654321"
    play.world.claude.script(
        [tool_use(JOIN, {"invitation_text": link})], [tool_use(JOIN, {"meeting_text": link})], "Sent."
    )
    await play.say("ana", f"get Chorus into {link}", thread)
    await play.done(thread, runs=2)
    told = [r for r in results(play.world) if "note" in r]
    assert "It does not take invitation_text any more." in told[0]["note"]
    assert play.world.truto.calls(JOIN)[-1].body == {"meeting_text": link}
    assert len(play.world.truto.chorus.joins) == 1


@pytest.mark.parametrize("first, then", [("flat", "search"), ("search", "flat")])
async def test_a_conversation_keeps_the_form_of_its_tool_list_when_an_admin_chooses_the_other(
    world: World, start: Start, first: str, then: str
) -> None:
    async with start(CHORISTER_TOOLS=first) as app:
        play = Play(world)
        thread = await begun(play)
        app.house.settings = app.house.settings.model_copy(update={"chorister_tools": then})
        await play.say("rosa", "help", thread)
        await play.done(thread, runs=2)
        await begun(play)
    old, same, new = [asked.body["tools"] for asked in world.claude.asked]
    assert old == same
    assert any(t.get("defer_loading") for t in new) != any(t.get("defer_loading") for t in old)


async def test_what_an_admin_allows_is_offered_and_still_not_done_by_claude_alone(
    world: World, start: Start
) -> None:
    async with start(CHORISTER_ALLOW="playlists.delete", CHORISTER_TOOLS="flat"):
        play = Play(world)
        world.claude.script(
            [tool_use(DELETE, {"id": next(iter(world.truto.chorus.shelves["playlists"].rows))})]
        )
        await play.until(await play.ask("rosa", "delete that playlist"), "your decision")
        assert DELETE in [tool["name"] for tool in world.claude.asked[0].body["tools"]]
    assert world.truto.calls(DELETE) == []


async def test_a_tool_that_an_admin_forbids_again_is_off_in_the_conversations_that_know_it(
    world: World, start: Start
) -> None:
    async with start(CHORISTER_ALLOW="playlists.delete") as app:
        play = Play(world)
        thread = await begun(play)
        app.house.desk.rules = NO_RULES
        search = tool_search("delete playlist", [DELETE])
        world.claude.script([*search, tool_use(DELETE, {"id": "1"})], "It is switched off.")
        await play.say("rosa", "delete playlist 1", thread)
        await play.done(thread, runs=2)
    assert "it is off (destructive: off until an admin lists it" in results(world)[-1]["error"]
    assert world.truto.calls(DELETE) == []
