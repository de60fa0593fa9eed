"""`chorister tools`: what becomes of each tool of the live catalogue, and why."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from bot.errors import BotError
from bot.list_tools import WAITS, list_tools, table, unlisted
from bot.settings import Settings
from sandbox.world import World
from tests.builders import tool_rows
from tools.catalog import Catalog, Disabled, catalog_from
from tools.policy import NO_RULES, OFF_DESTROY, OFF_WRITE, Effect, Rules, Way


def rows(catalog: Catalog, rules: Rules = NO_RULES) -> dict[str, list[str]]:
    """The table as it is printed, by the tool's name."""
    console = Console(width=200, file=io.StringIO())
    console.print(table(catalog, rules))
    lines = [line.split(None, 3) for line in console.file.getvalue().splitlines()[2:]]
    return {line[0]: [word.strip() for word in line[1:]] for line in lines if line}


def test_every_tool_has_a_row_with_its_effect_and_how_it_is_loaded() -> None:
    shown = rows(catalog_from(tool_rows()))
    assert shown["review_calls"] == ["read", "hot", "our own"]
    assert shown["list_conversations"] == ["read", "hot"]
    assert shown["conversations_join"] == ["join", "hot"]
    assert shown["list_moments"] == ["read", "deferred"]
    assert shown["sales_qualifications_writeback_crm"] == ["write", "hot", WAITS[Way.PROPOSE]]
    assert shown["create_scorecards"] == ["write", "off", OFF_WRITE]
    assert shown["delete_videos"] == ["destroy", "off", OFF_DESTROY]
    assert shown["broken_tool"][:2] == ["-", "off"]
    assert "not offered" in shown["broken_tool"][2]


def test_what_an_admin_decided_shows_and_a_name_that_truto_does_not_list_is_told() -> None:
    catalog = catalog_from(tool_rows())
    rules = Rules({"scorecards.create": Effect.DESTROY, "no.such": Effect.READ}, frozenset({"videos.delete"}))
    shown = rows(catalog, rules)
    assert shown["create_scorecards"] == ["destroy", "off", OFF_DESTROY]
    assert shown["delete_videos"] == ["destroy", "deferred", WAITS[Way.ERRAND]]
    assert unlisted(catalog, rules) == ["no.such"]


def test_a_flat_list_is_loaded_whole() -> None:
    shown = rows(replace(catalog_from(tool_rows()), flat=True))
    assert "deferred" not in {row[1] for row in shown.values()}


def test_a_repair_is_told() -> None:
    odd = {
        "resource": "moments",
        "method": "list",
        "name": "list moments!",
        "description": "List.",
        "query_schema": {"type": "object", "properties": {"filter[from]": {"type": "string"}}},
    }
    (found,) = (row for name, row in rows(catalog_from([odd])).items() if name != "review_calls")
    assert found[2].startswith("repaired: ")


def test_brackets_in_a_name_are_no_markup() -> None:
    shown = rows(Catalog(disabled=(Disabled("[red]bad[/red]", "no [type]"),)))
    assert shown["[red]bad[/red]"] == ["-", "off", "no [type]"]


async def test_the_live_list_is_printed_with_its_counts(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await list_tools(Settings.from_env(world.env())) == 0
    out = capsys.readouterr().out
    assert "chorus_conversations_join" in out
    assert "tools at Truto" in out


async def test_a_refused_token_is_one_plain_sentence(world: World) -> None:
    with pytest.raises(BotError, match="could not be listed: Truto does not accept our API token"):
        await list_tools(Settings.from_env(world.env() | {"TRUTO_API_TOKEN": "wrong"}))
