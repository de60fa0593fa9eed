"""The same facts come out of all three unwrappings, and out of answers full of gaps."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tools import chorus

Wrap = Callable[[dict[str, Any]], Any]


def stripped(thing: dict[str, Any]) -> Any:
    return thing


def raw(thing: dict[str, Any]) -> Any:
    return {"data": thing}


def flat(thing: dict[str, Any]) -> Any:
    return {"id": thing["id"], "type": thing["type"], **thing["attributes"]}


def enveloped(thing: dict[str, Any]) -> Any:
    return {"result": thing}


@pytest.fixture(params=[stripped, raw, flat, enveloped])
def wrap(request: pytest.FixtureRequest) -> Wrap:
    found: Wrap = request.param
    return found


ENGAGEMENT = {
    "engagement_id": "EE8ED5BB",
    "engagement_type": "meeting",
    "subject": "Northwind discovery",
    "date_time": 1780322400,
    "duration": 2872.75,
    "processing_state": "done",
    "no_show": False,
    "language": "en",
    "compliance": "compliant",
    "account_id": "0015e",
    "account_name": "Northwind",
    "opportunity_id": "0065e",
    "opportunity_name": "Northwind - 2026",
    "user_id": 305921,
    "user_name": "Ada Rep",
    "user_email": "ada@seller.example",
    "url": "https://chorus.ai/meeting/EE8ED5BB",
    "participants": [
        {"person_id": 1, "user_id": 305921, "name": "Ada Rep", "email": "ada@seller.example", "type": "rep"},
        {"person_id": 2, "user_id": None, "name": None, "email": "lee@northwind.example", "type": "prospect"},
        {"person_id": 3, "is_my_team": True},
        {"person_id": 4, "is_my_team": False},
        {"person_id": 5, "user_id": 9, "type": "unknown"},
        {"person_id": 6},
    ],
    "meeting_summary": "Scope agreed.<br>Pricing &amp; terms open.",
    "action_items": ["Send quote", None],
}

CONVERSATION = {
    "id": "EE8ED5BB",
    "type": "recording",
    "attributes": {
        "status": "done",
        "name": "Northwind discovery",
        "summary": "Fine.<br/>Really.",
        "action_items": ["Send quote"],
        "account": {"id": 8464609, "name": "Northwind", "ext_id": "0015e"},
        "deal": {
            "id": "0065e",
            "name": "N",
            "current_stage": "Evaluation",
            "size": 42000,
            "close_date": "2026-07-01",
        },
        "owner": {"name": "Ada Rep", "email": "ada@seller.example", "person_id": 1, "user_id": 305921},
        "participants": [],
        "private": None,
        "meeting": {"id": "cal-1", "meeting_url": "https://zoom.us/j/987654321"},
        "recording": {
            "duration": 2872.75,
            "start_time": "2026-06-01T14:00:00Z",
            "schedule_start_time": "2026-06-01T13:58:00Z",
            "end_reason": "ended",
            "utterances": [
                {
                    "index": 1,
                    "snippet": "Six hours.",
                    "speaker_name": "Lee",
                    "speaker_type": "customer",
                    "snippet_time": 4.5,
                },
                {"index": 0, "snippet": "How long?", "participant": "Ada", "speaker_type": "rep"},
                {"index": None, "snippet": None, "speaker_type": None},
            ],
        },
    },
}

QUALIFICATION = {
    "id": "9001",
    "type": "sales_qualification_analysis",
    "attributes": {
        "generated_at": "2026-06-01T15:12:09Z",
        "user_id": 305921,
        "recording_id": "EE8ED5BB",
        "opportunity_id": "0065e",
        "sqf_name": "MEDDIC",
        "conversation_duration": 2872,
        "sqf_analysis": [
            {
                "field_id": "economic_buyer",
                "field_name": "Economic Buyer",
                "change_type": "NO_CHANGE",
                "new_value": None,
                "previous_value": None,
                "supporting_quote": None,
            },
            {
                "field_id": "metrics",
                "field_name": "Metrics",
                "change_type": "ADDED",
                "new_value": "Cut reporting",
                "supporting_quote": "it takes us six hours",
            },
        ],
        "meeting_notes": {
            "notes": {"field_id": "notes", "field_name": "Notes", "change_type": "ADDED", "new_value": "..."},
            "next_steps": {"field_name": "Next Steps", "change_type": "UPDATED", "previous_value": "Demo"},
        },
    },
}


@pytest.mark.parametrize(
    "answer",
    [
        {"result": [ENGAGEMENT], "next_cursor": "1780000000.0 20C7"},
        {"engagements": [ENGAGEMENT], "continuation_key": "1780000000.0 20C7"},
        {"result": [{"engagements": [ENGAGEMENT], "continuation_key": "1780000000.0 20C7"}]},
        {
            "result": [{"id": "EE8ED5BB", "type": "engagement", "attributes": ENGAGEMENT}],
            "next_cursor": "1780000000.0 20C7",
        },
    ],
)
def test_a_page_of_calls_reads_the_same_in_every_wrapping(answer: Any) -> None:
    page = chorus.engagements(answer)
    (call,) = page
    assert page.next_cursor == "1780000000.0 20C7"
    assert call.conversation_id == "EE8ED5BB"
    assert call.start == datetime(2026, 6, 1, 14, tzinfo=UTC)
    assert (call.type, call.duration, call.is_finished_meeting) == ("meeting", 2872.75, True)
    assert (call.account_id, call.opportunity_id, call.opportunity_name) == (
        "0015e",
        "0065e",
        "Northwind - 2026",
    )
    assert (call.owner_id, call.owner_name, call.owner_email) == ("305921", "Ada Rep", "ada@seller.example")
    assert call.summary == "Scope agreed.\nPricing & terms open."
    assert call.action_items == ("Send quote",)
    assert [p.side for p in call.participants] == ["ours", "theirs", "ours", "theirs", "ours", None]
    assert call.participants[1].name is None


@pytest.mark.parametrize("seconds", [1780322400, 1780322400.0, "1780322400", "2026-06-01T14:00:00Z"])
def test_a_call_starts_at_the_same_time_in_every_spelling(seconds: Any) -> None:
    (call,) = chorus.engagements([{"engagement_id": "1", "date_time": seconds}])
    assert call.start == datetime(2026, 6, 1, 14, tzinfo=UTC)


def test_a_call_of_gaps_is_still_a_call() -> None:
    empty = dict.fromkeys(ENGAGEMENT) | {"engagement_id": 17, "account_id": "", "opportunity_name": ""}
    (call,) = chorus.engagements({"result": [empty]})
    assert call.conversation_id == "17"
    assert call.start is None
    assert call.duration == 0.0
    assert (call.account_id, call.opportunity_name, call.summary) == (None, None, None)
    assert (call.participants, call.action_items, call.no_show) == ((), (), False)
    assert not call.is_finished_meeting
    assert chorus.engagements([{"id": "1"}]).rows[0].conversation_id == "1"


def test_a_conversation_reads_the_same_in_every_wrapping(wrap: Wrap) -> None:
    call = chorus.conversation(wrap(CONVERSATION))
    assert (call.conversation_id, call.type, call.status) == ("EE8ED5BB", "recording", "done")
    assert (call.subject, call.summary) == ("Northwind discovery", "Fine.\nReally.")
    assert call.start == datetime(2026, 6, 1, 14, tzinfo=UTC)
    assert call.scheduled_start == datetime(2026, 6, 1, 13, 58, tzinfo=UTC)
    assert (call.account_id, call.account_name) == ("0015e", "Northwind")
    assert (call.opportunity_id, call.stage, call.deal_size) == ("0065e", "Evaluation", 42000.0)
    assert (call.owner_id, call.owner_email) == ("305921", "ada@seller.example")
    assert (call.meeting_id, call.meeting_url) == ("cal-1", "https://zoom.us/j/987654321")
    assert (call.duration, call.end_reason, call.private) == (2872.75, "ended", False)


def test_speech_comes_in_the_order_it_was_spoken() -> None:
    spoken = chorus.conversation(CONVERSATION).utterances
    assert [u.text for u in spoken] == ["How long?", "", "Six hours."]
    assert [(u.speaker, u.side) for u in spoken] == [("Ada", "ours"), (None, None), ("Lee", "theirs")]
    assert spoken[-1].offset == 4.5


def test_a_speaker_known_by_number_is_called_as_among_the_participants() -> None:
    people = [
        {"person_id": 11, "name": "Lee"},
        {"person_id": "12", "name": None, "email": "fox@northwind.example"},
        {"person_id": 13},
    ]
    said = [{"index": n, "snippet": "Yes.", "participant": 11 + n} for n in range(4)]
    call = chorus.conversation({"id": "1", "participants": people, "recording": {"utterances": said}})
    assert [u.speaker for u in call.utterances] == ["Lee", "fox@northwind.example", "13", "14"]


def test_the_answer_to_a_join_is_a_conversation_without_a_recording(wrap: Wrap) -> None:
    joined = {
        "id": "4232",
        "type": "conversation",
        "attributes": {"status": "scheduled", "account": {"id": 0, "name": ""}, "deal": {}, "owner": None},
    }
    call = chorus.conversation(wrap(joined))
    assert (call.conversation_id, call.status, call.is_live) == ("4232", "scheduled", False)
    assert (call.account_id, call.account_name, call.opportunity_id, call.utterances) == (
        None,
        None,
        None,
        (),
    )


def test_a_generated_subject_stands_in_for_a_missing_name() -> None:
    assert chorus.conversation({"id": "1", "name": None, "generated_subject": "Demo"}).subject == "Demo"


def test_a_qualification_reads_the_same_in_every_wrapping(wrap: Wrap) -> None:
    found = chorus.qualification(wrap(QUALIFICATION))
    assert (found.recording_id, found.conversation_id) == ("EE8ED5BB", "EE8ED5BB")
    assert (found.framework, found.opportunity_id, found.user_id) == ("MEDDIC", "0065e", "305921")
    assert found.generated_at == datetime(2026, 6, 1, 15, 12, 9, tzinfo=UTC)
    assert [f.field_id for f in found.fields] == ["economic_buyer", "metrics", "notes", "next_steps"]
    assert [f.is_summary for f in found.fields] == [False, False, True, True]
    buyer, metrics, _, steps = found.fields
    assert (buyer.change, buyer.new_value, buyer.quote) == ("NO_CHANGE", None, None)
    assert (metrics.name, metrics.new_value, metrics.quote) == (
        "Metrics",
        "Cut reporting",
        "it takes us six hours",
    )
    assert (steps.change, steps.previous_value) == ("UPDATED", "Demo")


@pytest.mark.parametrize("analysis", [None, [], {}, "rubbish", [None]])
@pytest.mark.parametrize("notes", [None, {}, {"notes": None}])
def test_a_qualification_of_gaps_has_no_fields(analysis: Any, notes: Any) -> None:
    found = chorus.qualification({"recording_id": "1", "sqf_analysis": analysis, "meeting_notes": notes})
    assert found.fields == ()
    assert (found.opportunity_id, found.generated_at) == (None, None)


def test_an_analysis_keyed_by_field_and_fields_without_names_are_read() -> None:
    analysis = {"metrics": {"field_name": "Metrics", "change_type": "no change"}, "x": {"change_type": None}}
    fields = chorus.qualification({"recording_id": "1", "sqf_analysis": analysis}).fields
    assert [(f.field_id, f.name, f.change) for f in fields] == [
        ("Metrics", "Metrics", "NO_CHANGE"),
        ("unnamed", "unnamed", "NO_CHANGE"),
    ]


@pytest.mark.parametrize("read", [chorus.conversation, chorus.qualification, chorus.me])
@pytest.mark.parametrize("answer", [None, {}, [], {"data": None}, {"id": None}, "text"])
def test_an_answer_without_any_id_is_said_to_be_one(read: Callable[[Any], Any], answer: Any) -> None:
    with pytest.raises(ValueError, match="without an id"):
        read(answer)


ME = {
    "id": "305921",
    "type": "user",
    "attributes": {
        "name": "Ada Rep",
        "email": "ada@seller.example",
        "manager_id": 7,
        "team_ids": [1, "2", None],
        "person_id": 18,
        "role": "rep",
        "title": "AE",
    },
}


@pytest.mark.parametrize("listed", [False, True])
def test_me_is_one_person_in_every_wrapping(wrap: Wrap, listed: bool) -> None:
    answer = {"result": [wrap(ME)], "next_cursor": None} if listed else wrap(ME)
    user = chorus.me(answer)
    assert (user.id, user.name, user.email, user.manager_id) == (
        "305921",
        "Ada Rep",
        "ada@seller.example",
        "7",
    )
    assert (user.team_ids, user.person_id, user.role, user.title) == (("1", "2"), "18", "rep", "AE")
    assert user.active


def test_users_are_read_with_their_gaps() -> None:
    rows = [
        {"id": 1, "first_name": "Chloé", "last_name": "Dubois", "active": True},
        {"id": "2", "name": "", "active": False, "team_ids": None},
        {"user_id": 3, "active": None},
    ]
    for answer in (rows, {"result": rows, "next_cursor": "c"}):
        page = chorus.users(answer)
        assert [(u.id, u.name, u.active) for u in page] == [
            ("1", "Chloé Dubois", True),
            ("2", None, False),
            ("3", None, True),
        ]
    assert page.next_cursor == "c"


def test_a_task_is_told_from_everything_else(wrap: Wrap) -> None:
    task = {"id": "task-81", "type": "task", "attributes": {"status": "queued"}}
    found = chorus.task(wrap(task))
    assert found is not None
    assert (found.id, found.status) == ("task-81", "queued")
    assert chorus.task(wrap(CONVERSATION)) is None


@pytest.mark.parametrize(
    "answer, id",
    [
        ({"id": 81, "status": "queued"}, "81"),
        ({"task_id": "81"}, "81"),
        ({"type": "task", "id": None}, None),
        ({"id": "81"}, None),
        ({}, None),
        (None, None),
    ],
)
def test_a_task_may_come_bare(answer: Any, id: str | None) -> None:
    found = chorus.task(answer)
    assert (found and found.id) == id


@pytest.mark.parametrize("name", chorus.LINKS)
def test_the_way_to_a_file_is_found_under_any_name(wrap: Wrap, name: str) -> None:
    answer = {
        "id": "EE8E",
        "type": "media",
        "attributes": {
            name: "https://media.example/a?sig=1",
            "media_type": "video",
            "content_type": "video/mp4",
            "size": 524288000,
            "duration": "2872.75",
            "expires_at": "2026-06-01T16:00:00Z",
        },
    }
    found = chorus.media(wrap(answer))
    assert found.url == "https://media.example/a?sig=1"
    assert (found.media_type, found.content_type, found.size, found.duration) == (
        "video",
        "video/mp4",
        524288000,
        2872.75,
    )
    assert found.expires_at == datetime(2026, 6, 1, 16, tzinfo=UTC)


def test_only_a_secure_address_counts_as_the_way_to_a_file() -> None:
    found = chorus.media({"url": "http://media.example/a", "link": "javascript:x", "size": None})
    assert (found.url, found.size) == (None, None)
    assert chorus.media(None).url is None


@pytest.mark.parametrize("said, private", [(True, True), ("true", True), (None, False), (False, False)])
def test_a_listed_call_is_private_if_chorus_says_so(said: object, private: bool) -> None:
    (row,) = chorus.engagements([{"engagement_id": "E1", "private": said}])
    assert row.private is private
