"""What a conversation has let in of calls, as its messages have it."""

import json
from typing import Any

import pytest

from bot.agent.local_tools import REVIEW
from bot.audience import UNTRACED
from bot.heard import Heard, heard
from bot.people import Attendance
from tests.builders import CALL
from tools.catalog import catalog_from
from tools.desk import for_claude, told

ROUTES = {
    "list_calls": ("conversations", "list"),
    "get_call": ("conversations", "get"),
    "get_media": ("media", "get"),
    "whoami": ("me", "list"),
    "emails": ("emails", "list"),
    "join": ("conversations", "join"),
    "delete_call": ("conversations", "delete"),
    "write": ("sales_qualifications", "writeback_crm"),
}
SCHEMA = {"type": "object", "properties": {"id": {"type": "string"}, "meeting_id": {"type": "string"}}}
CATALOG = catalog_from(
    [
        {
            "resource": r,
            "method": m,
            "name": n,
            "description": n,
            "query_schema": SCHEMA,
            "body_schema": SCHEMA,
        }
        for n, (r, m) in ROUTES.items()
    ]
)
ROW = {"engagement_id": CALL, "user_id": 305921, "user_email": "ana@x.example", "private": True}


def talk(name: str, content: str, is_error: bool = False, **arguments: Any) -> list[dict[str, Any]]:
    """A call of a tool, and its answer."""
    use = {"type": "tool_use", "id": "toolu_1", "name": name, "input": arguments}
    result = {"type": "tool_result", "tool_use_id": "toolu_1", "content": content, "is_error": is_error}
    said = [{"role": "user", "content": "plain words"}, {"role": "assistant", "content": [use]}]
    return [*said, {"role": "user", "content": [result, {"type": "text", "text": "and?"}]}]


def ids(*found: str) -> Heard:
    return Heard(ids=frozenset(found))


@pytest.mark.parametrize("name", ["get_call", "get_media"])
def test_a_call_that_was_read_is_heard_of_by_its_id(name: str) -> None:
    assert heard(talk(name, for_claude({"name": "x"}), id=CALL), CATALOG) == ids(CALL)


def test_each_call_of_a_list_comes_with_those_who_were_there() -> None:
    found = heard(talk("list_calls", for_claude({"result": [ROW], "next_cursor": None})), CATALOG)
    assert found == Heard(known=(Attendance("305921", "ana@x.example", private=True),))


def test_of_a_list_that_does_not_say_what_is_private_each_call_has_to_be_asked_about() -> None:
    found = for_claude({"result": [ROW], "next_cursor": None})
    assert heard(talk("list_calls", found), CATALOG, lists_hide=True) == ids(CALL)


def test_an_empty_list_tells_of_nothing() -> None:
    assert heard(talk("list_calls", for_claude({"result": [], "next_cursor": None})), CATALOG) == Heard()


def test_a_list_that_was_cut_in_the_middle_is_nobodys() -> None:
    assert heard(talk("list_calls", for_claude("[{engage")), CATALOG) == Heard(known=(UNTRACED,))
    assert heard(talk("list_calls", "no JSON"), CATALOG) == Heard(known=(UNTRACED,))


@pytest.mark.parametrize("name", ["emails", "delete_call"])
def test_what_cannot_be_traced_is_nobodys(name: str) -> None:
    assert heard(talk(name, for_claude([{"id": "1"}])), CATALOG) == Heard(known=(UNTRACED,))


@pytest.mark.parametrize("name", ["whoami", "join", "gone_since"])
def test_who_asks_and_a_recorder_and_a_tool_that_is_unknown_tell_of_no_call(name: str) -> None:
    assert heard(talk(name, for_claude([{"id": "1"}])), CATALOG) == Heard()


def test_a_refusal_tells_of_no_call() -> None:
    assert heard(talk("get_call", "There is no such call.", True, id=CALL), CATALOG) == Heard()


def test_a_write_back_tells_of_its_call() -> None:
    nested = {"data": {"attributes": {"meeting_id": CALL, "crm_changes": []}}}
    for arguments in ({"meeting_id": CALL, "crm_changes": []}, nested):
        assert heard(talk("write", told(state="preview"), **arguments), CATALOG) == ids(CALL)


def test_a_review_tells_of_the_calls_it_names() -> None:
    facts = told(empty_or_at_risk=[{"meeting_id": "A", "gap": "empty"}], unanswered=["B"], fine=3)
    assert heard(talk(REVIEW.name, facts), CATALOG) == ids("A", "B")
    assert heard(talk(REVIEW.name, json.dumps({"headline": "all fine"})), CATALOG) == Heard()
    assert heard(talk(REVIEW.name, "no JSON"), CATALOG) == Heard()
