"""Arguments arrive where Truto wants them, under Truto's names, and nothing is dropped in silence."""

from typing import Any

import pytest

from tools.calls import echoed, invalid, request_for
from tools.catalog import offer_from
from tools.errors import UsageError
from tools.offers import Offer, TrutoTool
from tools.requests import Request

CHANGES = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["field_name"],
        "properties": {"field_name": {"type": "string"}, "new_value": {}},
    },
}


def an_offer(
    method: str, query: Any = None, body: Any = None, required: tuple[str, ...] = (), resource: str = "things"
) -> Offer:
    schemas = [properties and {"type": "object", "properties": properties} for properties in (query, body)]
    return offer_from(TrutoTool(resource, method, f"tool_{method}", "", *schemas, required))


def test_arguments_are_split_by_where_they_were_declared() -> None:
    offer = an_offer("update", {"id": {}, "force": {}}, {"id": {}, "name": {}})
    assert request_for(offer, {"id": 7, "force": True, "name": "x"}) == Request(
        "things", "update", "7", {"id": 7, "force": True}, {"id": 7, "name": "x"}
    )


@pytest.mark.parametrize("method", ["list", "get"])
def test_a_read_carries_everything_in_its_query(method: str) -> None:
    offer = an_offer(method, {"id": {}}, {"extra": {}})
    assert request_for(offer, {"id": "1", "extra": 2}).query == {"id": "1", "extra": 2}
    assert request_for(offer, {"id": "1", "extra": 2}).body is None


@pytest.mark.parametrize(
    "method, body", [("join", {}), ("create", {}), ("update", {}), ("delete", None), ("list", None)]
)
def test_only_what_changes_something_has_a_body(method: str, body: Any) -> None:
    offer = an_offer(method, {"q": {}}, {"b": {}})
    assert request_for(offer, {}).body == body


def test_a_delete_may_carry_its_ids_in_the_body() -> None:
    request = request_for(an_offer("delete", None, {"ids": {}}), {"ids": ["a"]})
    assert (request.id, request.body) == (None, {"ids": ["a"]})


def test_an_id_of_a_custom_method_is_an_ordinary_argument() -> None:
    request = request_for(an_offer("export", {"id": {}}), {"id": "1"})
    assert (request.id, request.query, request.path) == (None, {"id": "1"}, "/proxy/things/export")


@pytest.mark.parametrize("method", ["get", "update", "delete"])
@pytest.mark.parametrize("id", [None, "", "  ", True, {"a": 1}, ["a"]])
def test_without_a_usable_id_nothing_is_asked(method: str, id: Any) -> None:
    arguments = {} if id is None else {"id": id}
    with pytest.raises(UsageError, match="needs an id"):
        request_for(an_offer(method, {"id": {}}), arguments)


def test_a_get_without_a_declared_id_never_becomes_a_list() -> None:
    with pytest.raises(UsageError, match="needs an id"):
        request_for(an_offer("get", {"fields": {}}), {})


def test_unknown_arguments_are_named() -> None:
    with pytest.raises(UsageError) as caught:
        request_for(
            an_offer("list", {"limit": {}, "user_id": {}}), {"limit": 1, "state": "done", "account": "x"}
        )
    assert str(caught.value) == "tool_list has no argument state, account. It takes: limit, user_id."
    with pytest.raises(UsageError, match="It takes: none"):
        request_for(an_offer("list"), {"x": 1})


def test_original_names_come_back_at_every_depth() -> None:
    inner = {
        "properties": {"@id": {}, "ok": {}, "list[]": {"type": "array", "items": {"properties": {"x?": {}}}}}
    }
    offer = an_offer("create", {"filter[x]": {}}, {"a(b)": inner, "many": {"additionalProperties": inner}})
    value = {"id": 1, "ok": 2, "list": [{"x": 3, "free": 4}]}
    back = {"@id": 1, "ok": 2, "list[]": [{"x?": 3, "free": 4}]}
    request = request_for(offer, {"filter_x": "q", "a_b": value, "many": {"id": value, "any": value}})
    assert request.query == {"filter[x]": "q"}
    assert request.body == {"a(b)": back, "many": {"id": back, "any": back}}


def test_values_without_declared_names_pass_untouched() -> None:
    offer = an_offer("create", None, {"free": {"type": "object"}, "f[x]": {}})
    value = {"f_x": {"filter[a]": [1, {"b": None}]}}
    assert request_for(offer, {"free": value}).body == {"free": value}


def test_media_are_asked_for_as_facts() -> None:
    assert request_for(an_offer("get", {"id": {}}, resource="media"), {"id": "1"}).wants_json
    assert not request_for(an_offer("get", {"id": {}}), {"id": "1"}).wants_json


@pytest.mark.parametrize(
    "arguments, words",
    [
        ({"meeting_id": "1", "crm_changes": [{"field_name": "a"}]}, None),
        ({"meeting_id": "1"}, "crm_changes: is required"),
        ({"meeting_id": "1", "crm_changes": [{}]}, "crm_changes[0].field_name: is required"),
        ({"meeting_id": 1, "crm_changes": []}, "meeting_id: must be text"),
        ({"meeting_id": "1", "crm_changes": "[]"}, "crm_changes: must be a list"),
        ({"meeting_id": "1", "crm_changes": [], "limit": "3"}, "limit: must be a whole number or null"),
        ({"meeting_id": "1", "crm_changes": [], "kind": "c"}, "kind: must be one of a, b"),
        ({"meeting_id": "1", "crm_changes": [], "either": []}, "either: must be text"),
        (
            {"meeting_id": "1", "crm_changes": [], "who": 1},
            "who: is not an argument (there are: meeting_id, crm_changes, limit, kind, either, short)",
        ),
        ({"meeting_id": "1", "crm_changes": [], "short": "toolong"}, "short: 'toolong' is too long"),
        ({}, "meeting_id: is required; crm_changes: is required"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(arguments: dict[str, Any], words: str | None) -> None:
    body = {
        "meeting_id": {"type": "string"},
        "crm_changes": CHANGES,
        "limit": {"type": ["integer", "null"]},
        "kind": {"enum": ["a", "b"]},
        "either": {"anyOf": [{"type": "string"}]},
        "short": {"type": "string", "maxLength": 3},
    }
    assert invalid(an_offer("writeback_crm", None, body, ("meeting_id", "crm_changes")), arguments) == words


def test_arguments_that_are_no_object_are_said_to_be_none() -> None:
    wrong: Any = ["x"]
    assert invalid(an_offer("list"), wrong) == "arguments: must be an object"


def test_a_flood_of_mistakes_is_cut() -> None:
    wrong = {"meeting_id": "1", "crm_changes": [{}] * 50}
    words = invalid(an_offer("w", None, {"meeting_id": {}, "crm_changes": CHANGES}), wrong)
    assert words is not None
    assert words.count("is required") == 5


@pytest.mark.parametrize(
    "words, back",
    [
        ("colour", "colour"),
        ("see https://evil.example/?q=SECRET now", "see (address left out) now"),
        ("(HTTPS://evil.example)", "(address left out)"),
        ("www.evil.example", "(address left out)"),
        ("x" * 100, "x" * 60),
    ],
)
def test_what_claude_wrote_comes_back_to_it_without_addresses(words: str, back: str) -> None:
    assert echoed(words) == back


def test_no_complaint_repeats_an_address() -> None:
    offer = an_offer("create", None, {"n": {"type": "string", "pattern": "^a$"}})
    evil = "https://evil.example/?q=SECRET"
    assert "evil" not in str(invalid(offer, {evil: 1}))
    assert "evil" not in str(invalid(offer, {"n": evil}))
    with pytest.raises(UsageError) as refused:
        request_for(offer, {evil: 1})
    assert "evil" not in str(refused.value)
