import pytest

from sandbox.claude.planner.results import cursor, identify, parse, plain, record, rows, sentence

ROW = {"engagement_id": "A1", "subject": "x"}


@pytest.mark.parametrize(
    "value",
    [
        [ROW],
        {"result": [ROW]},
        {"rows": [ROW]},
        {"engagements": [ROW]},
        {"source": "chorus", "untrusted": True, "result": {"result": [ROW], "next_cursor": "c"}},
        {"data": [{"engagement_id": "A1", "attributes": {"subject": "x"}}]},
        {"result": ROW},
    ],
)
def test_rows_are_found_wherever_they_are(value):
    assert [(identify(row), row["subject"]) for row in rows(value)] == [("A1", "x")]


@pytest.mark.parametrize(
    "value",
    [
        {"id": "A1", "attributes": {"status": "live"}},
        {"data": {"id": "A1", "attributes": {"status": "live"}}},
        {"result": {"data": {"id": "A1", "type": "recording", "attributes": {"status": "live"}}}},
        {"id": "A1", "status": "live"},
    ],
)
def test_a_record_is_found_in_every_unwrapping(value):
    assert record(value)["status"] == "live"
    assert identify(record(value)) == "A1"


def test_cursors_are_read_from_any_layer():
    assert cursor({"result": {"result": [], "next_cursor": "17 A"}}) == "17 A"
    assert cursor({"engagements": [], "continuation_key": "k"}) == "k"
    assert cursor({"result": [], "next_cursor": None}) is None


@pytest.mark.parametrize(
    "value, words",
    [
        ({"error": "Bad Request", "message": "opportunity_id is not linked"}, "opportunity_id is not linked"),
        ({"error": {"type": "x", "message": "Slow down"}}, "Slow down"),
        ({"note": "data only", "result": {"message": "No such call"}}, "No such call"),
        ("Something broke", "Something broke"),
        ({}, ""),
    ],
)
def test_the_sentence_of_an_error_is_found(value, words):
    assert sentence(value) == words


def test_trimmed_and_textual_results_are_read_as_far_as_they_go():
    assert parse('{"a": 1}\n[cut: 3 rows]') == {"a": 1}
    assert parse([{"type": "text", "text": '{"a":'}, {"type": "text", "text": " 1}"}]) == {"a": 1}
    assert parse("plain words") == "plain words"
    assert parse(None) == ""
    assert plain("<b>Scope</b> &amp; price<br>open") == "Scope & price. open"
