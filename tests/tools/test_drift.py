"""What Claude is told of a tool that is not what it was when the conversation began."""

from dataclasses import replace
from typing import Any

import pytest

from tests.builders import a_catalog, tool_rows
from tools.catalog import Catalog, Offer, catalog_from
from tools.drift import LONGEST, as_it_is, difference, may_explain

TEXT = {"type": "string"}


def the_join(catalog: Catalog | None = None) -> Offer:
    found = (catalog or a_catalog()).by_name("conversations_join")
    assert found
    return found


def later(**changes: Any) -> Catalog:
    """The tools of a moment later, with another join."""
    return catalog_from(
        [row | changes if row["name"] == "conversations_join" else row for row in tool_rows()]
    )


def body(**properties: Any) -> dict[str, Any]:
    return {"body_schema": {"type": "object", "properties": properties}}


def test_a_tool_that_is_what_it_was_needs_no_words() -> None:
    assert difference(the_join(), as_it_is(the_join(), a_catalog())) is None
    assert difference(the_join(), as_it_is(the_join(), later(description="Other words."))) is None


def test_a_tool_that_is_gone_is_said_to_be_gone() -> None:
    assert as_it_is(the_join(), Catalog()) is None
    assert difference(the_join(), None) == (
        "Truto does not offer conversations_join any more. Go on without it, and say so if that is not possible."
    )


def test_what_is_new_is_told_first_with_its_schema_and_what_is_gone_last() -> None:
    now = as_it_is(the_join(), later(required=["why"], **body(link=TEXT, why={"enum": ["demo", "call"]})))
    assert difference(the_join(), now) == (
        "conversations_join has changed since this conversation began. It takes now: "
        'link (optional) {"type": "string"}; why (required) {"enum": ["demo", "call"]}. '
        "It does not take invitation_text any more."
    )


def test_an_argument_that_became_required_is_told() -> None:
    was = the_join(later(required=[], **body(invitation_text=TEXT)))
    assert "invitation_text (required)" in str(difference(was, the_join()))


def test_a_tool_is_known_by_where_it_leads_and_keeps_the_name_the_conversation_knows() -> None:
    now = as_it_is(the_join(), later(name="chorus_join_v2", **body(link=TEXT)))
    assert now
    assert (now.name, now.tool.name) == ("conversations_join", "chorus_join_v2")
    moved = later(resource="videos")
    assert as_it_is(the_join(), moved) is None, "the same name elsewhere is another tool"


def test_of_two_that_lead_there_the_one_of_the_same_name_counts() -> None:
    join = next(row for row in tool_rows() if row["name"] == "conversations_join")
    both = catalog_from([*tool_rows(), join | {"name": "a_join"} | body(other=TEXT)])
    assert as_it_is(the_join(), both) == the_join()


def test_a_huge_tool_is_told_in_part() -> None:
    many = {f"argument_{n}": TEXT for n in range(500)}
    said = difference(the_join(), replace(the_join(later(**body(**many)))))
    assert said
    assert len(said) == LONGEST


@pytest.mark.parametrize(
    "outcome, may",
    [
        ({"ok": False, "status": 400}, True),
        ({"ok": False, "status": 422, "remote": True}, True),
        ({"ok": False, "status": 404, "remote": False}, True),
        ({"ok": False, "status": 404, "remote": True}, False),
        ({"ok": False, "status": 500}, False),
        ({"ok": False}, False),
        ({"ok": True}, False),
    ],
)
def test_only_a_refusal_that_is_about_the_tool_is_looked_into(outcome: dict[str, Any], may: bool) -> None:
    assert may_explain(outcome) is may
