import pytest

from sandbox.claude.planner.meetings import is_finished, last_finished, newest_finished, started, title


def test_the_last_finished_meeting_is_the_askers_own(row):
    found = [row("A", 9), row("B", 11, user_id="8"), row("C", 12, no_show=True), row("D", 10, user_id="7")]
    newest = last_finished(found, {"user_id": "7"})
    assert newest is not None
    assert newest["engagement_id"] == "D"
    assert last_finished(found[1:3], {"user_id": "7"}) is None


@pytest.mark.parametrize(
    "change", [{"processing_state": "live"}, {"no_show": True}, {"engagement_type": "email"}]
)
def test_what_did_not_take_place_is_not_finished(row, change):
    assert is_finished(row("A", 9))
    assert not is_finished(row("A", 9, **change))


def test_times_are_read_in_both_forms():
    assert started({"date_time": 5}) == started({"start": "1970-01-01T00:00:05Z"}) == 5.0
    assert started({"date_time": "soon"}) == 0.0


def test_a_meeting_without_subject_is_called_by_its_id():
    assert title({"subject": "", "engagement_id": "A1"}) == "A1"


def test_several_finished_meetings_come_newest_first(row):
    found = [row("A", 9), row("B", 11), row("C", 12, no_show=True), row("D", 10)]
    assert [call["engagement_id"] for call in newest_finished(found, {"user_id": "7"})] == ["B", "D", "A"]
