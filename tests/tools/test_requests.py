"""Requests are spelled the way Truto's own toolset spells them."""

from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tools.errors import UsageError
from tools.requests import Request, encode_query, is_media


@pytest.mark.parametrize(
    "method, id, verb, path",
    [
        ("list", None, "GET", "/proxy/conversations"),
        ("get", "EE8E", "GET", "/proxy/conversations/EE8E"),
        ("create", None, "POST", "/proxy/conversations"),
        ("update", "7", "PATCH", "/proxy/conversations/7"),
        ("update", None, "PATCH", "/proxy/conversations"),
        ("delete", "7", "DELETE", "/proxy/conversations/7"),
        ("join", None, "POST", "/proxy/conversations/join"),
        ("writeback_crm", "7", "POST", "/proxy/conversations/writeback_crm"),
        ("list", "7", "GET", "/proxy/conversations"),
    ],
)
def test_resource_and_method_decide_verb_and_path(method: str, id: str | None, verb: str, path: str) -> None:
    request = Request("conversations", method, id)
    assert (request.verb, request.path) == (verb, path)


def test_an_id_cannot_reach_another_resource() -> None:
    assert Request("media", "get", "../users/1").path == "/proxy/media/..%2Fusers%2F1"
    assert Request("media", "get", "a?b#c d%2F").path == "/proxy/media/a%3Fb%23c%20d%252F"


@pytest.mark.parametrize("id", ["", ".", "..", " . ", "..."])
def test_an_id_of_dots_is_refused_before_anything_is_sent(id: str) -> None:
    with pytest.raises(UsageError, match="not an id"):
        _ = Request("media", "get", id).path


@pytest.mark.parametrize(
    "query, spelled",
    [
        ({"a": ["x", "y"]}, [("a[]", "x"), ("a[]", "y")]),
        ({"f": {"gt": 1, "in": ["x"]}}, [("f[gt]", "1"), ("f[in][]", "x")]),
        ({"yes": True, "no": False}, [("yes", "true"), ("no", "false")]),
        ({"gone": None, "empty": "", "none": [None], "nothing": []}, [("empty", "")]),
        ({"n": 1.5, "i": 3}, [("n", "1.5"), ("i", "3")]),
        ({"day": date(2026, 6, 1)}, [("day", "2026-06-01")]),
        ({"at": datetime(2026, 6, 1, 14, tzinfo=UTC)}, [("at", "2026-06-01T14:00:00+00:00")]),
        ({"filter[shared_on]": "x:y"}, [("filter[shared_on]", "x:y")]),
        ({"name": "Şahin & Söhne"}, [("name", "Şahin & Söhne")]),
    ],
)
def test_a_query_follows_truto_s_grammar(query: dict[str, Any], spelled: list[tuple[str, str]]) -> None:
    assert parse_qsl(encode_query(query), keep_blank_values=True) == spelled


def test_the_space_in_a_cursor_travels_as_percent_20_and_is_never_trimmed() -> None:
    assert encode_query({"next_cursor": "1591110020.0 20C790 "}) == "next_cursor=1591110020.0%2020C790%20"


def test_the_id_is_repeated_in_the_query_and_the_account_comes_first() -> None:
    request = Request("media", "get", "a b", {"fields": "x"}, wants_json=True)
    assert request.url_query("acc") == "integrated_account_id=acc&fields=x&id=a%20b&info=true"


def test_an_argument_of_that_name_wins_over_what_we_would_add() -> None:
    request = Request("media", "get", "a", {"id": "b", "info": False}, wants_json=True)
    assert request.url_query("acc") == "integrated_account_id=acc&id=b&info=false"


def test_whose_account_answers_is_said_by_the_request_and_by_no_argument() -> None:
    assert Request("me", "list", account="own").url_query("main") == "integrated_account_id=own"
    smuggled = Request("me", "list", query={"integrated_account_id": "other"})
    assert smuggled.url_query("main") == "integrated_account_id=main"


def test_whatever_is_posted_carries_an_object() -> None:
    assert Request("conversations", "join").json == {}
    assert Request("conversations", "create").json == {}
    assert Request("conversations", "delete", "1").json is None
    assert Request("conversations", "update", "1", body={"a": 1}).json == {"a": 1}


@pytest.mark.parametrize(
    "resource, is_one", [("media", True), ("Conversations_Media", True), ("conversations", False)]
)
def test_media_is_media_whatever_the_resource_is_called(resource: str, is_one: bool) -> None:
    assert is_media(resource) is is_one
