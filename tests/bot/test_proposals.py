"""From Claude's call to a draft, from a draft to a decision: values only."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.proposals import (
    Change,
    Draft,
    Impossible,
    State,
    body_of,
    decided,
    draft,
    expired,
    from_json,
    moments,
    proposal_id,
    to_json,
)
from tests.builders import (
    DEAL,
    NOON,
    a_change,
    a_field,
    a_proposal,
    a_qualification,
    evidence,
    write_arguments,
)
from tools.chorus import Utterance

NOW = NOON.timestamp()


def only(drafted: Draft | Impossible) -> Change:
    assert isinstance(drafted, Draft)
    (change,) = drafted.changes
    return change


def test_a_value_chorus_found_with_a_quote_for_an_empty_field_is_ticked() -> None:
    change = only(draft(write_arguments(economic_buyer="Ingrid Solberg, CFO"), evidence(a_field())))
    assert change == a_change()


@pytest.mark.parametrize("name", ["economic_buyer", "Economic_Buyer__c", "Economic Buyer", "ECONOMIC BUYER"])
def test_a_crm_name_finds_its_field(name: str) -> None:
    assert only(draft(write_arguments(**{name: "Ingrid Solberg, CFO"}), evidence())).label == "Economic Buyer"


@pytest.mark.parametrize(
    "field, value, remark",
    [
        (a_field(previous_value="Tomás"), "Ingrid Solberg, CFO", "holds a value already"),
        (a_field(quote=None), "Ingrid Solberg, CFO", "no quote"),
        (a_field(quote=" "), "Ingrid Solberg, CFO", "no quote"),
        (a_field(), "Ingrid from finance", "worded differently from Chorus's analysis"),
        (a_field("Champion"), "Ingrid", "not in Chorus's analysis of this call"),
    ],
)
def test_whatever_is_doubtful_is_shown_unticked_with_the_reason(field: Any, value: str, remark: str) -> None:
    change = only(draft(write_arguments(economic_buyer=value), evidence(field)))
    assert (change.ticked, change.remark) == (False, remark)


def test_a_summary_needs_no_quote() -> None:
    notes = a_field("notes", "They want a pilot.", quote=None, is_summary=True)
    assert only(draft(write_arguments(notes="They want a pilot."), evidence(notes))).ticked


def test_words_that_are_not_chorus_own_carry_no_quote() -> None:
    change = only(
        draft(write_arguments(economic_buyer="Somebody else"), evidence(moments={"economic_buyer": 61}))
    )
    assert (change.quote, change.minute) == (None, None)


def test_a_quote_carries_the_moment_it_was_said() -> None:
    arguments = write_arguments(economic_buyer="Ingrid Solberg, CFO")
    assert only(draft(arguments, evidence(moments={"economic_buyer": 61.5}))).minute == 61.5


def test_the_present_value_is_chorus_and_not_claudes() -> None:
    arguments = write_arguments()
    arguments["crm_changes"] = [
        {"field_name": "economic_buyer", "new_value": "Ingrid Solberg, CFO", "previous_value": "invented"}
    ]
    assert only(draft(arguments, evidence(a_field(previous_value="Tomás")))).now == "Tomás"


@pytest.mark.parametrize(
    "raw",
    [
        {"field_name": "economic_buyer"},
        {"field_name": "economic_buyer", "new_value": "  "},
        {"field_name": "economic_buyer", "new_value": "Tomás"},
        {"field_name": "", "new_value": "Tomás"},
        {"field_name": " ", "new_value": "Tomás"},
        {"new_value": "Ingrid"},
    ],
)
def test_a_change_that_changes_nothing_or_names_nothing_is_dropped(raw: dict[str, Any]) -> None:
    found = draft(write_arguments() | {"crm_changes": [raw]}, evidence(a_field(previous_value="Tomás")))
    assert isinstance(found, Impossible)
    assert "nothing to propose" in found.why


@pytest.mark.parametrize("changes", [None, []])
def test_no_changes_are_no_proposal(changes: Any) -> None:
    assert isinstance(draft(write_arguments() | {"crm_changes": changes}, evidence()), Impossible)


def test_a_field_named_twice_is_shown_once_with_the_last_value() -> None:
    arguments = write_arguments()
    arguments["crm_changes"] = [{"field_name": "x", "new_value": v} for v in ("first", "second")]
    assert only(draft(arguments, evidence())).proposed == "second"


def test_without_an_opportunity_nothing_is_proposed() -> None:
    bare = evidence(opportunity_id=None)
    bare = replace(bare, qualification=a_qualification(opportunity_id=None))
    found = draft(write_arguments(economic_buyer="x"), bare)
    assert isinstance(found, Impossible)
    assert "which deal" in found.why


def test_an_opportunity_chorus_does_not_link_is_refused() -> None:
    found = draft(write_arguments(economic_buyer="x") | {"opportunity_id": "006OTHER"}, evidence())
    assert isinstance(found, Impossible)
    assert "006OTHER" in found.why
    assert DEAL in found.why


def test_of_two_linked_opportunities_the_one_asked_for_is_taken() -> None:
    two = evidence(opportunity_id="006TWO")
    arguments = write_arguments(economic_buyer="x")
    assert draft(arguments | {"opportunity_id": "006TWO"}, two).opportunity_id == "006TWO"
    del arguments["opportunity_id"]
    assert draft(arguments, two).opportunity_id == DEAL, "else the qualification's own"


NESTED = {"data": {"type": "writeback", "attributes": write_arguments(economic_buyer="Ingrid Solberg, CFO")}}


def test_a_nested_body_is_found_and_filled_in_place() -> None:
    assert only(draft(NESTED, evidence())).ticked
    payload = a_proposal(arguments=NESTED).payload(["economic_buyer"])
    inner = payload["data"]["attributes"]
    assert inner["crm_changes"] == [a_change().wire]
    assert payload["data"]["type"] == "writeback"
    assert body_of({"a": 1}) == {"a": 1}


def test_a_payload_holds_the_chosen_changes_and_nothing_else() -> None:
    proposal = a_proposal(changes=[a_change(), a_change("champion", label="Champion", proposed="Jürgen")])
    before = json.dumps(proposal.arguments)
    assert [c["field_name"] for c in proposal.payload(["champion", "unknown"])["crm_changes"]] == ["champion"]
    assert proposal.payload([])["crm_changes"] == []
    assert json.dumps(proposal.arguments) == before, "the proposal itself stays as shown"


def test_the_digest_names_what_is_shown_and_not_how_it_stands() -> None:
    proposal = a_proposal()
    assert replace(proposal, state=State.APPROVED, outcome={"status": "written"}).digest == proposal.digest
    assert a_proposal(changes=[a_change(proposed="Tomás")]).digest != proposal.digest
    assert a_proposal(arguments=write_arguments(champion="x")).digest != proposal.digest
    assert from_json(json.loads(json.dumps(to_json(proposal)))).digest == proposal.digest


def test_a_proposal_survives_being_stored() -> None:
    proposal = decided(a_proposal(), State.APPROVED, "UANA", NOW, "click", ["economic_buyer"])
    assert from_json(json.loads(json.dumps(to_json(proposal)))) == proposal


def test_a_decision_keeps_who_when_what_and_of_which_payload() -> None:
    after = decided(a_proposal(), State.APPROVED, "UANA", NOW, "click", ["economic_buyer"])
    assert after.state is State.APPROVED
    assert after.decision == {
        "by": "UANA",
        "at": NOW,
        "token": "click",
        "fields": ["economic_buyer"],
        "digest": a_proposal().digest,
    }


@pytest.mark.parametrize("state", [s for s in State if s is not State.PENDING])
def test_the_first_decision_stands(state: State) -> None:
    closed = a_proposal(state=state)
    assert decided(closed, State.APPROVED, "UBEN", NOW, "late", []) is closed
    assert expired(closed, closed.expires_at, "expiry") is closed


def test_a_click_in_the_last_moment_counts_and_one_at_the_end_does_not() -> None:
    proposal = a_proposal(expires_at=NOW)
    assert decided(proposal, State.DECLINED, "UANA", NOW - 0.001, "c", []).state is State.DECLINED
    late = decided(proposal, State.APPROVED, "UANA", NOW, "c", ["economic_buyer"])
    assert late.state is State.EXPIRED
    assert late.decision == {"at": NOW, "token": "c", "fields": []}


def test_nothing_expires_before_its_time() -> None:
    proposal = a_proposal(expires_at=NOW)
    assert expired(proposal, NOW - 0.001, "expiry") is proposal
    assert expired(proposal, NOW, "expiry").state is State.EXPIRED


def test_a_quote_is_timed_by_the_words_of_the_transcript() -> None:
    said = [
        Utterance(index=0, text="Hello.", offset=1.0),
        Utterance(index=1, text="It is Ingrid - our CFO; she SIGNS, really.", offset=62.0),
        Utterance(index=2, text="Ingrid, our CFO. She signs.", offset=90.0),
        Utterance(index=3, text="ours", offset=None),
    ]
    fields = (
        a_field(),
        a_field("Champion", quote="never said"),
        a_field("Metrics", quote=None),
        a_field("Pain", quote="?!"),
        a_field("Budget", quote="ours"),
    )
    assert moments(a_qualification(*fields), said) == {"economic_buyer": 62.0}


def test_the_same_call_of_the_same_run_makes_the_same_proposal() -> None:
    assert proposal_id("run", "call") == proposal_id("run", "call")
    assert proposal_id("run", "call") != proposal_id("run", "call2")
    assert len(proposal_id("run", "call")) == 20
