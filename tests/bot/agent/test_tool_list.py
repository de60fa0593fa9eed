"""The list Claude gets: sorted, the rare ones behind the search, and legal."""

from dataclasses import replace

from bot.agent.tool_list import SEARCH, is_hot, tools_for_claude
from sandbox.claude.rules.tools import tool_errors
from sandbox.world import World
from tests.builders import a_catalog, tool_rows
from tools.catalog import Catalog, catalog_from
from tools.desk import Desk


def test_the_search_comes_first_and_the_rest_is_sorted() -> None:
    first, *rest = tools_for_claude(a_catalog())
    assert first == SEARCH
    names = [tool["name"] for tool in rest]
    assert names == sorted(names)
    assert "review_calls" in names


def test_only_what_is_rare_waits_behind_the_search() -> None:
    tools = {tool["name"]: tool for tool in tools_for_claude(a_catalog())[1:]}
    assert {name for name, tool in tools.items() if tool.get("defer_loading")} == {
        "list_moments",
        "create_scorecards",
        "delete_videos",
    }


def test_without_anything_rare_there_is_no_search() -> None:
    hot = Catalog(tuple(offer for offer in a_catalog().offers if is_hot(offer)))
    assert SEARCH not in tools_for_claude(hot)
    assert [tool["name"] for tool in tools_for_claude(Catalog())] == ["review_calls"]


def test_a_flat_list_hides_nothing_and_has_no_search_also_when_it_was_stored() -> None:
    flat = replace(a_catalog(), flat=True)
    tools = tools_for_claude(flat)
    assert SEARCH not in tools
    assert not any(tool.get("defer_loading") for tool in tools)
    assert tools == tools_for_claude(Catalog.from_json(flat.to_json()))
    assert [t["name"] for t in tools] == [t["name"] for t in tools_for_claude(a_catalog())[1:]]


def test_the_same_tools_make_the_same_list_in_whatever_order_truto_names_them() -> None:
    assert tools_for_claude(catalog_from(reversed(tool_rows()))) == tools_for_claude(a_catalog())


def test_a_stored_catalogue_makes_the_same_list() -> None:
    assert tools_for_claude(Catalog.from_json(a_catalog().to_json())) == tools_for_claude(a_catalog())


async def test_claude_accepts_every_tool_of_the_live_catalogue(world: World) -> None:
    from bot.app import truto_client
    from bot.settings import Settings

    async with truto_client(Settings.from_env(world.env())) as truto:
        tools = tools_for_claude(await Desk(truto).catalogue())
    assert len(tools) > 10
    assert list(tool_errors(tools)) == []
