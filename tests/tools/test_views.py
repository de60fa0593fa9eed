"""Views are frozen facts that survive being stored."""

import pytest
from pydantic import ValidationError

from tools.views import Conversation, Engagement, Media, Page, Participant, Qualification, QualificationField


def an_engagement(**changes: object) -> Engagement:
    facts = {"conversation_id": "E1", "type": "meeting", "processing_state": "done", "duration": 1800.5}
    return Engagement.model_validate(facts | changes)


@pytest.mark.parametrize(
    "changes, finished",
    [
        ({}, True),
        ({"type": "dialer"}, False),
        ({"type": None}, False),
        ({"processing_state": "processing"}, False),
        ({"processing_state": "no show"}, False),
        ({"processing_state": None}, False),
        ({"no_show": True}, False),
        ({"duration": 0.0}, False),
        ({"duration": 0.5}, True),
    ],
)
def test_a_finished_meeting_took_place_and_was_worked_through(
    changes: dict[str, object], finished: bool
) -> None:
    assert an_engagement(**changes).is_finished_meeting is finished


def test_live_and_done_are_told_apart() -> None:
    assert an_engagement(processing_state="live").is_live
    assert not an_engagement().is_live
    assert Conversation(conversation_id="1", status="live").is_live
    assert not Conversation(conversation_id="1", status="done").is_live


def test_a_view_survives_storage_as_json_and_cannot_be_changed() -> None:
    call = an_engagement(participants=(Participant(name="Lee", side="theirs"),), start="2026-06-01T14:00:00Z")
    assert Engagement.model_validate(call.model_dump(mode="json")) == call
    with pytest.raises(ValidationError):
        call.duration = 1.0


def test_a_qualification_keeps_values_of_any_kind() -> None:
    field = QualificationField(field_id="metrics", name="Metrics", change="ADDED", new_value={"a": [1]})
    found = Qualification(recording_id="E1", fields=(field,))
    assert found.conversation_id == "E1"
    assert Qualification.model_validate(found.model_dump(mode="json")) == found


def test_a_signed_address_is_not_shown_when_media_are_printed() -> None:
    assert "secret" not in repr(Media(url="https://media.example/a?sig=secret"))


def test_a_page_is_its_rows() -> None:
    page = Page((1, 2), "next")
    assert (list(page), len(page), page.next_cursor) == ([1, 2], 2, "next")
    assert not Page(())
