"""Sixty tools: a few are before Claude's eyes, the rest is found by searching and then used like any other."""

import json
from typing import Any

from sandbox.claude import Reply, tool_search, tool_use
from sandbox.claude.planner.search import find_deferred
from sandbox.world import World
from tests.conftest import Start
from tests.play import Play

MOMENTS = "list_all_chorus_moments"


def searching(query: str, wanted: str, arguments: dict[str, Any]) -> Any:
    """Claude searches among the tools it was sent, and calls the one it wanted in the same turn."""

    def reply(body: dict[str, Any]) -> Reply:
        found = find_deferred(body["tools"], query, wanted)
        return Reply.of([*tool_search(query, found), tool_use(wanted, arguments)])

    return reply


async def test_a_rare_tool_is_found_by_search_called_and_stays_known_in_the_thread(play: Play) -> None:
    shared = {"filter_shared_on": "2026-06-01:2026-06-03"}
    play.world.claude.script(searching("moments shared", MOMENTS, shared), "Three moments were shared.")
    thread = await play.ask("rosa", "which moments were shared this week?")
    assert "Three moments" in (await play.done(thread))[-1]
    (call,) = play.world.truto.calls(MOMENTS)
    assert (call.status, call.query["filter[shared_on]"]) == (200, "2026-06-01:2026-06-03")

    play.world.claude.script([tool_use(MOMENTS, shared)], "The same three.")
    await play.say("rosa", "look again", thread)
    assert "The same three." in (await play.done(thread, runs=2))[-1]
    assert len(play.world.truto.calls(MOMENTS)) == 2
    assert {entry.status for entry in play.world.claude.asked} == {200}


async def test_only_the_tools_of_the_three_jobs_are_before_claudes_eyes(play: Play) -> None:
    await play.done(await play.ask("rosa", "help"))
    tools = play.world.claude.asked[0].body["tools"]
    loaded = [tool["name"] for tool in tools if not tool.get("defer_loading")]
    assert len(loaded) < 12 < len(tools) - len(loaded)
    assert MOMENTS not in loaded


async def test_a_flat_list_needs_no_search(world: World, start: Start) -> None:
    async with start(CHORISTER_TOOLS="flat"):
        play = Play(world)
        world.claude.script([tool_use(MOMENTS, {"filter_shared_on": "2026-06-01:2026-06-03"})], "Three.")
        assert "Three." in (await play.done(await play.ask("rosa", "which moments were shared?")))[-1]
        assert len(world.truto.calls(MOMENTS)) == 1
        assert "defer_loading" not in json.dumps(world.claude.asked[0].body["tools"])


async def test_a_tool_nobody_described_is_offered_with_words_of_ours(world: World, start: Start) -> None:
    async with start(CHORISTER_ALLOW="users.register_token"):
        await Play(world).done(await Play(world).ask("rosa", "help"))
    offered = {tool["name"]: tool for tool in world.claude.asked[0].body["tools"]}
    said = offered["chorus_users_register_token"]["description"]
    assert said == "Register token: users in Chorus. Truto gives no description of it."
