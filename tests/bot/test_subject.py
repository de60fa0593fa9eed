"""What a read is about, and that a call never comes without those who may read it."""

from typing import Any

import pytest

from bot.subject import Subject, subject_of, with_rights


@pytest.mark.parametrize(
    "resource, method, subject",
    [
        ("me", "list", Subject.NOTHING),
        ("users", "list", Subject.NOTHING),
        ("teams", "get", Subject.NOTHING),
        ("sales_qualification_configuration", "list", Subject.NOTHING),
        ("conversations", "validate", Subject.NOTHING),
        ("conversations", "list", Subject.CALLS),
        ("conversations", "get", Subject.CALL),
        ("sales_qualifications", "get", Subject.PART),
        ("media", "get", Subject.PART),
        ("Conversation_Media", "get", Subject.PART),
        ("media", "list", Subject.UNTRACED),
        ("conversations", "search", Subject.UNTRACED),
        ("conversations_live", "list", Subject.UNTRACED),
        ("emails", "get", Subject.UNTRACED),
        ("something_new", "list", Subject.UNTRACED),
    ],
)
def test_a_read_is_about_as_much_as_is_known_of_it(resource: str, method: str, subject: Subject) -> None:
    assert subject_of(resource, method) is subject


@pytest.mark.parametrize(
    "query, asked",
    [
        ({"fields": "status,name"}, {"fields": "status,name,owner,participants,private"}),
        ({"fields": " owner , name "}, {"fields": "owner,name,participants,private"}),
        ({"fields": ["name"]}, {"fields": ["name", "owner", "participants", "private"]}),
        ({"fields[recordings]": "name"}, {"fields[recordings]": "name,owner,participants,private"}),
        (
            {"fields": {"conversations": "name"}},
            {"fields": {"conversations": "name,owner,participants,private"}},
        ),
        ({"fields": ""}, {"fields": ""}),
        ({"fields": None}, {"fields": None}),
        ({"include_meeting_metadata": True}, {"include_meeting_metadata": True}),
        ({}, {}),
    ],
)
def test_chosen_fields_always_say_who_may_read_the_call(query: dict[str, Any], asked: dict[str, Any]) -> None:
    assert with_rights(query) == asked
