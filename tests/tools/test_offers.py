"""A row of Truto's list becomes a tool however gappy it is, and a catalogue survives being frozen."""

import json
from typing import Any

import pytest

from tools.offers import Catalog, Disabled, Offer, TrutoTool
from tools.schemas import Hopeless


def test_a_full_row_is_taken_as_it_is() -> None:
    row = {
        "resource": "conversations",
        "method": "join",
        "name": "chorus_conversations_join",
        "description": " Join. ",
        "query_schema": {"type": "object"},
        "body_schema": {"type": "object", "properties": {"text": {}}},
        "required": ["text"],
        "tags": ["conversations"],
        "response_schema": {"type": "object"},
    }
    tool = TrutoTool.from_row(row)
    assert (tool.resource, tool.method, tool.name) == ("conversations", "join", "chorus_conversations_join")
    assert (tool.description, tool.required, tool.tags) == ("Join.", ("text",), ("conversations",))
    assert tool.body_schema == row["body_schema"]


@pytest.mark.parametrize("gap", [None, {}, 3, False])
def test_gaps_are_empty_and_a_missing_name_is_made_of_resource_and_method(gap: Any) -> None:
    row = {
        "resource": "me",
        "method": "list",
        "name": None,
        "description": None,
        "required": gap,
        "tags": gap,
    }
    assert TrutoTool.from_row(row) == TrutoTool("me", "list", "me_list", named=False)


def test_a_single_required_name_may_come_without_a_list() -> None:
    row = {"resource": "me", "method": "list", "required": "id", "tags": ["a", 3]}
    tool = TrutoTool.from_row(row)
    assert (tool.required, tool.tags) == (("id",), ("a",))


@pytest.mark.parametrize("word", [None, "", " ", "a/b", "..", "a b", "a?b", "ü"])
@pytest.mark.parametrize("place", ["resource", "method"])
def test_a_tool_that_could_not_be_called_is_given_up(place: str, word: Any) -> None:
    with pytest.raises(Hopeless, match=place):
        TrutoTool.from_row({"resource": "me", "method": "list"} | {place: word})


def test_a_catalogue_survives_being_stored_as_json() -> None:
    offer = Offer(
        name="a",
        description="A.",
        input_schema={"type": "object", "properties": {}, "required": [], "additionalProperties": False},
        tool=TrutoTool("me", "list", "a", required=("x",), tags=("t",)),
        renames={"filter_x": "filter[x]"},
        repairs=("arguments: renamed",),
        query=frozenset({"b", "a"}),
        body=frozenset({"c"}),
    )
    catalog = Catalog((offer,), (Disabled("b", "why"),))
    assert Catalog.from_json(json.loads(json.dumps(catalog.to_json()))) == catalog
    assert json.dumps(catalog.to_json()) == json.dumps(catalog.to_json())


def test_an_offer_is_found_by_the_name_claude_uses() -> None:
    offer = Offer("a", "", {}, TrutoTool("me", "list", "a/b"))
    assert Catalog((offer,)).by_name("a") is offer
    assert Catalog((offer,)).by_name("a/b") is None
