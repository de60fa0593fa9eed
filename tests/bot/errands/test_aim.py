"""What a request is about, and what it would do in plain words."""

import pytest

from bot.errands.aim import LINES, READABLE, calls_in, deed, has_own_thing, kind_of, too_much
from tests.builders import a_thing
from tools.policy import Effect
from tools.requests import Request


@pytest.mark.parametrize(
    ("request_", "calls"),
    [
        (Request("conversations", "delete", "A", query={"id": "A"}), ["A"]),
        (Request("engagements", "delete", "A,B"), ["A", "B"]),
        (Request("conversations", "bulk", body={"delete": ["A", "B"]}), ["A", "B"]),
        (Request("conversations", "disconnect", body={"id": "A"}), ["A"]),
        (Request("playlist_moments", "create", body={"callid": "A", "moment_duration": 9}), ["A"]),
        (Request("sales_qualifications", "create", body={"data": {"recording_id": "A"}}), ["A"]),
        (Request("webhooks", "delete", "7", query={"id": "7"}), []),
        (Request("playlists", "create", body={"name": "A", "parent": None}), []),
        (Request("filters", "actions.replace", body={"id": "5"}), []),
        (Request("reports", "compare", body={"call_id": "A", "engagement_ids": ["B", "C"]}), ["A", "B", "C"]),
        (Request("reports", "compare", body={"meetingId": "A", "sourceCallIDs": "B,C"}), ["A", "B", "C"]),
        (Request("conversations", "export", body={"ids": ["B"], "meeting_id": "A"}), ["B", "A"]),
        (Request("users", "export", body={"ids": ["5"], "recalled_by": "7"}), []),
        (Request("moments", "create", body={"items": [{"meeting_id": "A"}, {"meeting_id": 7}]}), ["A", "7"]),
    ],
)
def test_every_call_that_a_request_names_is_found(request_: Request, calls: list[str]) -> None:
    assert list(calls_in(request_)) == calls


def test_what_the_path_names_is_touched_too_unless_it_is_a_call() -> None:
    assert has_own_thing(Request("playlists", "delete", "701", query={"call_id": "A"}))
    assert not has_own_thing(Request("conversations", "delete", "A"))
    assert not has_own_thing(Request("moments", "create", body={"callid": "A"}))


@pytest.mark.parametrize(
    ("resource", "kind"),
    [
        ("conversations", "call"),
        ("playlist_moments", "playlist moment"),
        ("saved_searches", "saved search"),
        ("strategies", "strategy"),
        ("me", "me"),
        ("access", "access"),
    ],
)
def test_a_resource_becomes_a_word(resource: str, kind: str) -> None:
    assert kind_of(resource) == kind


def test_what_it_would_do_is_said_in_plain_words() -> None:
    call, list_ = a_thing(), a_thing("701", kind="playlist", name="")
    destroy, write = Effect.DESTROY, Effect.WRITE
    said = [
        deed(Request("conversations", "delete", "A"), destroy, [call]),
        deed(Request("playlists", "update", "701"), write, [list_]),
        deed(Request("playlists", "create"), write, []),
        deed(Request("moments", "create"), write, [call]),
        deed(Request("conversations", "bulk"), destroy, [call, call]),
        deed(Request("saved_searches", "set_default"), write, []),
        deed(Request("webhooks", "delete"), destroy, []),
    ]
    assert said == [
        "Delete for good: the call “Northwind discovery”",
        "Change: the playlist 701",
        "Create a new playlist",
        "Create a new moment about the call “Northwind discovery”",
        "Carry out “bulk” on conversations, which destroys what it touches: "
        "the call “Northwind discovery”, the call “Northwind discovery”",
        "Carry out “set default” on saved searches",
        "Delete for good: webhook",
    ]


def test_what_cannot_be_shown_in_full_is_too_much() -> None:
    assert not too_much([("name", "x" * (READABLE - 20))])
    assert too_much([("name", "x" * READABLE)])
    assert too_much([("n", "x")] * (LINES + 1))
