import pytest

from sandbox.claude.planner.scene import Scene
from sandbox.claude.planner.write_call import aimed_at, arguments, attributes_of, changes_of, settled

FLAT = {
    "name": "writeback_crm",
    "input_schema": {
        "properties": {
            "meeting_id": {"type": "string"},
            "crm_changes": {},
            "opportunity_id": {"type": "string"},
            "note": {"type": "string"},
        }
    },
}
NESTED = {
    "name": "writeback_crm",
    "input_schema": {
        "properties": {
            "data": {
                "properties": {
                    "type": {"const": "crm-field-update"},
                    "attributes": {
                        "properties": {"meeting_id": {"type": "string"}},
                        "required": ["opportunity_id"],
                    },
                }
            }
        }
    },
}


def a_scene(*steps):
    messages = [{"role": "user", "content": "push"}]
    for n, (input, failed) in enumerate(steps):
        use = {"type": "tool_use", "id": str(n), "name": "writeback_crm", "input": input}
        result = {"type": "tool_result", "tool_use_id": str(n), "is_error": failed, "content": "{}"}
        messages += [{"role": "assistant", "content": [use]}, {"role": "user", "content": [result]}]
    return Scene([FLAT], messages, may_call=True)


def test_an_unknown_opportunity_is_no_text_to_be_signed():
    assert arguments(FLAT, "A1", [], None) == {"meeting_id": "A1", "crm_changes": [], "note": "chorister"}


def test_a_nested_schema_may_insist_on_the_opportunity_too():
    sent = arguments(NESTED, "A1", [], None)["data"]
    assert sent["type"] == "crm-field-update"
    assert sent["attributes"]["opportunity_id"] == ""


@pytest.mark.parametrize("tool", [FLAT, NESTED])
def test_a_call_is_aimed_at_another_opportunity_and_stays_the_same_otherwise(tool):
    before = arguments(tool, "A1", [], "006A")
    after = aimed_at(before, "006B")
    assert attributes_of(after) == {**attributes_of(before), "opportunity_id": "006B"}
    assert after.keys() == before.keys()


def test_a_success_settles_its_meeting_and_a_failure_only_the_same_call():
    call, other = {"meeting_id": "A1", "opportunity_id": "x"}, {"meeting_id": "B2"}
    assert settled(a_scene((other, False)), call) is None
    assert settled(a_scene(({"meeting_id": "A1"}, True)), call) is None
    assert settled(a_scene((call, True)), call) is not None
    assert settled(a_scene(({"meeting_id": "A1"}, False)), call) is not None


def test_changes_are_what_was_added_or_updated(qualification):
    names = [change["field_name"] for change in changes_of(qualification("A1", new_value=None)["attributes"])]
    assert names == ["Metrics", "Notes", "Next Steps"]
