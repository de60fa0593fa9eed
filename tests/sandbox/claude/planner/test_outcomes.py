import pytest

from sandbox.claude.planner.outcomes import outcome_of, say_each, state_of
from sandbox.claude.planner.scene import Step


@pytest.mark.parametrize(
    "value, state",
    [
        ({"status": "approved"}, "approved"),
        ({"status": "approved", "written": ["Notes"]}, "written"),
        ({"status": "approved", "message": "Written to the CRM."}, "written"),
        ({"result": {"state": "EXPIRED"}}, "expired"),
        ({"status": "declined", "note": "Mia approved nothing."}, "declined"),
        ({"status": "waiting_for_approval"}, "waiting"),
        ({"message": "Approved with edits and written."}, "edited"),
        ({"message": "It was not written: writes are off."}, "failed"),
        ({"status": "unverified"}, "unverified"),
        ({}, None),
        ("Approved by Mia and written.", "written"),
    ],
)
def test_the_state_is_read_from_the_result(value, state):
    assert state_of(value) == state


@pytest.mark.parametrize(
    "value, failed, words",
    [
        ({"status": "applied"}, False, "Written to the CRM from Call A1."),
        ({"status": "approved"}, False, "that the CRM has it is not confirmed yet"),
        (
            {"status": "approved", "written": [{"field_name": "Notes"}]},
            False,
            "Approved and written to the CRM from Call A1: Notes.",
        ),
        ({"status": "declined"}, False, "Declined: nothing from Call A1 was written to the CRM."),
        ({"error": "The proposal was declined by Mia"}, True, "Declined: nothing from Call A1 was written"),
        ({"error": "opportunity_id is not linked"}, True, "opportunity_id is not linked."),
        ({}, False, "It sends no receipt, so I cannot say what reached the CRM."),
        ({"message": "Queued for RevOps"}, False, "Queued for RevOps."),
        ({"status": "waiting"}, False, "nothing has been written to the CRM yet"),
    ],
)
def test_no_more_is_said_than_the_result_says(value, failed, words):
    step = Step("writeback_crm", {}, value, failed)
    assert words in outcome_of(step, "Call A1")


def test_one_meeting_gets_a_sentence_and_several_a_line_each():
    assert say_each([("Call A1", "Declined.")]).content[0]["text"] == "Declined."
    ends = [("Call A1", "Written to the CRM from Call A1."), ("Call B2", "Approved.\nThe card says so.")]
    assert say_each(ends).content[0]["text"] == (
        "• Written to the CRM from Call A1.\n• Call B2: Approved. The card says so."
    )
