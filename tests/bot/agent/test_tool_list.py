"""The list Claude gets: sorted, the rare ones behind the search, and legal."""

from dataclasses import replace

import pytest

from bot.agent.tool_list import SEARCH, is_hot, tools_for_claude
from bot.furnishing import truto_client
from bot.settings import Settings
from sandbox.claude.rules.tools import tool_errors
from sandbox.world import World
from tests.bench.tokens import everything
from tests.builders import a_catalog, tool_rows
from tools.catalog import Catalog, catalog_from
from tools.desk import Desk
from tools.policy import Effect, effect_of


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


@pytest.mark.parametrize("flat", [False, True])
async def test_claude_accepts_all_sixty_tools_in_either_form(world: World, flat: bool) -> None:
    settings = Settings.from_env(world.env() | {"CHORISTER_ALLOW": everything(world)})
    async with truto_client(settings) as truto:
        catalog = await Desk(truto, settings.tool_rules).catalogue()
    tools = tools_for_claude(replace(catalog, flat=flat))
    assert len(tools) == 61 + (not flat), "sixty of Truto's, one of ours, and the search"
    assert list(tool_errors(tools)) == []


async def test_without_an_admins_word_nothing_that_changes_something_is_offered_but_join_and_write_back(
    world: World,
) -> None:
    settings = Settings.from_env(world.env())
    async with truto_client(settings) as truto:
        catalog = await Desk(truto, settings.tool_rules).catalogue()
    changing = [o.name for o in catalog.offers if effect_of(o.tool) is not Effect.READ]
    assert changing == ["chorus_conversations_join", "chorus_sales_qualifications_writeback_crm"]
