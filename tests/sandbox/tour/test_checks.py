from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sandbox.tour.checks import Wanted, answered, joined_once, said, status_is, written_once
from sandbox.truto.crm import Record
from sandbox.truto.journal import Call

NOW = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)


def a_call(body, status=200, key="write:1"):
    return Call(1, NOW, "POST", "/", {}, {"idempotency-key": key}, body, status)


def failing(checks):
    return [check.why for check in checks if not check.holds]


def test_one_join_call_is_right_and_none_or_two_are_not():
    call = a_call({"invitation_text": "https://zoom.us/j/1"})
    assert joined_once([call, a_call({"invitation_text": "https://zoom.us/j/2"})], "/j/1").holds
    assert joined_once([], "/j/1").why == "0 join calls with it"
    assert joined_once([call, call], "/j/1").why == "2 join calls with it"
    assert joined_once([replace(call, status=429)], "/j/1").why == "Truto answered 429"


def test_what_does_not_hold_says_why():
    assert status_is("live", "live").holds
    assert status_is(None, "live").why == "it is unknown"
    assert not said("written", False).holds
    assert answered(False).always


@pytest.fixture
def wanted(company):
    call = company.last_finished(company.person("ana"))
    return Wanted(call, frozenset({"Metrics", "Champion"}), dict(call.deal.fields))


@pytest.fixture
def body(wanted):
    found = {name: wanted.meeting.qualification.field(name).value for name in ("Metrics", "Champion")}
    changes = [{"field_name": name, "new_value": value} for name, value in found.items()]
    return {"meeting_id": wanted.meeting.id, "opportunity_id": wanted.meeting.deal.id, "crm_changes": changes}


@pytest.fixture
def record(wanted, body):
    record = Record(wanted.meeting.deal.id, dict(wanted.before))
    for change in body["crm_changes"]:
        record.write(f"{change['field_name']}__c", change["new_value"], NOW, "write:1")
    return record


def checked(wanted, calls, record):
    return failing(written_once(wanted, calls, record.history, record.fields))


def test_exactly_the_ticked_changes_once_is_right(wanted, body, record):
    assert checked(wanted, [a_call(body)], record) == []
    wrapped = {"data": {"type": "crm-field-update", "attributes": body}}
    assert checked(wanted, [a_call(wrapped)], record) == []


def test_a_tick_that_was_not_sent_is_noticed(wanted, body, record):
    more = replace(wanted, ticks=wanted.ticks | {"Next Steps"})
    assert checked(more, [a_call(body)], record) == [
        "sent Champion, Metrics, ticked Champion, Metrics, Next Steps",
        "written Champion__c, Metrics__c, ticked Champion__c, Metrics__c, NextStep",
    ]


def test_a_second_write_is_noticed(wanted, body, record):
    record.write("Metrics__c", body["crm_changes"][0]["new_value"], NOW, "write:2")
    assert checked(wanted, [a_call(body), a_call(body)], record)[0] == "2 calls, answered 200, 200"
    assert checked(wanted, [a_call(body)], record) == [
        "written Champion__c, Metrics__c, Metrics__c, ticked Champion__c, Metrics__c"
    ]


def test_another_value_another_key_and_a_stray_field_are_noticed(wanted, body, record):
    assert checked(wanted, [a_call(body, key="other")], record) == ["keys write:1"]
    record.fields["NextStep"] = "Something else"
    assert checked(wanted, [a_call(body)], record) == ["NextStep changed as well"]
    record.history[0] = replace(record.history[0], new="Invented")
    assert "another value than Chorus found in Metrics__c" in checked(wanted, [a_call(body)], record)


def test_another_meeting_is_noticed(wanted, body, record):
    assert checked(wanted, [a_call(body | {"meeting_id": "X"})], record)[0].startswith("it is for meeting X")
